"""Two saved segmentations compared: what changed, and which card moved because of what."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from rfma_fast.analyses.migration import NEW, NO_PURCHASE
from rfma_fast.analyses.replay import PROGRAM, Replay
from rfma_fast.analyses.runs import STATE, Run
from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem
from rfma_fast.schemes.levels import usual_level

CAUSES = (PROGRAM, "data", "date", "borders", "scheme")
"""Why a card may have moved, in the order in which causes are looked at: each card has the first
that puts it into another group."""
EITHER = ("data_or_date", "date_or_borders", "borders_or_scheme")
"""What is said where tables alone cannot tell two causes apart."""

_Reason = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class Change:
    """One thing that a run says of itself, in both runs."""

    cause: str
    """To which of the causes it belongs."""
    what: str
    before: Any
    after: Any

    @property
    def changed(self) -> bool:
        """Tell whether it differs."""
        return bool(self.before != self.after)


@dataclass(frozen=True)
class Diff:
    """What differs between two runs."""

    before: Run
    after: Run
    level: str
    facts: tuple[Change, ...]
    """All that the runs say of themselves, the same or not."""
    cards: int | None
    """Cards in either run; ``None`` where no table of cards could be had."""
    moved: pl.DataFrame | None
    """card (and shop), from, to, cause of the cards whose group differs; ``new`` and ``none`` for a
    card that is in one run only. In the order of cards."""
    replayed: bool
    """Whether the causes were told apart by computing again; else from the tables alone."""
    notes: tuple[_Reason, ...]
    """What could not be done, as keys of words."""

    @property
    def causes(self) -> pl.DataFrame:
        """Return cause, cards of the causes that changed or moved a card, in their order."""
        changed = {fact.cause for fact in self.facts if fact.changed}
        counts: dict[str, int] = {}
        if self.moved is not None:
            counts = dict(self.moved.group_by("cause").len().iter_rows())
        known = (*CAUSES, *EITHER)
        rows = [
            (cause, counts.get(cause, 0)) for cause in known if cause in changed | counts.keys()
        ]
        return pl.DataFrame(rows, schema={"cause": pl.String, "cards": pl.Int64}, orient="row")

    @property
    def flows(self) -> pl.DataFrame:
        """Return from, to, cause, cards, the largest first, ties in the order of codes."""
        schema = {"from": pl.String, "to": pl.String, "cause": pl.String, "cards": pl.Int64}
        if self.moved is None:
            return pl.DataFrame(schema=schema)
        counted = self.moved.group_by("from", "to", "cause").agg(cards=pl.len().cast(pl.Int64))
        return counted.sort("cards", "from", "to", "cause", descending=[True, False, False, False])


def diff(before: Run, after: Run, level: str | None, replay: Replay | None) -> Diff:
    """Compare two runs at a level, by default ``region`` where both have it, else ``class``.

    Where ``replay`` can compute the runs again, every moved card has the first cause, in the order
    of ``CAUSES``, that puts it into another group; else causes are told from the tables.
    """
    if os.path.realpath(before.store) == os.path.realpath(after.store):
        after = replace(after, store=before.store)
    chosen = _level(before, after, level)
    facts = _facts(before, after)
    notes: list[_Reason] = []
    steps: list[tuple[str, pl.DataFrame]] | None = None
    if replay is not None:
        try:
            steps = replay.steps(before, after, chosen)
            notes += replay.notes
        except RfmaError as error:
            notes.append(("diff.note_not_replayed", {"reason": error.message}))
    if steps is not None:
        cards, moved = _by_steps(steps)
    elif before.cards is not None and after.cards is not None:
        cards, moved = _by_tables(before, after, before.cards, after.cards, chosen, facts)
    else:
        notes.append(("diff.note_no_tables", {}))
        return Diff(before, after, chosen, facts, None, None, replayed=False, notes=tuple(notes))
    return Diff(before, after, chosen, facts, cards, moved, steps is not None, tuple(notes))


def _level(before: Run, after: Run, level: str | None) -> str:
    known = [code for code in before.sizes if code in after.sizes]
    if level is None:
        return usual_level(known or ["class"])
    if level not in known:
        raise problem("scope.unknown_level", level=level, known=", ".join(known))
    return level


def _facts(before: Run, after: Run) -> tuple[Change, ...]:
    def both(cause: str, what: str, of: Callable[[Run], Any]) -> Change:
        return Change(cause, what, of(before), of(after))

    axes = dict.fromkeys((*before.borders, *after.borders))
    return (
        both("data", "store", lambda run: run.store),
        *_identities(before, after),
        both("data", "version", lambda run: run.version),
        both("data", "rows", lambda run: run.rows),
        both("date", "as_of", lambda run: run.as_of),
        both("date", "since", lambda run: run.since),
        both("date", "shops", lambda run: run.shops),
        *(
            Change("borders", axis, before.borders.get(axis), after.borders.get(axis))
            for axis in axes
        ),
        both("scheme", "scheme", lambda run: run.code),
        both("scheme", "digest", lambda run: run.digest),
        both(PROGRAM, "program", lambda run: run.program),
    )


def _identities(before: Run, after: Run) -> list[Change]:
    """Return that the runs are of two stores, where both tell of which and that is so."""
    change = Change("data", "store_id", before.store_id, after.store_id)
    return [change] if change.changed and before.store_id and after.store_id else []


def _by_steps(steps: Sequence[tuple[str, pl.DataFrame]]) -> tuple[int, pl.DataFrame]:
    """Give every moved card the first step that changed its group."""
    (_, start), *rest = steps
    unit = [name for name in start.columns if name != "group"]
    if any(frame.columns != start.columns for _, frame in rest):
        raise problem("diff.other_unit")
    units = pl.concat([frame.select(unit) for _, frame in steps]).unique()
    wide = units
    for number, (_, frame) in enumerate(steps):
        named = frame.rename({"group": f"{number}"})
        wide = wide.join(named, on=unit, how="left")
    last = f"{len(rest)}"
    cause: pl.Expr = pl.lit(PROGRAM)
    for number, (name, _) in reversed(list(enumerate(rest, start=1))):
        differs = pl.col(f"{number}").ne_missing(pl.col(f"{number - 1}"))
        cause = pl.when(differs).then(pl.lit(name)).otherwise(cause)
    either = wide.filter(pl.col("0").is_not_null() | pl.col(last).is_not_null())
    return either.height, _moved(either, unit, "0", last, cause)


def _by_tables(
    before: Run,
    after: Run,
    old: pl.DataFrame,
    new: pl.DataFrame,
    level: str,
    facts: Sequence[Change],
) -> tuple[int, pl.DataFrame]:
    """Tell causes by the measures of each card: equal ones leave borders and scheme only."""
    unit: list[str] = [name for name in ("card", "shop") if name in old.columns]
    if unit != [name for name in ("card", "shop") if name in new.columns]:
        raise problem("diff.other_unit")
    measures = [*STATE, *(axis for axis in before.axes if axis in after.axes)]
    columns = [*unit, level, *measures]
    both = old.select(columns).join(
        new.select(columns), on=unit, how="full", suffix=" after", coalesce=True
    )
    differ = pl.any_horizontal(
        *(pl.col(name).ne_missing(pl.col(f"{name} after")) for name in measures)
    )
    state = pl.any_horizontal(*(pl.col(name).ne_missing(pl.col(f"{name} after")) for name in STATE))
    changed = {fact.cause for fact in facts if fact.changed}
    ruler = _of(changed, ("borders", "scheme"), EITHER[2])
    source = _of(changed, ("data", "date"), EITHER[0])
    if source == PROGRAM and "scheme" in changed:
        source = "scheme"  # another population
    # A frequency is measured with borders: on the same day it differs through them alone.
    if "date" not in changed:
        calendar = ruler
    else:
        calendar = EITHER[1] if changed & {"borders", "scheme"} else "date"
    cause = (
        pl.when(state)
        .then(pl.lit(source))
        .when(differ)
        .then(pl.lit(calendar))
        .otherwise(pl.lit(ruler))
    )
    return both.height, _moved(both, unit, level, f"{level} after", cause)


def _of(changed: set[str], two: tuple[str, str], either: str) -> str:
    """Return which of two causes changed, both together, or the program if neither did."""
    found = [cause for cause in two if cause in changed]
    return either if len(found) > 1 else found[0] if found else PROGRAM


def _moved(both: pl.DataFrame, unit: list[str], old: str, new: str, cause: pl.Expr) -> pl.DataFrame:
    different = both.with_columns(cause.alias("why")).filter(pl.col(old).ne_missing(pl.col(new)))
    return different.select(
        *unit,
        pl.col(old).fill_null(NEW).alias("from"),
        pl.col(new).fill_null(NO_PURCHASE).alias("to"),
        pl.col("why").alias("cause"),
    ).sort(unit)
