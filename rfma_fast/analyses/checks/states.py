"""Checkpoints against the cheques that they were made from."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from rfma_fast.analyses.checks.model import Checked, Look, findings_of
from rfma_fast.dense.fields import COLUMNS, parts_of
from rfma_fast.dense.files import load
from rfma_fast.dense.reading import AHEAD, Reading, folded_months
from rfma_fast.dense.states import States
from rfma_fast.errors import RfmaError
from rfma_fast.store.checkpoints import PARTS, Checkpoint, Checkpoints

_SAMPLE = 3
Told = list[tuple[str, object, object]]


def checkpoints(look: Look) -> Checked:
    """Every checkpoint holds what the cheques up to its month give (sampled)."""
    snapshot = look.snapshot
    kept = Checkpoints.of(snapshot.root, snapshot.files)
    having = {part: kept.existing([part]) for part in PARTS}
    existing = [one for one in kept.possible if any(one in some for some in having.values())]
    chosen = look.sample(existing, _SAMPLE, "checkpoints")
    told: Told = []
    if not chosen:
        return findings_of("checkpoints", 0, told)
    names = tuple(COLUMNS)
    states = States.empty(names)
    with ThreadPoolExecutor(AHEAD) as pool:
        files = snapshot.files[: chosen[-1].upto]
        months = folded_months(pool, Reading(snapshot, names), files)
        for place, month in zip(kept.possible, months, strict=False):
            states.add(month)
            if place in chosen:
                parts = [part for part in PARTS if place in having[part]]
                held = [name for name in names if parts_of([name])[0] in parts]
                told.extend(_differences(place, held, states))
    return findings_of("checkpoints", len(chosen), told)


def _differences(place: Checkpoint, names: list[str], cold: States) -> Told:
    where = f"{place.directory}/{place.month}"
    try:
        held = load(place, names)
    except RfmaError as error:
        return [(where, "—", error.message)]
    if held is None:
        return []
    if held.size != cold.size:
        return [(where, cold.size - 1, held.size - 1)]
    told: Told = []
    for name in names:
        mine, theirs = held.columns[name][: held.size], cold.columns[name][: cold.size]
        if not np.array_equal(mine, theirs):
            card = int(np.flatnonzero(mine != theirs)[0])
            told.append((f"{where} {name} № {card}", theirs[card], mine[card]))
    amounts = (held.amounts(), cold.amounts())
    for name in ("values", "count", "inside"):
        mine, theirs = (getattr(of, name) for of in amounts)
        if not np.array_equal(mine, theirs):
            told.append((f"{where} {name}", int(theirs.sum()), int(mine.sum())))
    if not np.array_equal(np.trim_zeros(held.gaps, "b"), np.trim_zeros(cold.gaps, "b")):
        told.append((f"{where} gaps", int(cold.gaps.sum()), int(held.gaps.sum())))
    return told
