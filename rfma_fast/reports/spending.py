"""How the money of a migration looks: windows before its dates, and all time under its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.migration import Migration
from rfma_fast.analyses.spending import Spending
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number
from rfma_fast.reports import plain
from rfma_fast.reports.tables import Column, swatch, table, text_column

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group

HEADS = {"per_card_before": "move.per_card_before", "per_card_after": "move.per_card_after"}
"""Columns of money per card → keys of their headings."""
PER_CARD = tuple(HEADS)


def as_json(spent: Spending, level: str) -> dict[str, Any]:
    """Return the windows and what was spent in them, as JSON holds it."""
    return {
        "days": spent.days,
        "asked": spent.asked,
        "movements": plain.records(spent.movements(level)),
        "groups": plain.records(spent.groups(level)),
        "cells": plain.records(spent.cells(level)),
    }


def frames(spent: Spending, level: str) -> dict[str, pl.DataFrame]:
    """Return the tables that a workbook holds."""
    return {
        "spent_by_movement": spent.movements(level),
        "spent_by_group": spent.groups(level),
        "spent_by_cell": spent.cells(level),
    }


def told(spent: Spending) -> str:
    """Return the sentence that says over which days money is added up."""
    migration = spent.migration
    days = {"first": day(migration.before.as_of), "second": day(migration.after.as_of)}
    own = say("move.money_told", days=number(spent.days), **days)
    key = "move.since_first_told" if migration.between else "move.all_time_told"
    return f"{own} {say(key, **days)}"


def all_time(migration: Migration) -> str:
    """Return the heading of what cards brought in all the time that the second date looks at."""
    return say("move.since_first" if migration.between else "move.all_time")


def shortened(spent: Spending) -> str:
    """Return the sentence that says why the windows are shorter than asked; else nothing."""
    if not spent.shortened:
        return ""
    first = day(spent.migration.before.as_of)
    return say("move.money_shortened", days=spent.days, asked=spent.asked, first=first)


def title(migration: Migration) -> str:
    """Return the title of the table of groups."""
    return say("move.title_money", day=day(migration.before.as_of))


def groups_shown(spent: Spending, level: str) -> Group:
    """Return what the groups of the first date spent per card, before and after."""
    warmths = spent.migration.before.warmths(level)
    rows = [
        [
            swatch(warmths.get(row["code"]), named(row["code"], row["name"])),
            number(row["cards"]),
            *(number(row[name]) for name in PER_CARD),
        ]
        for row in spent.groups(level).iter_rows(named=True)
    ]
    total = spent.total().row(0, named=True)
    foot = [
        say("word.total"),
        number(total["cards"]),
        *(number(total[name]) for name in PER_CARD),
    ]
    columns = [
        text_column(say("move.group")),
        Column(say("column.cards")),
        *(Column(say(key)) for key in HEADS.values()),
    ]
    return table(title(spent.migration), columns, rows, foot)


def named(code: str, name: str) -> str:
    """Return a group by code and name; who came from nowhere by name alone."""
    return name if code == "new" else f"{code} {name}"
