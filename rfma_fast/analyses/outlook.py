"""What each group does if it is left alone: what its cards did by themselves after past dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np

from rfma_fast.analyses.clustered import Estimate, Figures, Slots, Tally
from rfma_fast.analyses.outcomes import Numbered, Outcome, outcomes_after, whole_history
from rfma_fast.analyses.prediction import Prediction, prediction
from rfma_fast.analyses.provenance import Provenance
from rfma_fast.analyses.regrading import default_level
from rfma_fast.analyses.segmentation import Segmentation, name_of
from rfma_fast.dense.fields import Ints
from rfma_fast.i18n import misuse, problem
from rfma_fast.periods import month_ends
from rfma_fast.schemes.borders import Churn

DAYS, WINDOWS = 60, (30, 60, 90)
"""The window that verdicts are of, and those that are looked at."""
LONGEST = 3_660
FEW = 100
"""Below so many different cards a mean of money hangs on a few of them."""
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


@dataclass(frozen=True)
class Outlook:
    """What the groups of a level did after past dates, and what that says of the cards of now."""

    found: Segmentation
    level: str
    days: int
    """The window that verdicts and what is at stake are of."""
    churn: int | None
    """The churn period of now, where the scheme has one."""
    until: date
    """The last day of the last window."""
    windows: tuple[Window, ...]
    left_out: tuple[int, ...]
    """Windows that are longer than what lies behind."""
    order: Order | None
    """Nothing where the scheme has no scale of warmth."""

    @property
    def provenance(self) -> Provenance:
        """Return where the result comes from."""
        return self.found.provenance

    @property
    def main(self) -> Window:
        """Return the window that verdicts are of."""
        return next(window for window in self.windows if window.days == self.days)

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Return the cards of now of every group that has any, or had any on a date."""
        now = dict(self.found.level(self.level).select("code", "cards").iter_rows())
        seen = {code for window in self.windows for code in (*window.pooled, *window.of_newest)}
        codes = self.found.group_codes(self.level)
        return {code: now.get(code, 0) for code in codes if code in now or code in seen}

    def at_stake(self, group: str) -> Estimate | None:
        """Return what a group brings within the days, in kopecks, if it does as on the newest date.

        ``None`` where no card was in the group on that date.
        """
        figures = self.main.of_newest.get(group)
        if figures is None:
            return None
        return figures.revenue_per_card.times(self.sizes.get(group, 0))

    def name(self, group: str) -> str:
        """Return the name of a group in the language in use."""
        return name_of(self.found.scheme, self.level, group)

    @cached_property
    def prediction(self) -> Prediction | None:
        """Return how well the groups foretell the last days; learnt from as many days before.

        ``None`` where less than twice the days lie behind, or the last days tell nothing.
        """
        judge = self.until - timedelta(days=self.days)
        learn = judge - timedelta(days=self.days)
        if learn < _begun(self.found):
            return None
        return prediction(self.found, learn, judge, self.days)

    @property
    def few(self) -> list[str]:
        """Return the groups whose money hangs on a few cards."""
        seen = self.main.of_newest
        return [code for code in self.sizes if code in seen and seen[code].cards < FEW]

    @property
    def drifted(self) -> list[str]:
        """Return the groups whose rate on the newest date lies apart from that of all month ends.

        The intervals of the two do not meet.
        """
        pairs = [
            (code, now.return_rate, self.main.pooled[code].return_rate)
            for code, now in self.main.of_newest.items()
            if code in self.main.pooled
        ]
        apart = {code for code, now, all_ in pairs if now.high < all_.low or now.low > all_.high}
        return [code for code in self.sizes if code in apart]

    @property
    def notes(self) -> list[tuple[str, dict[str, object]]]:
        """Return what the reader must know beside the figures, as keys of words."""
        given = "outlook.note_frozen" if self.found.frozen else "outlook.note_fitted"
        notes: list[tuple[str, dict[str, object]]] = [
            ("outlook.note_meaning", {"days": self.days}),
            (given, {}),
            ("outlook.note_intervals", {}),
        ]
        if self.drifted:
            notes.append(("outlook.note_drift", {"groups": ", ".join(self.drifted)}))
        if self.few:
            notes.append(("outlook.note_few", {"few": FEW, "groups": ", ".join(self.few)}))
        if self.left_out:
            notes.append(("outlook.note_short", {"days": ", ".join(map(str, self.left_out))}))
        return [*notes, *self.found.notes]


def outlook(
    found: Segmentation,
    days: int = DAYS,
    level: str | None = None,
    windows: Sequence[int] = WINDOWS,
) -> Outlook:
    """Look back from a segmentation at what each group of a level did after earlier dates.

    ``windows`` are lengths in days, to which ``days`` and the churn period of now are added.
    Thresholds are fitted on every date, or are those of the segmentation where they are frozen.
    """
    for asked in (days, *windows):
        if not 1 <= asked <= LONGEST:
            raise misuse("outlook.days", got=asked, most=LONGEST)
    level = default_level(found, level)
    scope = found.history.scope
    until = min(scope.period.until or found.as_of, scope.snapshot.last_day)
    churn = _churn(found)
    lengths = sorted({days, *windows, *([churn] if windows and churn else [])})
    known = [length for length in lengths if until - timedelta(days=length) >= _begun(found)]
    seen = {length: _dates(found, until, length) for length in known}
    watched: dict[date, list[int]] = {}
    for length, ends in seen.items():
        for day in {*ends, until - timedelta(days=length)}:
            watched.setdefault(day, []).append(length)
    last = whole_history(found, until)
    counts = _Counts(found, level, days, Numbered(last).size, seen, until)
    for outcome in outcomes_after(found, last, watched):
        if outcome.cards.size:
            counts.add(outcome)
    if days not in counts.newest:
        raise problem("outlook.too_short", days=days, first=_begun(found), until=until)
    return Outlook(
        found,
        level,
        days,
        churn,
        until,
        tuple(counts.window(length) for length in sorted(counts.newest)),
        tuple(length for length in lengths if length not in counts.newest),
        counts.order(),
    )


class _Counts:
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
        # All cards are one more group, in which a card has its only place.
        self.slots = Slots(groups, size), Slots(1, size), Slots(int(self.warmth.max()) + 1, size)
        self.pooled = {length: Tally(self.slots[0]) for length in ends}
        self.everyone = {length: Tally(self.slots[1]) for length in ends}
        self.newest: dict[int, dict[str, Figures]] = {}
        self.newest_everyone: dict[int, Figures] = {}
        self.by_warmth = Tally(self.slots[2])
        self.rates: dict[int, dict[str, list[tuple[date, float]]]] = {length: {} for length in ends}

    def add(self, outcome: Outcome) -> None:
        window, group = outcome.window, self.group[outcome.classes]
        nobody = np.zeros_like(group)
        if outcome.day == self.until - timedelta(days=window):
            self.newest[window] = self._by_code(_of_one_date(outcome, group, len(self.codes)))
            self.newest_everyone[window] = _of_one_date(outcome, nobody, 1).figures()[0]
        if outcome.day in self.ends[window]:
            _add(self.pooled[window], outcome, group)
            _add(self.everyone[window], outcome, nobody)
            self._add_rates(outcome, group)
        usual = self.ends[window] or [self.until - timedelta(days=window)]
        if window == self.days and outcome.day in usual and self.warmth.any():
            _add(self.by_warmth, outcome, self.warmth[outcome.classes])

    def _add_rates(self, outcome: Outcome, group: Ints) -> None:
        cards = np.bincount(group, minlength=len(self.codes))
        came = np.bincount(group, outcome.cheques > 0, minlength=len(self.codes))
        for place in np.flatnonzero(cards):
            rates = self.rates[outcome.window].setdefault(self.codes[place], [])
            rates.append((outcome.day, float(came[place] / cards[place])))

    def window(self, length: int) -> Window:
        everyone = self.everyone[length].figures()
        return Window(
            length,
            tuple(self.ends[length]),
            self.until - timedelta(days=length),
            self._by_code(self.pooled[length]),
            self.newest[length],
            everyone.get(0),
            self.newest_everyone[length],
            {code: tuple(rates) for code, rates in self.rates[length].items()},
        )

    def order(self) -> Order | None:
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


def _churn(found: Segmentation) -> int | None:
    """Return the churn period in force, in whole days; ``None`` where no axis has one."""
    for axis in found.scheme.axes:
        for border, value in zip(axis.borders, found.thresholds.borders[axis.code], strict=True):
            if isinstance(border.rule, Churn) and 1 <= int(value) <= LONGEST:
                return int(value)
    return None


def _begun(found: Segmentation) -> date:
    """Return the first day whose cheques are looked at."""
    scope = found.history.scope
    return max(scope.since or scope.snapshot.first_day, scope.snapshot.first_day)


def _dates(found: Segmentation, until: date, length: int) -> list[date]:
    """Return the month ends that have the whole window after them."""
    ends = month_ends(_begun(found), until)
    return [
        day
        for day in ends
        if (day + timedelta(days=1)).day == 1 and day + timedelta(days=length) <= until
    ]
