"""Returns from the source to the segments: kept, told, no purchases, taken off the totals."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from oracles import naive
from oracles.naive import Row
from sources.handmade import row, write_csv
from support.words import naive_numbers, numbers, people

from rfma_fast import open_store

CARDS = [f"2000000000{n:03d}" for n in range(40)]


def some_rows(seed: int) -> list[Row]:
    """Return a year of cheques, every fifth of which is a return or worth nothing."""
    chance = random.Random(seed)
    first = datetime(2021, 6, 1, 9)
    return [
        (
            first + timedelta(minutes=chance.randrange(365 * 24 * 60)),
            f"Shop {chance.randrange(3)}",
            chance.choice([*CARDS, *CARDS, *CARDS, None]),
            chance.choice([1, 1, 1, 1, -1]) * chance.choice([0, *range(100, 200_000, 777)]),
        )
        for _ in range(900)
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_returns_go_through_the_store_into_the_segments_by_the_rule(
    tmp_path: Path, seed: int
) -> None:
    told = [*some_rows(seed), (datetime(2022, 1, 1), "Shop 1", "2000000000999", -500)]
    lines = [
        row(
            str(at),
            shop,
            card or "",
            f"{'-' if k < 0 else ''}{abs(k) // 100}.{abs(k) % 100:02d}",
            str(n),
        )
        for n, (at, shop, card, k) in enumerate(told)
    ]
    store = open_store(tmp_path / "store")
    reports = [store.ingest(write_csv(tmp_path / f"{n}.csv", lines[n::2])) for n in (0, 1)]
    assert sum(report.stored for report in reports) == len(told)
    negative = sum(amount < 0 for *_, amount in told)
    zero = sum(amount == 0 for *_, amount in told)
    warned = [{one.rule: one.figures.get("rows") for one in report.warnings} for report in reports]
    assert sum(int(str(one["amount_negative"])) for one in warned) == negative > 100
    assert sum(int(str(one.get("amount_zero", 0))) for one in warned) == zero
    said, wanted = store.segment(), naive.segment(told)
    assert people(said) == wanted.cards
    assert "2000000000999" in wanted.returns_only
    assert dict(said.notes)["note.returns_only"] == {"cards": len(wanted.returns_only)}
    assert numbers(store.overview()) == naive_numbers(told)
    store.undo(2)
    half = told[0::2]
    assert people(store.segment()) == naive.segment(half).cards
