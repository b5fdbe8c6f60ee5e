"""What every command says of a day after the last cheque, and far beyond it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from commands.fixtures import AS_OF, EARLIER, Rfma
from rfma_fast import open_store

SOON = str(date.fromisoformat(AS_OF) + timedelta(days=5))
VERBS = {
    "segment": ["segment", "--as-of"],
    "thresholds": ["thresholds", "--as-of"],
    "tried": ["thresholds", "--set", "R=30,90,180", "--as-of"],
    "sensitivity": ["thresholds", "sensitivity", "--as-of"],
    "cooling": ["cooling", "--as-of"],
    "card": ["card", "CARD", "--as-of"],
    "playbook": ["playbook", "--as-of"],
    "acquisition": ["acquisition", "--as-of"],
    "statistics": ["statistics", "--segments-as-of"],
    "migrate": ["migrate", "--from", EARLIER, "--to"],
}
SILENT = {
    "fit": ["thresholds", "fit", "--as-of"],
    "query": ["query", "select count(*) from segments", "--as-of"],
    "report": ["report", "-o", "FILE.html", "--as-of"],
}
"""Commands whose answer has no head."""


@pytest.fixture
def asked(chain: Path, tmp_path: Path, request: pytest.FixtureRequest) -> list[str]:
    """A command's words up to the day, about a card and a file that are there."""
    card = str(open_store(chain).segment().table().item(0, "card"))
    words = {"CARD": card, "FILE.html": str(tmp_path / "r.html")}
    return [words.get(word, word) for word in (VERBS | SILENT)[request.param]]


@pytest.mark.parametrize("asked", VERBS, indirect=True)
def test_a_day_after_the_last_cheque_is_headed_by_it(
    rfma: Rfma, chain: Path, asked: list[str]
) -> None:
    said = "The store has no cheque after"
    lines = rfma(*asked, SOON, "--store", chain, "--lang", "en").done().out.splitlines()
    assert [place for place, line in enumerate(lines) if said in line] in ([1], [2])
    calm = rfma(*asked, AS_OF, "--store", chain, "--lang", "en").done()
    assert said not in calm.out


@pytest.mark.parametrize("asked", [*VERBS, *SILENT], indirect=True)
def test_a_day_far_beyond_the_last_cheque_must_be_meant(
    rfma: Rfma, chain: Path, asked: list[str]
) -> None:
    told = rfma(*asked, "2030-01-01", "--store", chain, "--lang", "en")
    told.failed(2, f"The last cheque is of {AS_OF}; as of 2030-01-01")
    assert "--future" in told.err
    rfma(*asked, "2030-01-01", "--store", chain, "--future").done()
