"""No value of an option ends in a fault of the program: it is answered or refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from commands.fixtures import Rfma
from rfma_fast.commands.root import root_command

VALUES = ("99999999999999999999", "-1", "9999-12-31", "")
ASKED: dict[str, list[str]] = {
    "acquisition": [],
    "card": ["2000000000000"],
    "cooling": [],
    "generate": ["--cheques", "10", "-o", "generated.csv"],
    "migrate": ["--from", "2021-10-01"],
    "outlook": [],
    "overview": [],
    "playbook": [],
    "query": ["select count(*) as n from cheques"],
    "rejects": [],
    "report": ["-o", "report.html"],
    "segment": [],
    "statistics": [],
    "status": [],
    "thresholds": [],
    "verify": [],
}
"""Commands that change no store, with what each must be told."""
ELSEWHERE = {"--store", "--lang", "--format", "--output", "--help", "--engine", "--remote"}


def options() -> Iterator[tuple[str, str]]:
    """Yield the commands with each of their options that takes a value."""
    commands: Any = root_command()
    for name in ASKED:
        command = commands.get_command(None, name)
        for option in command.params:
            if not getattr(option, "is_flag", True) and option.opts[0] not in ELSEWHERE:
                yield name, option.opts[0]


@pytest.mark.parametrize(("command", "option"), list(options()))
def test_a_value_at_the_ends_is_answered_or_refused(
    rfma: Rfma, chain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    command: str, option: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    store = [] if command == "generate" else ["--store", chain]
    for value in VALUES:
        told = rfma(command, *ASKED[command], *store, f"{option}={value}", "--lang", "en")
        assert told.code in (0, 1, 2, 3), (value, told.err)
        assert "Traceback" not in told.err, value
    assert list(tmp_path.glob("rfma-fault-*")) == []


def test_every_command_has_options_that_are_tried() -> None:
    assert {command for command, _ in options()} == set(ASKED)
