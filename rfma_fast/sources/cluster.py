"""What a cluster must know of cheques that somebody else keeps on it."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import cast

from rfma_fast.cheques.card_rules import is_card_rule
from rfma_fast.cheques.rulebook import GRACE_DAYS
from rfma_fast.engines.source import Counted, Source
from rfma_fast.i18n import problem
from rfma_fast.settings import DEFAULT_CARD_RULE
from rfma_fast.sources.columns import ColumnMap, load_map


def source_of(place: str, columns: str | os.PathLike[str] | None) -> Source:
    """Return the source at a place, its columns named by a map, a preset, or their own names."""
    told = ColumnMap({}) if columns is None else load_map(Path(columns))
    rule = told.cluster.get("card_rule", DEFAULT_CARD_RULE)
    if not is_card_rule(rule):
        raise problem("card_rule.unreadable", got=rule)
    return Source(
        place,
        lambda present: told.found_in(present, place).columns,
        last=date.today() + timedelta(days=GRACE_DAYS),
        zone=told.told.get("zone"),
        card_rule=rule,
        identical=cast(Counted, told.cluster.get("identical", "once")),
    )
