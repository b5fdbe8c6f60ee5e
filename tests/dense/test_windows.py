"""Windows over many month ends: what is kept of earlier ones is as narrow as the windows are."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from support.stores import ANNA, BORIS, bought, held

from dense.kit import PlannedEngine, comparable
from rfma_fast.dense.states import States
from rfma_fast.engines import PolarsEngine
from rfma_fast.engines.scope import Scope
from rfma_fast.periods import month_ends
from rfma_fast.plan.fields import ALWAYS, Field

ROWS = [bought(9 * turn, (ANNA, BORIS)[turn % 2], 100 + turn) for turn in range(120)]
FIELDS = (*ALWAYS, Field("total", 365), Field("cheques", 90))


def test_sums_of_a_year_at_every_month_end_are_those_of_the_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    snapshot = held(ROWS).snapshot
    ends = month_ends(date(2023, 1, 1), date(2024, 12, 31))
    scopes = [Scope(snapshot, day) for day in ends]
    widths: list[int] = []
    whole = States.frame

    def watched(of: States, before: dict[int, States] | None = None) -> pl.DataFrame:
        widths.extend(len(states.columns) for states in (before or {}).values())
        return whole(of, before)

    monkeypatch.setattr(States, "frame", watched)
    arrays = PolarsEngine(checkpoints=False).facts(scopes, FIELDS)
    planned = PlannedEngine().facts(scopes, FIELDS)
    for mine, theirs in zip(arrays, planned, strict=True):
        assert comparable(mine) == comparable(theirs)
    assert len(widths) == 2 * len(ends)
    assert widths.count(2) >= len(widths) - 15
