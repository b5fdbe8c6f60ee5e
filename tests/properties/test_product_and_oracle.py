"""On any small table the product says what the plain-Python oracle says."""

from __future__ import annotations

import random
import tempfile
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st
from oracles import naive
from oracles.naive import Row
from support.stores import ANNA, BORIS, UUID, VERA, bought, day, held, written
from support.tables import SHOPS, days, tables
from support.words import (
    LEVELS,
    Borders,
    borders_of,
    kopecks,
    matrix,
    naive_numbers,
    numbers,
    people,
)

from rfma_fast.api import Store
from rfma_fast.errors import RfmaError
from rfma_fast.schemes.thresholds import load_thresholds

MODERATE = settings(deadline=None, max_examples=60)
FEW = settings(deadline=None, max_examples=25)
SLOW_TO_BUILD = settings(
    deadline=None, max_examples=8, suppress_health_check=[HealthCheck.too_slow]
)


def can_segment(
    rows: tuple[Row, ...],
    as_of: date,
    since: date | None = None,
    shops: tuple[str, ...] = (),
) -> bool:
    """Tell whether a card bought in the scope; borders fitted to nobody mean nothing."""
    return any(
        naive.is_identified(card)
        and amount > 0
        and (since or date.min) <= at.date() <= as_of
        and (not shops or shop in shops)
        for at, shop, card, amount in rows
    )


def crossed(borders: Borders) -> set[str]:
    """Return the axes with a border beyond a later one; recency rises, the others fall."""
    rising = sorted(borders["R"]) == list(borders["R"])
    falling = {axis for axis in "FMA" if sorted(borders[axis], reverse=True) != list(borders[axis])}
    return falling | (set() if rising else {"R"})


def agrees(
    store: Store,
    rows: tuple[Row, ...],
    as_of: date | None,
    since: date | None = None,
    shops: tuple[str, ...] = (),
) -> None:
    said = store.segment(as_of, since=since, shops=shops)
    wanted = naive.segment(rows, said.as_of, since=since, shops=shops or None)
    event("nobody" if not wanted.cards else "no gaps" if wanted.no_gaps else "gaps")
    assert people(said) == wanted.cards
    assert said.cards == len(wanted.cards)
    notes = dict(said.notes)
    assert ("note.no_gaps" in notes) == wanted.no_gaps
    returned = {"cards": len(wanted.returns_only)} if wanted.returns_only else None
    assert notes.get("note.returns_only") == returned
    if wanted.cards:
        assert dict(said.thresholds.borders) == borders_of(wanted)
        noted = {values["axis"] for key, values in said.notes if key == "note.out_of_order"}
        assert noted == crossed(borders_of(wanted))


@given(rows=tables(), as_of=st.none() | days)
@MODERATE
@example(rows=(bought(0, ANNA, 100),), as_of=None)
@example(rows=(bought(0, ANNA, -100), bought(1, None, 100)), as_of=None)
@example(rows=(bought(0, ANNA, -150), bought(3, ANNA, 100)), as_of=None)
@example(rows=(bought(0, ANNA, 100), bought(0, ANNA, 100)), as_of=day(0))
@example(rows=(bought(0, ANNA, 150), bought(0, BORIS, 50), bought(9, VERA, -50)), as_of=None)
def test_every_card_is_where_the_oracle_puts_it(rows: tuple[Row, ...], as_of: date | None) -> None:
    if not can_segment(rows, as_of or date.max):
        with pytest.raises(RfmaError):
            held(rows).segment(as_of)
        return
    agrees(held(rows), rows, as_of)


@given(rows=tables(), as_of=days, since=st.none() | days, shops=st.sets(st.sampled_from(SHOPS)))
@MODERATE
def test_a_filtered_segmentation_is_the_oracles_on_the_filtered_table(
    rows: tuple[Row, ...], as_of: date, since: date | None, shops: set[str]
) -> None:
    chosen = tuple(shops & {shop for _, shop, _, _ in rows})
    if not can_segment(rows, as_of, since, chosen):
        with pytest.raises(RfmaError):
            held(rows).segment(as_of, since=since, shops=chosen)
        return
    agrees(held(rows), rows, as_of, since, chosen)


@given(rows=tables(), as_of=days)
@SLOW_TO_BUILD
def test_the_whole_way_over_the_disk_ends_at_the_same_cards(
    rows: tuple[Row, ...], as_of: date
) -> None:
    if not can_segment(rows, as_of):
        return
    with tempfile.TemporaryDirectory() as directory:
        store = written(Path(directory) / "store", rows)
        agrees(store, rows, as_of)
        agrees(store, rows, None)
        assert numbers(store.overview()) == naive_numbers(rows)


@given(rows=tables(), as_of=days)
@FEW
def test_what_comes_after_the_day_changes_nothing(rows: tuple[Row, ...], as_of: date) -> None:
    before = tuple(row for row in rows if row[0].date() <= as_of)
    if not can_segment(before, as_of):
        return
    with_later, without = held(rows).segment(as_of), held(before).segment(as_of)
    assert with_later.table().equals(without.table())
    assert with_later.thresholds == without.thresholds
    assert with_later.remarks == without.remarks
    for level in LEVELS:
        assert with_later.level(level).equals(without.level(level))


@given(rows=tables(), chance=st.randoms(use_true_random=False), as_of=days)
@FEW
def test_the_order_of_rows_does_not_matter(
    rows: tuple[Row, ...], chance: random.Random, as_of: date
) -> None:
    if not can_segment(rows, as_of):
        return
    shuffled = list(rows)
    chance.shuffle(shuffled)
    one, other = held(rows).segment(as_of), held(shuffled).segment(as_of)
    assert one.table().equals(other.table())
    assert one.thresholds == other.thresholds
    for level in LEVELS:
        assert one.level(level).equals(other.level(level))
    assert numbers(held(rows).overview()) == numbers(held(shuffled).overview())


@given(rows=tables(), other=tables())
@FEW
def test_frozen_borders_come_back_from_their_file_and_rule_another_table(
    rows: tuple[Row, ...], other: tuple[Row, ...]
) -> None:
    if not (can_segment(rows, date.max) and can_segment(other, date.max)):
        return
    fitted = held(rows).segment()
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "borders.toml"
        file.write_text(fitted.thresholds.to_toml(), encoding="utf-8")
        assert load_thresholds(file, fitted.scheme) == fitted.thresholds
        again = held(rows).segment(thresholds=file)
        assert again.table().equals(fitted.table())
        frozen = held(other).segment(thresholds=file)
    wanted = naive.segment(rows, fitted.as_of)
    if wanted.cards:
        assert people(frozen) == naive.segment(other, frozen.as_of, frozen=wanted).cards
    assert frozen.thresholds == fitted.thresholds
    assert frozen.frozen
    assert "note.no_gaps" not in dict(frozen.notes)


@given(rows=tables(), as_of=days)
@FEW
def test_levels_add_up(rows: tuple[Row, ...], as_of: date) -> None:
    if not can_segment(rows, as_of):
        return
    said = held(rows).segment(as_of)
    cards = people(said)
    for level in LEVELS:
        groups: dict[str, list[int]] = {}
        for row in cards.values():
            sums = groups.setdefault(naive.LEVELS[level](row), [0, 0, 0])
            for place, more in enumerate((1, row.cheques, row.total)):
                sums[place] += more
        frame = said.level(level)
        assert frame.get_column("code").to_list() == sorted(groups)
        for line in frame.iter_rows(named=True):
            size, number, total = groups[line["code"]]
            assert (line["cards"], line["cheques"], kopecks(line["revenue"])) == (
                size,
                number,
                total,
            )
            assert line["share"] == pytest.approx(size / len(cards), abs=1e-15)
            mean = naive.round_half_away(Fraction(total, number))
            assert kopecks(line["mean_cheque"]) == mean


@given(rows=tables(min_size=4), start=st.integers(0, 60), length=st.integers(1, 60))
@FEW
@pytest.mark.parametrize("refit", [False, True])
@pytest.mark.parametrize("between", [False, True])
def test_a_migration_is_the_oracles(
    refit: bool, between: bool, rows: tuple[Row, ...], start: int, length: int
) -> None:
    d1, d2 = day(start), day(start + length)
    if not can_segment(rows, d1):
        return
    before = naive.segment(rows, d1)
    if not before.cards and not refit:
        return
    said = held(rows).migrate(d1, d2, borders="refit" if refit else "frozen", between=between)
    for level in LEVELS:
        assert matrix(said, level) == naive.migrate(rows, d1, d2, level, refit, between)
        cells = said.cells(level)
        for share in cells.group_by("from").agg(pl.col("share").sum()).get_column("share"):
            assert share == pytest.approx(1, abs=1e-12)
    since = d1 + timedelta(days=1) if between else None
    after = naive.segment(rows, d2, since=since, frozen=None if refit else before)
    assert people(said.before) == before.cards
    assert people(said.after) == after.cards
    assert said.new == len(after.cards.keys() - before.cards.keys())


@given(rows=tables(), since=st.none() | days, until=st.none() | days)
@MODERATE
@example(rows=(bought(0, None, -100), bought(0, ANNA, 100)), since=None, until=None)
@example(rows=(bought(0, UUID, 0),), since=None, until=None)
def test_an_overview_is_the_oracles(
    rows: tuple[Row, ...], since: date | None, until: date | None
) -> None:
    seen = [row for row in rows if (since or date.min) <= row[0].date() <= (until or date.max)]
    if not seen:
        with pytest.raises(RfmaError):
            held(rows).overview(since=since, until=until)
        return
    said = held(rows).overview(since=since, until=until)
    assert numbers(said) == naive_numbers(rows, since, until)
    assert said.all.returns == sum(amount <= 0 for *_, amount in seen)
    assert list(said.shops) == [
        shop
        for shop in ("Аптека 1", "Аптека 2", "Аптека 10")
        if shop in {shop for _, shop, _, _ in seen}
    ]


@given(rows=tables(), shops=st.sets(st.sampled_from(SHOPS), min_size=1))
@FEW
def test_an_overview_of_shops_is_the_oracles_on_their_rows(
    rows: tuple[Row, ...], shops: set[str]
) -> None:
    seen = [row for row in rows if row[1] in shops]
    chosen = tuple(shops & {shop for _, shop, _, _ in rows})
    if not chosen:
        return
    assert numbers(held(rows).overview(shops=chosen)) == naive_numbers(seen)
