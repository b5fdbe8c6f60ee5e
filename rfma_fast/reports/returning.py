"""How unidentified ids that come back look."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.returning import OFTEN, TILL_A_DAY, TILL_DAYS, TILL_EVERY, Returning
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number, share
from rfma_fast.reports import plain
from rfma_fast.reports.tables import Column, note, table

if TYPE_CHECKING:
    from rich.console import RenderableType

IDS_SHOWN = 20


def as_json(returning: Returning) -> dict[str, Any]:
    """Return the sums of both kinds and every id."""
    return {
        "cheques": returning.cheques,
        "kinds": plain.records(returning.kinds),
        "ids": plain.records(returning.ids),
    }


def show(returning: Returning, *, wide: bool) -> list[RenderableType]:
    """Return both kinds, the most frequent ids, and the rule."""
    kinds = table(
        say("title.returning_kinds", least=number(OFTEN)),
        [
            Column(say("column.kind"), "left"),
            Column(say("column.ids")),
            Column(say("column.cheques")),
            Column(say("column.share_of_named")),
            Column(say("column.revenue")),
            Column(say("column.mean_cheque")),
        ],
        [
            [
                say(f"kind.{row['kind']}"),
                number(row["ids"]),
                number(row["cheques"]),
                share(Fraction(row["cheques"], returning.cheques)),
                number(row["revenue"]),
                number(row["mean_cheque"]),
            ]
            for row in returning.kinds.iter_rows(named=True)
        ],
    )
    shown = returning.ids.head(IDS_SHOWN)
    ids = table(
        say("title.returning_ids", count=number(shown.height), all=number(returning.ids.height)),
        [
            Column(say("column.id"), "left"),
            Column(say("column.kind"), "left"),
            Column(say("column.cheques")),
            Column(say("column.days")),
            Column(say("column.a_day")),
            *(
                [
                    Column(say("column.shops")),
                    Column(say("column.revenue")),
                    Column(say("column.last")),
                ]
                if wide
                else []
            ),
        ],
        [
            [
                row["id"],
                say(f"kind.{row['kind']}"),
                number(row["cheques"]),
                number(row["days"]),
                number(row["most_in_a_day"]),
                *([number(row["shops"]), number(row["revenue"]), day(row["last"])] if wide else []),
            ]
            for row in shown.iter_rows(named=True)
        ],
    )
    rule = say("note.till_rule", a_day=TILL_A_DAY, days=TILL_DAYS, every=TILL_EVERY)
    return [kinds, ids, "", note(rule)]
