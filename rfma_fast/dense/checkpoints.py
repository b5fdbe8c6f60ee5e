"""Checkpoints: states at month ends, written after a load and read instead of the history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from fractions import Fraction

from rfma_fast.dense.fields import COLUMNS, parts_of
from rfma_fast.dense.files import load, parts_with
from rfma_fast.dense.reading import AHEAD, Reading, folded_months
from rfma_fast.dense.states import States
from rfma_fast.errors import RfmaError
from rfma_fast.store.checkpoints import COUNTS, Checkpoint, Checkpoints, Part
from rfma_fast.store.snapshot import Snapshot

ALL = tuple(COLUMNS)
"""A checkpoint holds every figure that arrays can hold."""
SHARE_OF_CHEQUES: dict[Part, Fraction] = {"core": Fraction(2, 5), "more": Fraction(1, 5)}
"""A part of all checkpoints takes at most this share of the bytes of the cheques …"""
SMALLEST_BUDGET = 8_000_000
"""… or so many bytes, where that is more."""
_EVERY = ((12, 1), (12, 3), (12, 6), (12, 12), (1, 12))
"""(how many of the newest month ends are kept all, of the older every how many months' end)."""


def refresh(
    snapshot: Snapshot, written: Callable[[str], None] = lambda month: None, *, anew: bool = False
) -> None:
    """Write the checkpoints after the last that holds, and remove those of no use.

    Reads only the months after it; all of them where ``anew``. What is kept is bound by the bytes
    of the cheques: see ``within_budget``.
    """
    checkpoints = Checkpoints.of(snapshot.root, snapshot.files)
    if anew:
        checkpoints.keep_only([])
    states, done = _start(checkpoints)
    with ThreadPoolExecutor(AHEAD) as readers, ThreadPoolExecutor(1) as writer:
        months = folded_months(readers, Reading(snapshot, ALL), snapshot.files[done:])
        before: Future[None] | None = None
        for place, month in zip(checkpoints.possible[done:], months, strict=True):
            states.add(month)
            if before:
                before.result()
            before = writer.submit(checkpoints.write, place, parts_with(states.share()))
            written(place.month)
        if before:
            before.result()
    if snapshot.is_newest():
        # Otherwise another load came meanwhile, whose own refresh knows what is of use.
        _thin(checkpoints, snapshot.octets)


def within_budget(
    existing: Sequence[Checkpoint], part: Part, octets_of_cheques: int
) -> list[Checkpoint]:
    """Return the checkpoints whose part is kept, within its share of the cheques' bytes.

    The newest twelve month ends, and of the older ones every month's, else every quarter's, half
    year's or year's end; where even that is too much, only the years' ends and the newest; and
    always the newest.
    """
    share = SHARE_OF_CHEQUES[part]
    budget = max(octets_of_cheques * share.numerator // share.denominator, SMALLEST_BUDGET)
    for newest, step in _EVERY:
        older, recent = existing[:-newest], existing[-newest:]
        kept = [one for one in older if int(one.month[5:]) % step == 0] + [*recent]
        if sum(one.octets(part) for one in kept) <= budget:
            return kept
    return list(existing[-1:])


def _thin(checkpoints: Checkpoints, octets_of_cheques: int) -> None:
    kept = {
        part: within_budget(checkpoints.existing([part]), part, octets_of_cheques)
        for part in parts_of(ALL)
    }
    paths = [one.path(part) for part, some in kept.items() for one in some]
    counts = [one.path(COUNTS) for some in kept.values() for one in some]
    checkpoints.keep_only(paths + counts)


def _start(checkpoints: Checkpoints) -> tuple[States, int]:
    for one in reversed(checkpoints.existing(parts_of(ALL))):
        try:
            states = load(one, ALL)
        except RfmaError:
            # A damaged one is as good as none: it is written anew.
            continue
        if states:
            return states, one.upto
    return States.empty(ALL), 0
