"""Runs computed again, one cause after another, on the versions of the store that they read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from rfma_fast.analyses.runs import Run, uniform
from rfma_fast.analyses.segmentation import segment
from rfma_fast.engines import Engine
from rfma_fast.i18n import problem
from rfma_fast.schemes.borders import Borders
from rfma_fast.schemes.model import Scheme
from rfma_fast.schemes.thresholds import Thresholds
from rfma_fast.store.snapshot import Snapshot

PROGRAM = "program"
"""The program, or whatever else keeps a run from being what its own inputs give."""


@dataclass(frozen=True)
class _Inputs:
    """What a segmentation is a function of."""

    version: int
    rows: int
    file: str
    identity: str
    as_of: date
    since: date | None
    shops: tuple[str, ...]
    scheme: Scheme
    borders: Borders

    @classmethod
    def of(cls, run: Run) -> _Inputs:
        scheme = run.scheme
        if scheme is None:
            raise problem("diff.no_scheme", path=run.file, scheme=run.code, digest=run.digest)
        if not _fits(scheme, run.borders):
            raise problem("run.faulty", path=run.file, reason="borders")
        source = run.version, run.rows, run.file, run.store_id
        return cls(*source, run.as_of, run.since, run.shops, scheme, run.borders)


@dataclass(frozen=True)
class _Computed:
    """A run computed again."""

    groups: pl.DataFrame
    """card (and shop), group."""
    sizes: dict[str, dict[str, int]]


@dataclass
class Replay:
    """Computes runs again; ``open_version`` opens a version of the store or refuses."""

    engine: Engine
    open_version: Callable[[int], Snapshot]
    notes: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    """What was noticed on the way, as keys of words."""

    def steps(self, before: Run, after: Run, level: str) -> list[tuple[str, pl.DataFrame]]:
        """Return what each step changes and card (and shop), group after it.

        From the first run as it was saved to the second one as it was saved: computed again, then
        with the other's data, days, borders and scheme, and as the second one was saved. Steps
        that change nothing are left out.
        """
        if before.store != after.store:
            raise problem("diff.two_stores", before=before.store, after=after.store)
        if before.store_id and after.store_id and before.store_id != after.store_id:
            raise problem("diff.rebuilt", path=before.store)
        now, end = _Inputs.of(before), _Inputs.of(after)
        now = replace(now, identity=now.identity or end.identity)
        computed = self._compute(now, level)
        found = [(PROGRAM, computed.groups)]
        if before.cards is None:
            self._compare_sizes(before, computed)
        else:
            found.insert(0, ("", _grouped(before.cards, level)))
        for cause, then in _path(now, end):
            computed = self._compute(then, level)
            found.append((cause, computed.groups))
        if after.cards is None:
            self._compare_sizes(after, computed)
        else:
            found.append((PROGRAM, _grouped(after.cards, level)))
        return found

    def _compute(self, given: _Inputs, level: str) -> _Computed:
        snapshot = self.open_version(given.version)
        if given.identity and snapshot.identity != given.identity:
            raise problem("diff.made_anew", path=snapshot.root, file=given.file)
        if snapshot.rows != given.rows:
            raise problem(
                "diff.other_store",
                path=snapshot.root,
                version=given.version,
                rows=snapshot.rows,
                wanted=given.rows,
            )
        scheme = given.scheme
        found = segment(
            self.engine,
            snapshot,
            scheme,
            as_of=given.as_of,
            since=given.since,
            shops=given.shops,
            thresholds=Thresholds(scheme.code, scheme.digest, given.as_of, given.borders),
        )
        found.check_level(level)
        names = tuple(axis.name for axis in scheme.axes)
        grades = tuple(axis.code for axis in scheme.axes)
        levels = scheme.level_codes
        sizes = {
            code: dict(found.level(code).select("code", "cards").iter_rows()) for code in levels
        }
        return _Computed(_grouped(uniform(found.table(), names, grades, levels), level), sizes)

    def _compare_sizes(self, run: Run, computed: _Computed) -> None:
        """Note a run that was saved without its cards and has other sizes when computed again."""
        if computed.sizes != run.sizes:
            self.notes.append(("diff.note_sizes", {"path": run.file}))


def _path(start: _Inputs, end: _Inputs) -> list[tuple[str, _Inputs]]:
    """Return the inputs after each cause in turn, those that change nothing left out."""
    found: list[tuple[str, _Inputs]] = []
    now = start

    def step(cause: str, then: _Inputs) -> None:
        nonlocal now
        if then != now:
            found.append((cause, then))
            now = then

    step("data", replace(now, version=end.version, rows=end.rows))
    step("date", replace(now, as_of=end.as_of, since=end.since, shops=end.shops))
    if _fits(now.scheme, end.borders):
        step("borders", replace(now, borders=end.borders))
    step("scheme", replace(now, scheme=end.scheme, borders=end.borders))
    return found


def _fits(scheme: Scheme, borders: Borders) -> bool:
    """Tell whether borders are those of a scheme's axes, as many on each."""
    wanted = {axis.code: len(axis.borders) for axis in scheme.axes}
    return {axis: len(values) for axis, values in borders.items()} == wanted


def _grouped(table: pl.DataFrame, level: str) -> pl.DataFrame:
    unit = [name for name in ("card", "shop") if name in table.columns]
    return table.select(*unit, pl.col(level).alias("group"))
