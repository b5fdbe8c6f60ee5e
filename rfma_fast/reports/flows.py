"""How the greatest flows of a migration look, and how its groups are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rfma_fast.analyses.migration import NEW, NO_PURCHASE, Migration
from rfma_fast.analyses.segmentation import name_of
from rfma_fast.analyses.spending import Spending
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import number, share
from rfma_fast.reports import spending
from rfma_fast.reports.tables import Column, swatch, table, text_column

if TYPE_CHECKING:
    from rich.console import Group


def flows_shown(spent: Spending, level: str, count: int) -> Group:
    """Return the greatest flows of a level, with what their cards spent."""
    migration = spent.migration
    greatest = migration.greatest(level)
    money = spent.cells(level).drop("cards")
    shown = greatest.head(count).join(money, on=["from", "to"], maintain_order="left")
    rows = [
        [
            swatch(warmth(migration, level, row["from"]), label(migration, level, row["from"])),
            swatch(warmth(migration, level, row["to"]), label(migration, level, row["to"])),
            number(row["cards"]),
            share(row["share"]),
            *(number(row[name]) for name in spending.PER_CARD),
        ]
        for row in shown.iter_rows(named=True)
    ]
    columns = [
        text_column(say("column.from")),
        text_column(say("column.to")),
        Column(say("column.cards")),
        Column(say("column.row_share")),
        *(Column(say(key)) for key in spending.HEADS.values()),
    ]
    if level == "class":
        title = say("move.title_class_flows", count=len(rows), all=greatest.height)
    else:
        title = say("title.flows", count=len(rows), all=greatest.height)
    return table(title, columns, rows)


def warmth(migration: Migration, level: str, code: str) -> int | None:
    """Return the warmth of a group; none of an outsider."""
    return migration.before.warmths(level).get(code)


def label(migration: Migration, level: str, code: str) -> str:
    """Return a group by code and name, an outsider by its name."""
    if code in (NEW, NO_PURCHASE):
        return short(code)
    return f"{code} {name_of(migration.before.scheme, level, code)}"


def short(code: str) -> str:
    """Return the code of a group, the name of an outsider."""
    return say(f"word.{code}") if code in (NEW, NO_PURCHASE) else code
