"""What thresholds were found from stands beside them; a grade that nobody can get is said first."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console
from support.stores import ANNA, BORIS, UUID, VERA, bought, day, held

from rfma_fast.i18n import use
from rfma_fast.reports.segmentation import report
from rfma_fast.schemes.loader import scheme_text

ROWS = [
    bought(0, VERA, 900_00),
    bought(900, ANNA, 300_00),
    bought(903, ANNA, 300_00),
    bought(904, UUID, 100_00),
    bought(905, BORIS, 500_00),
]


def shown(scheme: str = "rfma") -> list[str]:
    """Return the lines of the terminal, 200 columns wide."""
    console = Console(file=io.StringIO(), width=200)
    for part in report(held(ROWS).segment(day(905), scheme=scheme)).show(200):
        console.print(part)
    file = console.file
    assert isinstance(file, io.StringIO)
    return [
        line.rstrip().replace("\N{NO-BREAK SPACE}", " ") for line in file.getvalue().splitlines()
    ]


def test_cards_cheques_and_gaps_of_the_window_are_counted() -> None:
    found = held(ROWS).segment(day(905))
    told = report(found).json()["fitted_on"]
    assert told == {
        "days": 365,
        "recency": [{"of": "cards", "count": 2}] * 2 + [{"of": "gaps", "count": 1}],
        "frequency": [{"of": "cards", "count": 2}, {"of": "thresholds", "count": None}],
        "monetary": [{"of": "cheques", "count": 4}] * 2,
        "age": [{"of": "fixed", "count": None}] * 2,
    }
    assert found.cards == 3, "every card is graded"


def test_the_terminal_says_on_which_days_and_on_what() -> None:
    (line,) = (line for line in shown() if line.startswith("Fitted on"))
    assert line == (
        "Fitted on the 365 days up to 24 Jun 2024: R1, R2 – cards (2); R3 – gaps between purchases"
        " (1); F1 – cards (2); F2 – other thresholds; M1, M2 – all cheques, with and without a card"
        " (4); A1, A2 – fixed."
    )


def test_frozen_thresholds_say_nothing_of_days(tmp_path: Path) -> None:
    store = held(ROWS)
    frozen = tmp_path / "frozen.toml"
    frozen.write_text(store.segment(day(905)).thresholds.to_toml(), encoding="utf-8")
    found = store.segment(day(905), thresholds=frozen)
    assert report(found).json()["fitted_on"] is None


def test_a_grade_that_nobody_can_get_is_the_first_thing_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "crossed.toml"
    text = scheme_text("rfma").replace('rule = "churn", p = "0.95"', 'rule = "fixed", value = "1"')
    text = text.replace('"percentile_disc", p = "0.4", over = "cards"', '"fixed", value = "1"')
    path.write_text(text.replace('keep = "<=", rule = "percentile_disc", p = "0.2", over = "cards"',
                                 'keep = "<=", rule = "percentile_disc", p = "1", over = "cards"'),
                    encoding="utf-8")  # fmt: skip
    lines = [line for line in shown(str(path)) if line]
    assert lines[1].startswith("Note: The thresholds of R are out of order: R2 lies beyond the one")
    assert "“sleeping”" in lines[1]
    use("ru")
    try:
        lines = [line for line in shown(str(path)) if line]
    finally:
        use("en")
    assert lines[1].startswith("Примечание: Пороги R идут не по порядку: R2 заходит за предыдущий")
    assert "«спящий»" in lines[1]
