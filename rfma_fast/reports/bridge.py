"""How two sizes of one group on one day are told: by the old thresholds and by its own."""

from __future__ import annotations

from typing import Any

from rfma_fast.analyses.migration import Migration
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number
from rfma_fast.reports import plain

MOST_GROUPS = 30
"""Levels with more groups have the bridge in files and JSON only."""


def as_json(migration: Migration, level: str) -> list[dict[str, Any]] | None:
    """Return the bridge of each group; nothing where only days between the dates are seen."""
    return None if migration.between else plain.records(migration.effects.bridge(level))


def sentence(migration: Migration, level: str) -> str:
    """Return the sentence that leads from one size to the other; nothing where it has no use."""
    if migration.between or len(migration.before.group_codes(level)) > MOST_GROUPS:
        return ""
    bridge = migration.effects.bridge(level)
    days = {"first": day(migration.before.as_of), "second": day(migration.after.as_of)}
    moved = [
        f"{code}: {number(frozen)} {'+' if by > 0 else '−'} {number(abs(by))} = {number(refit)}"
        for code, _, frozen, by, refit in bridge.iter_rows()
        if by
    ]
    if not moved:
        return say("move.bridge_same", **days)
    groups = "; ".join(moved)
    if len(moved) < bridge.height:
        groups = say("move.bridge_rest", groups=groups)
    key = "move.bridge" if migration.borders == "frozen" else "move.bridge_refit"
    return say(key, groups=groups, page=say("page.final"), **days)
