"""The ratios that are aimed at, each made of one run's own figures; nothing fails by them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from contenders import COLD, WARM
from jobs.history import MONTHS, cards_of, label
from jobs.ingest import COPY, COPY_BYTES, INGEST, STORE_BYTES
from jobs.start_up import HELP, HELP_BASE, SEGMENT, SEGMENT_BASE

from kit.results import Results, Target

BYTES_A_CARD, BASE_MB = 200, 150
SCAN = "scan by Polars"
SHORT, LONG = (label(WARM, months) for months in MONTHS)


@dataclass(frozen=True)
class _Aim:
    name: str
    sign: str
    """``≥``, ``≤`` or ``<``."""
    limit: float
    value: Callable[[Results], float | None]

    def held_to(self, results: Results) -> Target:
        """Return what a run made of it."""
        value = self.value(results)
        reached = None if value is None else _keeps(value, self.sign, self.limit)
        return Target(self.name, value, f"{self.sign} {self.limit:g}", reached)


def targets(results: Results) -> list[Target]:
    """Return every ratio of a run and whether it is reached."""
    return [aim.held_to(results) for aim in _AIMS]


def _keeps(value: float, sign: str, limit: float) -> bool:
    if sign == "≥":
        return value >= limit
    return value <= limit if sign == "≤" else value < limit


def _ratio(above: float | None, below: float | None) -> float | None:
    return above / below if above is not None and below else None


def _fastest(results: Results, job: str) -> float | None:
    found = results.fastest(job)
    return found.median if found else None


def _faster(job: str, name: str) -> Callable[[Results], float | None]:
    return lambda results: _ratio(_fastest(results, job), results.median(job, name))


def _medians(job: str, above: str, below: str) -> Callable[[Results], float | None]:
    return lambda results: _ratio(results.median(job, above), results.median(job, below))


def _chain(results: Results) -> float | None:
    measured = results.jobs.get("chain", [])
    own = measured[0].median if measured else None
    return _ratio(own, _fastest(results, "segment"))


def _disk(results: Results) -> float | None:
    figures = results.figures
    return _ratio(figures.get(STORE_BYTES), figures.get(COPY_BYTES))


def _memory(results: Results) -> float | None:
    warm = results.measure("segment", WARM)
    allowed = int(results.data["cards"]) * BYTES_A_CARD / 2**20 + BASE_MB
    return _ratio(warm.peak if warm else None, allowed)


def _history(results: Results) -> float | None:
    """Return the ratio of seconds a card: a longer history also brings cards not seen before."""
    ratio = _ratio(results.median("history", LONG), results.median("history", SHORT))
    short, long = (results.figures.get(cards_of(months)) for months in MONTHS)
    return ratio * short / long if ratio and short and long else None


_AIMS = (
    _Aim("fastest contender ÷ rfma cold", "≥", 2, _faster("segment", COLD)),
    _Aim("rfma cold ÷ bare scan", "≤", 2.5, _medians("segment", COLD, SCAN)),
    _Aim("fastest contender ÷ rfma warm", "≥", 60, _faster("segment", WARM)),
    _Aim("the same within a month", "≥", 60, _faster("segment mid-month", WARM)),
    _Aim("rfma warm a card, 48 months ÷ 12 months", "<", 1.2, _history),
    _Aim("36 month-ends and migrations ÷ fastest contender's one", "<", 1, _chain),
    _Aim("rfma ingest ÷ DuckDB COPY", "≤", 2, _medians("ingest", INGEST, COPY)),
    _Aim("store ÷ DuckDB's Parquet, bytes", "≤", 1.5, _disk),
    _Aim("peak of rfma warm ÷ (200 bytes a card + 150 MB)", "≤", 1, _memory),
    _Aim("rfma --help ÷ bare imports", "≤", 1.5, _medians("start-up", HELP, HELP_BASE)),
    _Aim("rfma segment ÷ bare imports", "≤", 2.5, _medians("start-up", SEGMENT, SEGMENT_BASE)),
)
