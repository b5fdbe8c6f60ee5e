"""The cheques of a chain, month by month, in frames of bounded size."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from rfma_fast.periods import day_number
from rfma_fast.synth.cards import FRESH, MISSING, TILL, Cards, apart
from rfma_fast.synth.chain import Chain, ChainSpec, Floats, Ints, Purpose
from rfma_fast.synth.texts import card_numbers, document_heads, document_ids, uuids

# Small enough for the columns to stay in the cache: a third faster than a million rows a frame.
ROWS_A_FRAME = 131_072
SCHEMA = pl.Schema(
    [
        ("datetime", pl.Datetime("us")),
        ("shop", pl.String()),
        ("card", pl.String()),
        ("bonus_earned", pl.Int64()),
        ("bonus_spent", pl.Int64()),
        ("summ", pl.Int64()),
        ("summ_with_disc", pl.Int64()),
        ("doc_id", pl.String()),
    ]
)
"""The columns of every frame, those of the real table; amounts are whole roubles."""

OPENS_AT = 8
HOURS = np.array([1.0, 5, 7, 8.5, 9.5, 9, 8.5, 8.5, 9.5, 12, 12, 10.5, 6.5, 0.4])
"""Cheques of each opening hour, relative: few at eight, most after work, the last before ten."""
WEEKDAYS = np.array([1.08, 1.03, 1.03, 1.01, 1.01, 0.96, 0.88])
"""Cheques of each day of the week, relative, Monday first."""
NEW_YEARS_DAY = 0.35

USUAL_OF_A_CARD, USUAL_OF_A_STRANGER = 600.0, 500.0
WITHIN, STRANGERS_TASTE = 0.74, 0.45
SMALLEST_AMOUNT = 5
EARNED_SHARES = np.array([0.0, 0.01, 0.01, 0.02, 0.02, 0.03, 0.03, 0.03, 0.03, 0.03, 0.05, 0.05])
SPENDERS, MOST_SPENT = 0.30, 0.30
DISCOUNTED, DISCOUNT = 0.045, 0.05
# In the real table six of 38 thousand document ids stand on two cheques.
SAME_DOCUMENT = 1 / 6_000


def frames_of_cheques(spec: ChainSpec) -> Iterator[pl.DataFrame]:
    """Make the cheques of a chain, frame by frame: months in order, rows in order of time.

    A frame has the columns of ``SCHEMA``, lies within one month and has at most ``ROWS_A_FRAME``
    rows; a month without cheques gives one empty frame. Held at a time: 10 bytes a card, about
    30 bytes a cheque of the month, one frame.
    """
    for _, frame in frames_by_month(spec):
        yield frame


def frames_by_month(spec: ChainSpec) -> Iterator[tuple[int, pl.DataFrame]]:
    """Make the same frames as ``frames_of_cheques``, each with the number of its month from 0."""
    cards = Cards.of(Chain.of(spec))
    for month in range(spec.months):
        for frame in frames_of_month(cards, month):
            yield month, frame


def frames_of_month(cards: Cards, month: int) -> Iterator[pl.DataFrame]:
    """Make the frames of one month, which are the same whichever months were made before."""
    spec = cards.chain.spec
    visits = cards.visits(month)
    first_day = day_number(spec.month_start(month))
    shares = _shares_of_hours(spec, month)
    day, hour = np.divmod(np.arange(len(shares)), len(HOURS))
    opens = ((first_day + day) * 24 + OPENS_AT + hour) * 3_600
    an_hour = spec.random(Purpose.CHEQUES, month).multinomial(len(visits), shares)
    until = np.concatenate([[0], np.cumsum(an_hour)])
    heads = document_heads(spec.shops, np.unique(first_day + day), day_number(spec.start))
    rung_up = np.zeros(len(heads), dtype=np.int64)
    tills = uuids(spec.shops, spec.random(Purpose.TILLS))
    shop_names = pl.Series([f"Shop {shop + 1}" for shop in range(spec.shops)])
    pieces = max(1, -(-len(visits) // ROWS_A_FRAME))
    for piece in range(pieces):
        first, end = (len(visits) * edge // pieces for edge in (piece, piece + 1))
        random = spec.random(Purpose.CHEQUES, month, piece)
        visitors, shops = apart(visits[first:end])
        edges = np.clip(until, first, end)
        in_hour = edges[1:] - edges[:-1]
        # Spread over the hour one after the other: in order without a sort, across frames too.
        turn = np.arange(first, end) - np.repeat(until[:-1], in_hour) + random.random(len(shops))
        turn *= np.repeat(3_600 / np.maximum(an_hour, 1), in_hour)
        seconds = np.repeat(opens, in_hour) + turn.astype(np.int64)
        place = np.repeat(day * spec.shops, in_hour) + shops
        numbers = _numbers(place, rung_up)
        again = (random.random(len(shops), np.float32) < SAME_DOCUMENT) & (numbers > 1)
        columns = {
            "datetime": pl.Series(seconds * 1_000_000).cast(pl.Datetime("us")),
            "shop": shop_names.gather(shops),
            "card": _cards(visitors, tills.gather(shops), spec.seed, random),
            **_amounts(cards, visitors, random),
            "doc_id": document_ids(heads, place, numbers - again),
        }
        yield pl.DataFrame(columns, schema=SCHEMA)


def _shares_of_hours(spec: ChainSpec, month: int) -> Floats:
    """Return the share of the month's cheques in each opening hour of each day, in order."""
    start, end = spec.month_start(month), spec.month_start(month + 1)
    weekdays = (start.weekday() + np.arange((end - start).days)) % 7
    days = WEEKDAYS[weekdays]
    if start.month == 1:
        days[0] *= NEW_YEARS_DAY
    shares = np.outer(days, HOURS).ravel()
    return np.asarray(shares / shares.sum())


def _numbers(place: Ints, rung_up: Ints) -> Ints:
    """Number the cheques of each shop and day from 1, and move ``rung_up`` on past them."""
    order = np.argsort(place.astype(np.min_scalar_type(len(rung_up))), kind="stable")
    counts = np.bincount(place, minlength=len(rung_up))
    before = np.cumsum(counts) - counts - rung_up
    numbers = np.empty_like(place)
    numbers[order] = np.arange(1, len(place) + 1) - np.repeat(before, counts)
    rung_up += counts
    return numbers


def _cards(visitors: Ints, tills: pl.Series, seed: int, random: np.random.Generator) -> pl.Series:
    """Return what each cheque says in place of a card: digits, a throw-away id, a till or null."""
    known, fresh = np.flatnonzero(visitors >= 0), np.flatnonzero(visitors == FRESH)
    at_till, missing = np.flatnonzero(visitors == TILL), np.flatnonzero(visitors == MISSING)
    texts = pl.concat(
        [
            card_numbers(visitors[known], seed),
            uuids(len(fresh), random),
            tills.gather(at_till).alias("card"),
            pl.repeat(None, len(missing), dtype=pl.String, eager=True).alias("card"),
        ]
    )
    place = np.empty_like(visitors)
    place[np.concatenate([known, fresh, at_till, missing])] = np.arange(len(visitors))
    return texts.gather(place)


def _amounts(cards: Cards, visitors: Ints, random: np.random.Generator) -> dict[str, pl.Series]:
    """Return the columns of money of the cheques, in whole roubles."""
    rows = len(visitors)
    known = visitors >= 0
    taste = STRANGERS_TASTE * random.standard_normal(rows, np.float32).astype(np.float64)
    regular = np.flatnonzero(known & (visitors < len(cards.taste)))
    taste[regular] = cards.taste[visitors[regular]]
    usual = np.where(known, USUAL_OF_A_CARD, USUAL_OF_A_STRANGER)
    exact = usual * np.exp(taste + WITHIN * random.standard_normal(rows, np.float32))
    amount = np.maximum(np.rint(exact), SMALLEST_AMOUNT).astype(np.int64)
    spends = known & (random.random(rows, np.float32) < SPENDERS)
    spent = (amount * (spends * random.random(rows, np.float32) * MOST_SPENT)).astype(np.int64)
    reduced = random.random(rows, np.float32) < DISCOUNTED
    paid = amount - spent - (amount * reduced * DISCOUNT).astype(np.int64)
    earned = paid * EARNED_SHARES[random.integers(0, len(EARNED_SHARES), rows)]
    return {
        "bonus_earned": pl.Series(earned.astype(np.int64)),
        "bonus_spent": pl.Series(spent),
        "summ": pl.Series(amount),
        "summ_with_disc": pl.Series(paid),
    }
