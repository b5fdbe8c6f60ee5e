"""What groups, warmths and all cards did, summed up window by window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np

from rfma_fast.analyses.clustered import Estimate, Figures, Slots, Tally
from rfma_fast.analyses.outcomes import Outcome
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.dense.fields import Ints
from rfma_fast.periods import shifted

Code = Literal["ordered", "within_chance", "violated"]


@dataclass(frozen=True)
class Window:
    """What groups did within so many days."""

    days: int
    month_ends: tuple[date, ...]
    """The dates that are pooled: month ends with the whole window after them."""
    newest: date
    """The newest date that has the whole window after it."""
    pooled: dict[str, Figures]
    """Group → its figures; none where no month end has the whole window after it."""
    of_newest: dict[str, Figures]
    all_pooled: Figures | None
    """The figures of all cards."""
    all_newest: Figures
    rates: dict[str, tuple[tuple[date, float], ...]]
    """Group → the month ends on which it had a card, and its return rate after each."""


@dataclass(frozen=True)
class Step:
    """A warmth and a colder one: by how much more of the warmer came again."""

    warmer: int
    colder: int
    difference: Estimate


@dataclass(frozen=True)
class Order:
    """Whether the colder come again less often."""

    rates: dict[int, Figures]
    """Warmth → what its cards did."""
    steps: tuple[Step, ...]
    """From each warmth to the next colder one that has cards."""
    worst: Step | None
    """The pair of warmths whose order is the most clearly wrong, if any is."""

    @property
    def code(self) -> Code:
        """Return the verdict."""
        if self.worst is None:
            return "ordered"
        return "violated" if self.worst.difference.high < 0 else "within_chance"


class WindowCounts:
    """Sums of what groups, warmths and all cards did, window by window."""

    def __init__(
        self,
        found: Segmentation,
        level: str,
        days: int,
        size: int,
        ends: dict[int, list[date]],
        until: date,
    ) -> None:
        self.ends, self.until, self.days = ends, until, days
        codes = found.codebook.codes(level)
        self.codes = list(dict.fromkeys(codes))
        places = {code: place for place, code in enumerate(self.codes)}
        self.group = np.array([places[code] for code in codes])
        self.warmth = _warmths(found)
        groups = len(self.codes)
        slots = Slots(groups, size)
        self.pooled = {length: Tally(slots) for length in ends}
        self.newest: dict[int, dict[str, Figures]] = {}
        self.newest_everyone: dict[int, Figures] = {}
        self.by_warmth = Tally(Slots(int(self.warmth.max()) + 1, size))
        self.rates: dict[int, dict[str, list[tuple[date, float]]]] = {length: {} for length in ends}

    def add(self, outcome: Outcome) -> None:
        """Add what the cards of a date did in one window."""
        window, group = outcome.window, self.group[outcome.classes]
        if outcome.day == shifted(self.until, -window):
            self.newest[window] = self._by_code(_of_one_date(outcome, group, len(self.codes)))
            nobody = np.zeros_like(group)
            self.newest_everyone[window] = _of_one_date(outcome, nobody, 1).figures()[0]
        if outcome.day in self.ends[window]:
            _add(self.pooled[window], outcome, group)
            self._add_rates(outcome, group)
        usual = self.ends[window] or [shifted(self.until, -window)]
        if window == self.days and outcome.day in usual and self.warmth.any():
            _add(self.by_warmth, outcome, self.warmth[outcome.classes])

    def _add_rates(self, outcome: Outcome, group: Ints) -> None:
        cards = np.bincount(group, minlength=len(self.codes))
        came = np.bincount(group, outcome.cheques > 0, minlength=len(self.codes))
        for place in np.flatnonzero(cards):
            rates = self.rates[outcome.window].setdefault(self.codes[place], [])
            rates.append((outcome.day, float(came[place] / cards[place])))

    def window(self, length: int) -> Window:
        """Return what groups did within so many days."""
        everyone = self.pooled[length].of_all().figures()
        return Window(
            length,
            tuple(self.ends[length]),
            shifted(self.until, -length),
            self._by_code(self.pooled[length]),
            self.newest[length],
            everyone.get(0),
            self.newest_everyone[length],
            {code: tuple(rates) for code, rates in self.rates[length].items()},
        )

    def order(self) -> Order | None:
        """Return how warmths differ; nothing where fewer than two have cards."""
        rates = {warmth: of for warmth, of in self.by_warmth.figures().items() if warmth}
        if len(rates) < 2:
            return None
        warmths = sorted(rates)
        pairs = [
            Step(warmer, colder, self.by_warmth.difference(warmer, colder))
            for place, warmer in enumerate(warmths)
            for colder in warmths[place + 1 :]
        ]
        nearest = set(pairwise(warmths))
        steps = tuple(step for step in pairs if (step.warmer, step.colder) in nearest)
        wrong = [step for step in pairs if step.difference.value < 0]
        return Order(rates, steps, min(wrong, key=lambda step: step.difference.high, default=None))

    def _by_code(self, tally: Tally) -> dict[str, Figures]:
        return {self.codes[place]: of for place, of in tally.figures().items()}


def _add(tally: Tally, outcome: Outcome, groups: Ints) -> None:
    places = tally.slots.of(groups, outcome.cards)
    tally.add(places, outcome.cheques, outcome.revenue)


def _of_one_date(outcome: Outcome, groups: Ints, count: int) -> Tally:
    tally = Tally(Slots.once(count, groups))
    tally.add(np.arange(1, groups.size + 1), outcome.cheques, outcome.revenue)
    return tally


def _warmths(found: Segmentation) -> Ints:
    """Return the warmth of each class, by number; 0 where it has none."""
    for level in ("class", *(level.code for level in found.scheme.levels)):
        warmths = found.warmths(level)
        if all(warmths.values()):
            return np.array([warmths[code] or 0 for code in found.codebook.codes(level)])
    return np.zeros(len(found.codebook.classes), np.int64)
