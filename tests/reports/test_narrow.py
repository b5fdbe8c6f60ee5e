"""No figure is ever cut: at whatever width, each one shown stands in the wide answer, too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands.fixtures import EARLIER, Rfma
from commands.fixtures import chain as chain
from commands.fixtures import cheques as cheques
from commands.fixtures import rfma as rfma
from rich.console import Console

from rfma_fast.reports.tables import Column, facts, table, text_column

WIDTHS = (40, 47, 60, 72, 80, 100, 120)
_FIGURE = re.compile(r"\d[\d,.]*%?")
_CUT = re.compile(r"\d[.,]?…")
REPORTS = [
    ["overview"],
    ["overview", "--segments"],
    ["statistics"],
    ["segment"],
    ["cooling"],
    ["outlook"],
    ["migrate", "--from", EARLIER],
    ["migrate", "--from", EARLIER, "--by", "shop"],
    ["migrate", "--from", EARLIER, "--decompose"],
    ["acquisition"],
    ["playbook"],
    ["status"],
    ["rejects"],
    ["thresholds"],
    ["thresholds", "sensitivity"],
    ["scheme", "show", "rfma"],
    ["query", "select * from segments order by card limit 9"],
    [
        "query",
        "select shop || ' ' || 123456789012345678901234 as name from cheques order by 1 limit 2",
    ],
]


def figures(shown: str) -> set[str]:
    return {figure.rstrip(".,") for figure in _FIGURE.findall(shown)}


@pytest.mark.parametrize("line", REPORTS, ids=" ".join)
def test_no_figure_of_a_report_is_cut(
    rfma: Rfma, chain: Path, monkeypatch: pytest.MonkeyPatch, line: list[str]
) -> None:
    where = [] if line[0] == "scheme" else ["--store", chain]
    told = {}
    for width in (400, *WIDTHS):
        monkeypatch.setenv("COLUMNS", str(width))
        told[width] = rfma(*line, *where).out
    for width in WIDTHS:
        assert _CUT.findall(told[width]) == [], width
        # Where a matrix or a picture has no room, its figures are listed.
        if line[0] not in ("migrate", "status", "thresholds"):
            assert figures(told[width]) - figures(told[400]) == set(), width


@pytest.mark.parametrize("width", range(10, 60, 3))
def test_no_figure_of_a_table_is_cut_at_any_width(width: int) -> None:
    built = table(
        "Title", [text_column("name"), Column("cards and more"), Column("code", "left")],
        [["Shop 1234567", "1,234,567", "12345"], ["some long name of a shop", "−5.25", "2"]],
        ["Total", "1,234,562", ""],
    )  # fmt: skip
    pairs = facts([("What it is", "1\u00a0894\u00a0422 (59,25\u00a0%)")])
    console = Console(width=width, color_system=None)
    with console.capture() as got:
        console.print(built, crop=False)
        console.print(pairs, crop=False)
    shown = got.get()
    for figure in ("Shop 1234567", "1,234,567", "12345", "−5.25", "1,234,562"):
        assert figure in shown
    assert "1\u00a0894\u00a0422 (59,25\u00a0%)" in shown
