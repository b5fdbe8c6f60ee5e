"""What the season and a level without an order look like, where the chain of the pins has none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.console import Console
from support.stores import bought, held

from reports.screens import widest
from rfma_fast import use_language
from rfma_fast.api import Store
from rfma_fast.reports import migration
from rfma_fast.reports.migration import Asked
from rfma_fast.schemes.loader import starter_text

CARDS = [f"20000000000{number:02}" for number in range(30)]
ROWS = [
    bought(start, card, (100 + 77 * number % 900) * 100, f"Shop {number % 3}")
    for number, card in enumerate(CARDS)
    for start in range(number, 500 - 9 * number, 5 + 11 * (number % 7))
]


@pytest.fixture(scope="module")
def store() -> Store:
    return held(ROWS)


def shown(store: Store, width: int, scheme: str = "rfma", *, year: bool = False) -> str:
    found = store.migrate("2023-02-01", "2023-04-15", scheme=scheme)
    asked = Asked(season=store.season(found)) if year else Asked(by="shop")
    level = "region" if scheme == "rfma" else found.before.scheme.level_codes[-1]
    console = Console(width=width, highlight=False, color_system=None)
    with console.capture() as capture:
        for part in migration.show(found, level, width, asked):
            console.print(part)
    return capture.get()


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize(("language", "year"), [("en", "a year before"), ("ru", "годом раньше")])
def test_the_year_before_stands_beside_this_year(
    store: Store, width: int, language: str, year: str
) -> None:
    use_language(language)
    try:
        text = shown(store, width, year=True)
    finally:
        use_language("en")
    assert text.count(year) >= 3
    assert "2022" in text
    assert "2023" in text
    assert widest(text) <= width
    assert not re.search(r"\d…", text)


def test_both_years_say_what_each_says_alone(store: Store) -> None:
    text = shown(store, 120, year=True)
    alone = store.migrate("2022-02-01", "2022-04-15").movements("region").counts
    lines = {line.split("  ")[0].strip(): line.split() for line in text.splitlines()}
    for movement, cards in (("Warmer", "warmer"), ("Colder", "colder"), ("New", "new")):
        wanted = dict(alone.select("movement", "cards").iter_rows())[cards]
        assert lines[movement][-2] == str(wanted)


def test_without_an_order_the_answer_says_so(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "plain.toml"
    file.write_text(re.sub(r",? *warmth = \d", "", starter_text()), encoding="utf-8")
    text = " ".join(shown(store, 120, str(file)).split())
    assert "no order from hot to cold" in text
    assert "Warmer" not in text
    assert "Stayed" in text
