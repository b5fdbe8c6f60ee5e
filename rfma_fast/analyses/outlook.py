"""What each group does if it is left alone: what its cards did by themselves after past dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rfma_fast.analyses.clustered import Estimate
from rfma_fast.analyses.outcomes import Numbered, outcomes_after, whole_history
from rfma_fast.analyses.outlook_windows import Order, Window, WindowCounts
from rfma_fast.analyses.prediction import Prediction, prediction
from rfma_fast.analyses.provenance import Provenance
from rfma_fast.analyses.segmentation import Segmentation, name_of
from rfma_fast.i18n import misuse, problem
from rfma_fast.periods import month_ends, shifted
from rfma_fast.schemes.borders import Churn

DAYS, WINDOWS = 60, (30, 60, 90)
"""The window that verdicts are of, and those that are looked at."""
LONGEST = 3_660
FEW = 100
"""Below so many different cards a mean of money hangs on a few of them."""


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
        judge = shifted(self.until, -self.days)
        learn = shifted(judge, -self.days)
        if learn < self.found.history.scope.first_day:
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
        return [*self.own_notes, *self.found.notes]

    @property
    def own_notes(self) -> list[tuple[str, dict[str, object]]]:
        """Return what is to be known of the outlook rather than of the segmentation."""
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
        return notes


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
    looked_back = _look_back(found, days, found.level_asked(level), windows)
    if looked_back is None:
        first = found.history.scope.first_day
        raise problem("outlook.too_short", days=days, first=first, until=_until(found))
    return looked_back


def outlook_if_any(found: Segmentation, level: str) -> Outlook | None:
    """Look back over the usual days alone; nothing where no date has them after it.

    Nothing either where the cards stay on a cluster.
    """
    return _look_back(found, DAYS, level, ()) if found.history.engine.local else None


def _look_back(
    found: Segmentation, days: int, level: str, windows: Sequence[int]
) -> Outlook | None:
    until, churn = _until(found), _churn(found)
    lengths = sorted({days, *windows, *([churn] if windows and churn else [])})
    first = found.history.scope.first_day
    known = [length for length in lengths if shifted(until, -length) >= first]
    if days not in known:
        return None
    seen = {length: _dates(found, until, length) for length in known}
    watched: dict[date, list[int]] = {}
    for length, ends in seen.items():
        for day in {*ends, shifted(until, -length)}:
            watched.setdefault(day, []).append(length)
    last = whole_history(found, until)
    counts = WindowCounts(found, level, days, Numbered(last).size, seen, until)
    for outcome in outcomes_after(found, last, watched):
        if outcome.cards.size:
            counts.add(outcome)
    if days not in counts.newest:
        return None
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


def _until(found: Segmentation) -> date:
    """Return the last day whose cheques are known."""
    scope = found.history.scope
    return min(scope.period.until or found.as_of, scope.snapshot.last_day)


def _churn(found: Segmentation) -> int | None:
    """Return the churn period in force, in whole days; ``None`` where no axis has one."""
    for axis in found.scheme.axes:
        for border, value in zip(axis.borders, found.thresholds.borders[axis.code], strict=True):
            if isinstance(border.rule, Churn) and 1 <= int(value) <= LONGEST:
                return int(value)
    return None


def _dates(found: Segmentation, until: date, length: int) -> list[date]:
    """Return the month ends that have the whole window after them."""
    ends = month_ends(found.history.scope.first_day, until)
    return [day for day in ends if shifted(day, 1).day == 1 and shifted(day, length) <= until]
