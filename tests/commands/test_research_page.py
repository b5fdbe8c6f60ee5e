"""The SQL of docs/research.md gives the figures that the product gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from rfma_fast import open_store
from rfma_fast.api import Store

PAGE = Path(__file__).parents[2] / "docs" / "research.md"
STATEMENTS = re.findall(r"```sql\n-- (\d+)\. .*?\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
Rows = list[tuple[Any, ...]]


def histogram(store: Store) -> Rows:
    frame = store.thresholds().axes[0].values.frame
    bins: dict[int, int] = {}
    for value, cards in frame.iter_rows():
        bins[value // 30 * 30] = bins.get(value // 30 * 30, 0) + cards
    return sorted(bins.items())


def tie(store: Store) -> Rows:
    values = store.thresholds().axes[1]
    found = values.tie(Fraction(1, 5))
    size = values.values.size
    return [(found.below * size, found.through * size, found.cards)]


def capacities(store: Store) -> Rows:
    parts = store.thresholds().axes[0].capacities
    return [(part.grade, part.cards, Fraction(part.total, 100)) for part in parts]


def churn(store: Store) -> Rows:
    found = store.thresholds().churns[-1]
    return [(found.days, found.within, found.later)]


def pareto(store: Store) -> Rows:
    return [(store.thresholds().pareto.levels[1].cards,)]


def equal_parts(store: Store) -> Rows:
    (proposal,) = (one for one in store.thresholds().proposals if one.method == "equal")
    return [proposal.borders["R"] or ()]


def trial(store: Store) -> Rows:
    return [(store.what_if({"recency": [30, 90, 180]}).moved("class")[0],)]


def flips(store: Store) -> Rows:
    borders = store.sensitivity().borders
    (veterans,) = (of for of in borders if (of.axis.code, of.number) == ("A", 1))
    return [(veterans.shifts[1].class_cards,)]


def series(store: Store) -> Rows:
    return [store.stability(["2021-11-30"], resamples=1).series[0].borders["R"][:2]]


FIGURES: dict[str, Callable[[Store], Rows]] = {
    "1": histogram,
    "2": tie,
    "3": capacities,
    "4": churn,
    "5": pareto,
    "6": equal_parts,
    "7": trial,
    "8": flips,
    "9": series,
}


def test_every_figure_of_the_page_has_its_statement() -> None:
    assert [number for number, _ in STATEMENTS] == list(FIGURES)


@pytest.mark.parametrize(("number", "sql"), STATEMENTS)
def test_the_statement_gives_the_figure(chain: Path, number: str, sql: str) -> None:
    store = open_store(chain)
    assert store.query(sql).rows() == FIGURES[number](store)
