"""What the chain is: how many cheques it rings up, in which months and in which shops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

CARD_NUMBERS = 1_000_000_000
MOST_MONTHS = 1_200
MOST_SHOPS = 1_000_000
IDENTIFIED = 0.55
IDENTIFIED_SPREAD = 0.30
LARGEST_TO_SMALLEST = 9.0
YEARLY_GROWTH = 1.05
CLOSES_AFTER = 0.25
OPENS_AFTER = 0.65
SEASON = (1.12, 1.10, 1.06, 1.0, 0.93, 0.86, 0.84, 0.88, 1.0, 1.09, 1.08, 1.18)
"""Cheques a day by calendar month, January first: colds in winter, holidays in summer."""


USUAL_START = date(2021, 7, 1)


def usual_start(months: int, today: date) -> date:
    """Return a first day from which so many months are over today: the usual one if that does.

    >>> usual_start(12, date(2026, 12, 1)), usual_start(160, date(2026, 12, 1))
    (datetime.date(2021, 7, 1), datetime.date(2013, 8, 1))
    """
    this_month = today.year * 12 + today.month - 1
    first = max(this_month - months, date.min.year * 12)
    return min(USUAL_START, date(first // 12, first % 12 + 1, 1))


class Purpose(IntEnum):
    """What a stream of random numbers is for: two purposes never share one."""

    SHOPS = 1
    HABITS = 2
    VISITS = 3
    CHEQUES = 4
    TILLS = 5


USUAL_START = date(2021, 7, 1)


@dataclass(frozen=True)
class ChainSpec:
    """What to make; a value that no chain can have raises ``ValueError`` with a sentence."""

    cheques: int
    """Exactly this many rows come out, in total."""
    cards: int | None = None
    """Loyalty cards handed out; ``None`` takes a number plausible for that many cheques."""
    shops: int = 8
    """Shops of the chain; from four on, and from four months on, one opens late and one closes."""
    months: int = 12
    """Calendar months of history."""
    seed: int = 1
    """The same seed makes the same cheques, another seed makes others."""
    start: date = USUAL_START
    """The first day of the first month."""

    def __post_init__(self) -> None:
        least = {"cheques": 0, "cards": 1, "shops": 1, "months": 1, "seed": 0}
        for name, lowest in least.items():
            value = getattr(self, name)
            if value is not None and value < lowest:
                raise ValueError(f"{name} must be at least {lowest}, got {value}.")
        for name, value, most in (
            ("cards", self.card_count, CARD_NUMBERS),
            ("shops", self.shops, MOST_SHOPS),
            ("months", self.months, MOST_MONTHS),
        ):
            if value > most:
                raise ValueError(f"{name} must be at most {most}, got {value}.")
        if self.start.day != 1:
            raise ValueError(f"start must be the first day of a month, got {self.start}.")
        if self.start.year + (self.start.month - 1 + self.months) // 12 > date.max.year:
            raise ValueError(f"months must end before the year 10000, got {self.months}.")

    @property
    def card_count(self) -> int:
        """The cards handed out: those asked for, or about 6 k for 38 k cheques, 0.9 M for 20 M."""
        return self.cards if self.cards is not None else max(1, round(1.3 * self.cheques**0.8))

    def month_start(self, month: int) -> date:
        """Return the first day of the month with that number, 0 being the first of the history."""
        months = self.start.year * 12 + self.start.month - 1 + month
        return date(months // 12, months % 12 + 1, 1)

    def random(self, purpose: Purpose, *place: int) -> np.random.Generator:
        """Return the random numbers of one purpose at one place, independent of all others."""
        key = np.random.SeedSequence(self.seed, spawn_key=(int(purpose), *place))
        return np.random.Generator(np.random.PCG64(key))


@dataclass(frozen=True)
class Chain:
    """The shops of a chain and their trade, months x shops."""

    spec: ChainSpec
    """What the chain was made from."""
    trade: Floats
    """Relative number of cheques of a shop in a month; 0 where it is closed; months x shops."""
    rows: Ints
    """Cheques of a shop in a month; they add up to the asked number; months x shops."""
    identified: Floats
    """Share of a shop's cheques that carry a loyalty card, one number a shop."""

    @classmethod
    def of(cls, spec: ChainSpec) -> Chain:
        """Draw the shops of a chain and share its cheques out over months and shops."""
        random = spec.random(Purpose.SHOPS)
        rank = random.permutation(spec.shops)
        size = np.geomspace(LARGEST_TO_SMALLEST, 1.0, spec.shops)[rank]
        trade = _months(spec)[:, None] * size * _open(spec, rank)
        trade *= np.exp(0.06 * random.standard_normal(trade.shape))
        a_month = largest_remainder(spec.cheques, trade.sum(axis=1))
        rows = np.array([largest_remainder(int(n), t) for n, t in zip(a_month, trade, strict=True)])
        spread = np.linspace(-IDENTIFIED_SPREAD, IDENTIFIED_SPREAD, spec.shops)
        spread = random.permutation(spread) if spec.shops > 1 else np.zeros(1)
        spread -= np.average(spread, weights=trade.sum(axis=0))
        return cls(spec, trade, rows, np.clip(IDENTIFIED + spread, 0.1, 0.95))


def largest_remainder(total: int, weights: NDArray[Any]) -> Ints:
    """Share ``total`` out in proportion to the weights, in whole numbers that add up to it.

    The weights are not negative and not all zero; of equal remainders the first gets the unit.
    """
    exact = total * (weights / weights.sum())
    shares = np.floor(exact).astype(np.int64)
    missing = total - int(shares.sum())
    shares[np.argsort(shares - exact, kind="stable")[:missing]] += 1
    return np.asarray(shares)


def _months(spec: ChainSpec) -> Floats:
    """Return the relative trade of each month: its season, its days, the growth until then."""
    starts = [spec.month_start(month) for month in range(spec.months + 1)]
    days = np.diff([start.toordinal() for start in starts])
    season = np.array([SEASON[start.month - 1] for start in starts[:-1]])
    return np.asarray(season * days * YEARLY_GROWTH ** (np.arange(spec.months) / 12))


def _open(spec: ChainSpec, rank: Ints) -> NDArray[np.bool_]:
    """Tell in which months each shop is open: months x shops, shops by their rank in size."""
    months = np.arange(spec.months)[:, None]
    always = np.ones((spec.months, spec.shops), dtype=np.bool_)
    if spec.months < 4 or spec.shops < 4:
        return always
    closed = (rank == spec.shops - 1) & (months >= round(CLOSES_AFTER * spec.months))
    awaited = (rank == spec.shops // 2) & (months < round(OPENS_AFTER * spec.months))
    return np.asarray(always & ~closed & ~awaited)
