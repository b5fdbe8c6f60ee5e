"""Whether groups foretell who comes again and what they bring: judged on days nobody had seen.

What each group does is learnt from the days after one date, with the thresholds of that date; cards
are then ordered by it on a later date, and judged by the days after that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rfma_fast.analyses.clustered import Estimate
from rfma_fast.analyses.facts import fields_for
from rfma_fast.analyses.history import History, read_history
from rfma_fast.analyses.ranking import Floats, Ranked, auc, spearman
from rfma_fast.analyses.segmentation import Segmentation, grade
from rfma_fast.periods import shifted
from rfma_fast.plan.fields import ALWAYS
from rfma_fast.schemes.measures import Age
from rfma_fast.schemes.model import Scheme
from rfma_fast.schemes.thresholds import Thresholds

WEIGHT_OF_ALL = 10
"""The mean of all cards counts in a group's as much as so many cards of its own."""
RECENCY, WITHOUT_AGE = "recency", "class_without_age"
Gain = Literal["better", "no_better", "worse"]


@dataclass(frozen=True)
class Model:
    """One way to order cards, and how well it did."""

    name: str
    """``recency``, a level, or ``class_without_age``."""
    returned: Ranked
    """The AUC of who bought again."""
    revenue: Ranked | None
    """The rank correlation with revenue; none where all brought the same."""

    def gains(self, other: Model) -> tuple[Estimate, Estimate | None]:
        """Return by how much it exceeds another model, in AUC and in rank correlation."""
        both = self.revenue and other.revenue
        ranks = (
            self.revenue.less(other.revenue) if both and self.revenue and other.revenue else None
        )
        return self.returned.less(other.returned), ranks


@dataclass(frozen=True)
class Prediction:
    """How well the levels of a scheme foretold the days after a date, beside plain recency."""

    learnt: date
    judged: date
    days: int
    cards: int
    returned: int
    models: tuple[Model, ...]
    """Plain recency first."""
    has_age: bool
    """Whether the scheme has an axis of age beside others."""
    age_learnt: bool
    """Whether the store was old enough on the first date for every grade of age."""

    def model(self, name: str) -> Model:
        """Return a model by its name."""
        return next(model for model in self.models if model.name == name)

    def gain(self, name: str) -> Gain:
        """Return whether a level foretells who comes again better than plain recency."""
        return judged(self.model(name).gains(self.model(RECENCY))[0])

    @property
    def age(self) -> Gain | Literal["not_learnt"] | None:
        """Return whether classes do better with age than without; ``None`` of no such axis."""
        if not self.has_age:
            return None
        if not self.age_learnt:
            return "not_learnt"
        return judged(self.model("class").gains(self.model(WITHOUT_AGE))[0])


def judged(gain: Estimate) -> Gain:
    """Return what an interval of a difference allows to say."""
    return "better" if gain.low > 0 else "worse" if gain.high < 0 else "no_better"


def prediction(found: Segmentation, learn: date, judge: date, days: int) -> Prediction | None:
    """Learn from the days after one date and judge by as many days after a later one.

    ``None`` where there is nothing to learn from, or the days judged tell nothing: nobody came
    again, or everybody. The days learnt
    from must end before those judged begin, which is not checked here.
    """
    first = grade(_history(found, learn), found.scheme, _given(found), may_be_empty=True)
    second = grade(_history(found, judge), found.scheme, first.thresholds, may_be_empty=True)
    lessons, cases = _after(first, days), _after(second, days)
    if not lessons.height:
        return None
    came = (cases.get_column("cheques") > 0).to_numpy()
    revenue = cases.get_column("revenue").to_numpy().astype(np.float64)
    models = []
    for name, scores in _scores(found.scheme, lessons, cases):
        returned = auc(scores[0], came)
        if returned is None:
            return None
        models.append(Model(name, returned, spearman(scores[1], revenue)))
    return Prediction(
        learn,
        judge,
        days,
        cases.height,
        int(came.sum()),
        tuple(models),
        has_age=_age_alone(found.scheme) is not None,
        age_learnt=_old_enough(first),
    )


def _scores(
    scheme: Scheme, lessons: pl.DataFrame, cases: pl.DataFrame
) -> Iterator[tuple[str, tuple[Floats, Floats]]]:
    """Yield models with the scores of cards for coming again and for revenue."""
    recency = cases.get_column("last").to_numpy().astype(np.float64)
    yield RECENCY, (recency, recency)
    book = scheme.codebook
    for level in scheme.level_codes:
        yield level, _learnt(lessons, cases, book.codes(level))
    ages = _age_alone(scheme)
    if ages is not None:
        bare = ["".join(d for i, d in enumerate(code) if i not in ages) for code in book.classes]
        yield WITHOUT_AGE, _learnt(lessons, cases, bare)


def _learnt(
    lessons: pl.DataFrame, cases: pl.DataFrame, groups: Sequence[str]
) -> tuple[Floats, Floats]:
    """Return what the groups of cases did in the lessons, drawn a little to the mean of all."""
    numbers = {code: place for place, code in enumerate(dict.fromkeys(groups))}
    group = np.array([numbers[code] for code in groups])
    then, now = (group[frame.get_column("class").to_numpy()] for frame in (lessons, cases))
    cards = np.bincount(then, minlength=len(numbers)) + WEIGHT_OF_ALL

    def mean(values: NDArray[np.float64]) -> Floats:
        sums = np.bincount(then, values, minlength=len(numbers))
        drawn: Floats = (sums + WEIGHT_OF_ALL * float(np.mean(values))) / cards
        taken: Floats = drawn[now]
        return taken

    came = (lessons.get_column("cheques") > 0).cast(pl.Float64).to_numpy()
    return mean(came), mean(lessons.get_column("revenue").cast(pl.Float64).to_numpy())


def _after(found: Segmentation, days: int) -> pl.DataFrame:
    """Return class, last, and the cheques and revenue of the days after, a row a card."""
    unit = list(found.history.scope.unit)
    end = shifted(found.as_of, days)
    later = _history(found, end, whole=True).kept.here.select(
        *unit, cheques_then="cheques", total_then="total"
    )
    last = found.history.segmented.select(*unit, "last")
    joined = found.classed.join(last, on=unit, how="left").join(later, on=unit, how="left")
    return joined.select(
        "class",
        "last",
        cheques=pl.col("cheques_then").cast(pl.Int64) - pl.col("cheques").cast(pl.Int64),
        revenue=pl.col("total_then").cast(pl.Int64) - pl.col("total").cast(pl.Int64),
    )


def _history(found: Segmentation, day: date, *, whole: bool = False) -> History:
    scope = replace(found.history.scope, as_of=day)
    fields = ALWAYS if whole else fields_for(found.scheme)
    return read_history(found.history.engine, scope, fields, limited=not whole)


def _given(found: Segmentation) -> Thresholds | None:
    return found.thresholds if found.frozen else None


def _age_alone(scheme: Scheme) -> set[int] | None:
    """Return the places of the axes of age; ``None`` where there is none, or nothing else."""
    ages = {place for place, axis in enumerate(scheme.axes) if isinstance(axis.measure, Age)}
    return ages if 0 < len(ages) < len(scheme.axes) else None


def _old_enough(first: Segmentation) -> bool:
    """Tell whether a card could have every grade of age on the day learnt from."""
    scope = first.history.scope
    borders = [
        border
        for axis in first.scheme.axes
        if isinstance(axis.measure, Age)
        for border in first.thresholds.borders[axis.code]
    ]
    return (first.as_of - scope.first_day).days >= max(borders, default=0)
