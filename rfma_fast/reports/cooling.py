"""How the cooling calendar looks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.cooling import Cooling
from rfma_fast.analyses.segmentation import name_of
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number, share
from rfma_fast.reports import plain
from rfma_fast.reports.names import level_name, scheme_json, scheme_name
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import Column, bar, heading, note, swatch, table, text_column

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

DAYS_SHOWN = 31
NARROW = 100


def report(cooling: Cooling) -> Report:
    """Return the forms of a cooling calendar."""
    return Report(
        json=lambda: as_json(cooling),
        frames=lambda: frames(cooling),
        show=lambda width: show(cooling, width),
    )


def as_json(cooling: Cooling) -> dict[str, Any]:
    """Return groups that lose cards, steps between groups, and the days."""
    return {
        "as_of": plain.plain(cooling.found.as_of),
        "until": plain.plain(cooling.until),
        "days": cooling.days,
        **scheme_json(cooling.found.scheme),
        "level": cooling.level,
        "cards": cooling.cards,
        "revenue": plain.roubles(int(cooling.first_drops.get_column("total").sum())),
        "before": _before(cooling),
        "groups": plain.records(cooling.groups),
        "moves": plain.records(cooling.moves),
        "calendar": plain.records(cooling.calendar),
        "notes": plain.notes(cooling.found.notes),
        "provenance": plain.provenance(cooling.provenance),
    }


def _before(cooling: Cooling) -> dict[str, Any] | None:
    before = cooling.before
    if before is None:
        return None
    return {
        "as_of": plain.plain(before.as_of),
        "cards": before.cards,
        "returned": before.returned,
        "revenue": plain.roubles(before.revenue),
    }


def notes_of(cooling: Cooling) -> list[str]:
    """Return what a calendar means, and what came of the cards of the one before."""
    if not cooling.cards:
        return [say("note.nobody_cools")]
    before = cooling.before
    if before is None or not before.cards:
        return [say("note.cooling"), say("note.cooling_no_before", days=number(cooling.days))]
    told = say(
        "note.cooling_before",
        day=day(before.as_of),
        days=number(cooling.days),
        cards=number(before.cards),
        returned=number(before.returned),
        share=share(before.returned / before.cards),
        revenue=number(Decimal(before.revenue) / 100),
    )
    return [say("note.cooling"), told]


def stake_of(cooling: Cooling) -> Decimal | None:
    """Return what is at stake in all groups; nothing where it is known of none."""
    known = cooling.groups.get_column("at_stake").drop_nulls()
    return sum(known, Decimal(0)) if known.len() else None


def frames(cooling: Cooling) -> dict[str, pl.DataFrame]:
    """Return the list of drops, then groups, steps and days."""
    return {
        "cooling": cooling.table(),
        "groups": cooling.groups,
        "moves": cooling.moves,
        "calendar": cooling.calendar,
    }


def show(cooling: Cooling, width: int) -> Sequence[RenderableType]:
    """Return groups, steps and days, and what the figures mean."""
    found = cooling.found
    period = say("head.days_ahead", count=number(cooling.days), until=day(cooling.until))
    shown: list[RenderableType] = [
        heading(
            say("title.cooling"),
            scheme_name(found.scheme),
            say("head.as_of", day=day(found.as_of)),
            period,
        ),
        *(note(sentence) for sentence in plain.notes(found.alarms)),
    ]
    if cooling.cards:
        shown += [_groups(cooling), _moves(cooling), _calendar(cooling, width)]
    shown += [
        *map(note, notes_of(cooling)),
        *(note(sentence) for sentence in plain.notes(found.remarks)),
    ]
    return shown


def _groups(cooling: Cooling) -> RenderableType:
    frame, warmths = cooling.groups, cooling.found.warmths(cooling.level)
    rows = [
        [
            row["code"],
            swatch(warmths[row["code"]], row["name"]),
            number(row["cards"]),
            number(row["dropping"]),
            share(row["share"]),
            number(row["revenue"]),
            number(row["at_stake"]),
        ]
        for row in frame.iter_rows(named=True)
    ]
    total = [
        "",
        say("word.total"),
        number(int(frame.get_column("cards").sum())),
        number(cooling.cards),
        share(cooling.cards / max(int(frame.get_column("cards").sum()), 1)),
        number(sum(frame.get_column("revenue"), Decimal(0))),
        number(stake_of(cooling)),
    ]
    columns = [
        Column(say("column.code"), "left"),
        text_column(level_name(cooling.found.scheme, cooling.level)),
        Column(say("column.cards_now")),
        Column(say("column.dropping")),
        Column(say("column.share")),
        Column(say("column.brought")),
        Column(say("column.at_stake")),
    ]
    return table(say("title.cooling_groups"), columns, rows, total)


def _moves(cooling: Cooling) -> RenderableType:
    warmths = cooling.found.warmths(cooling.level)

    def named(code: str) -> Any:
        name = name_of(cooling.found.scheme, cooling.level, code)
        return swatch(warmths[code], f"{code} {name}" if name != code else code)

    rows = [
        [
            named(row["from"]),
            named(row["to"]),
            number(row["cards"]),
            number(row["revenue"]),
            day(row["first_day"]),
        ]
        for row in cooling.moves.iter_rows(named=True)
    ]
    columns = [
        text_column(say("column.from_group")),
        text_column(say("column.to_group")),
        Column(say("column.cards")),
        Column(say("column.brought")),
        Column(say("column.first_day")),
    ]
    return table(say("title.cooling_moves"), columns, rows)


def _calendar(cooling: Cooling, width: int) -> RenderableType:
    frame = cooling.calendar
    largest = max(frame.get_column("cards"), default=1)
    rows = [
        [
            day(row["day"]),
            number(row["cards"]),
            *([bar(row["cards"] / largest)] if width >= NARROW else []),
            number(row["revenue"]),
        ]
        for row in frame.head(DAYS_SHOWN).iter_rows(named=True)
    ]
    rest = frame.slice(DAYS_SHOWN)
    if rest.height:
        later = say("word.later_days", count=number(rest.height))
        cards = number(int(rest.get_column("cards").sum()))
        blank = [""] if width >= NARROW else []
        rows.append([later, cards, *blank, number(sum(rest.get_column("revenue"), Decimal(0)))])
    columns = [
        Column(say("column.day"), "left"),
        Column(say("column.cards")),
        *([Column("", "left")] if width >= NARROW else []),
        Column(say("column.brought")),
    ]
    return table(say("title.cooling_days"), columns, rows)
