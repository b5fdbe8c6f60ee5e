"""States on disk: what the files of a checkpoint hold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars.exceptions import PolarsError

from rfma_fast.dense.counts import Counts
from rfma_fast.dense.fields import COLUMNS, Ints, parts_of
from rfma_fast.dense.states import States, with_room
from rfma_fast.i18n import problem
from rfma_fast.store.checkpoints import COUNTS, Checkpoint, sums_of
from rfma_fast.store.places import place_of, plain_errors

_AMOUNT, _GAP, _MOMENT = 0, 1, 2
_COUNTED = ("value", "count", "inside")


def load(checkpoint: Checkpoint, names: Sequence[str]) -> States | None:
    """Return the states that a checkpoint holds, ``None`` where it was removed meanwhile."""
    columns: dict[str, Ints] = {}
    size = 1
    for part in parts_of(names):
        wanted = [name for name in names if COLUMNS[name].part == part]
        frame = _read(checkpoint.path(part), wanted)
        if frame is None:
            return None
        size = frame.height
        for name in wanted:
            pieces = [piece.to_numpy() for piece in frame.get_column(name).get_chunks()]
            columns[name] = with_room(pieces, COLUMNS[name].dtype)
    counts = _read(checkpoint.path(COUNTS))
    if counts is None:
        return None
    kind = counts.get_column("kind").to_numpy()
    amount, gap, moment = (_counts(counts, kind == which) for which in (_AMOUNT, _GAP, _MOMENT))
    gaps = np.zeros(int(gap.values.max(initial=0)) + 1, np.int64)
    gaps[gap.values] = gap.count
    return States(
        columns, size, gaps, int(moment.values[0]) if moment.values.size else None, [amount]
    )


def parts_with(states: States) -> dict[str, pl.DataFrame]:
    """Return what is written of states: counts (kind, value, count, inside), columns by part.

    The core comes last: where it is, all the rest is, too.
    """
    amounts, gaps = states.amounts(), np.flatnonzero(states.gaps)
    moment = np.array([] if states.moment is None else [states.moment], np.int64)
    once = np.ones(moment.size, np.int64)
    counted = [
        _counted(_AMOUNT, amounts),
        _counted(_GAP, Counts(gaps, states.gaps[gaps], states.gaps[gaps])),
        _counted(_MOMENT, Counts(moment, once, once)),
    ]
    parts = {COUNTS: pl.concat(counted)}
    for part in reversed(parts_of(states.columns)):
        own = [name for name in states.columns if COLUMNS[name].part == part]
        parts[part] = pl.DataFrame({name: states.columns[name][: states.size] for name in own})
    return parts


def _read(path: str, columns: list[str] | None = None) -> pl.DataFrame | None:
    """Return columns of a checkpoint's file; values that are not those written are refused."""
    try:
        with plain_errors(path):
            place = place_of(path)
            frame = pl.read_parquet(path, columns=columns, glob=False, **place.polars)
            told = pl.read_parquet_metadata(path, **place.polars)
    except FileNotFoundError:
        return None
    except (PolarsError, OSError) as error:
        raise problem("checkpoint.unreadable", path=path) from error
    found = sums_of(frame)
    if any(told.get(name) != of_column for name, of_column in found.items()):
        raise problem("checkpoint.unreadable", path=path)
    return frame


def _counts(counts: pl.DataFrame, which: NDArray[np.bool_]) -> Counts:
    value, count, inside = (counts.get_column(name).to_numpy() for name in _COUNTED)
    return Counts(value[which], count[which], inside[which])


def _counted(kind: int, counts: Counts) -> pl.DataFrame:
    columns = {"value": counts.values, "count": counts.count, "inside": counts.inside}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Int64))
    return frame.with_columns(kind=pl.lit(kind, pl.Int8))
