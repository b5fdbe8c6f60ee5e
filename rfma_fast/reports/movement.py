"""How movements look: their counts, how sizes came about, cards against thresholds, the season."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.migration import Migration
from rfma_fast.analyses.season import Season
from rfma_fast.analyses.spending import Spending
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import Number, day, number, share
from rfma_fast.reports import spending
from rfma_fast.reports.tables import Column, clean, note, swatch, table, text_column

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group, RenderableType

MOVEMENTS: Mapping[str, str] = {
    "warmer": "column.warmer",
    "same": "move.same",
    "colder": "column.colder",
    "stayed": "column.stayed",
    "moved": "column.moved",
    "new": "column.new",
    "gone": "move.gone",
}
"""Movement → key of its name."""
LABELS: Mapping[str, str] = {"shop": "move.by_shop", "cohort": "move.by_cohort"}
"""What cards are told apart by → key of the heading."""
BY_TITLES: Mapping[str, str] = {"shop": "move.title_by_shop", "cohort": "move.title_by_cohort"}
SIZES: Mapping[str, str] = {
    "before": "move.before",
    "stayed": "column.stayed",
    "in": "move.in",
    "out": "move.out",
    "new": "column.new",
    "gone": "move.gone",
    "after": "move.after",
}
EFFECTS: Mapping[str, str] = {
    "before": "move.before",
    "known_cards": "move.known_cards",
    "new_cards": "move.new_cards",
    "frozen": "move.frozen",
    "borders": "move.borders",
    "refit": "move.refit",
}
SEASON: Mapping[str, str] = {
    "before": "move.before",
    "after": "move.after",
    "before_earlier": "move.before_earlier",
    "after_earlier": "move.after_earlier",
}
"""Columns of sizes, of effects and of the season → keys of their headings."""
CHANGES = ("known_cards", "new_cards", "borders")


def movements_json(migration: Migration, level: str) -> dict[str, Any]:
    """Return the movements as JSON holds them."""
    from rfma_fast.reports import plain

    found = migration.movements(level)
    return {
        "ordered": found.ordered,
        "counts": plain.records(found.counts),
        "stayed": found.stayed,
        "mean_change": plain.plain(found.mean_change),
    }


def previous_json(migration: Migration, level: str) -> dict[str, Any] | None:
    """Return the pair of dates just before as JSON holds it, where the level has an order."""
    from rfma_fast.reports import plain

    if not migration.movements(level).ordered:
        return None
    earlier = migration.previous
    found = earlier.movements(level)
    return {
        "from": plain.plain(earlier.since),
        "to": plain.plain(earlier.until),
        "reason": earlier.reason or None,
        "mean_change": plain.plain(found.mean_change) if found else None,
        "counts": plain.records(found.counts) if found else [],
    }


def compared(migration: Migration, level: str) -> str:
    """Return the sentence that tells the mean change of the pair of dates just before."""
    earlier = migration.previous
    found = earlier.movements(level)
    if found is None:
        return say("move.no_previous", reason=earlier.reason)
    return say(
        "move.previous",
        since=day(earlier.since),
        until=day(earlier.until),
        change=signed(found.mean_change, 2),
    )


def movements_shown(migration: Migration, level: str, spent: Spending) -> Sequence[RenderableType]:
    """Return the table of movements, its money, and what the mean change of warmth is."""
    found = migration.movements(level)
    money = found.counts.join(spent.movements(level).drop("cards"), on="movement")
    rows = [
        [
            say(MOVEMENTS[row["movement"]]),
            number(row["cards"]),
            share(row["share"]),
            *(number(row[name]) for name in spending.PER_CARD),
            number(row["revenue"]),
        ]
        for row in money.iter_rows(named=True)
    ]
    every = spent.total().row(0, named=True)
    total = [
        say("word.total"),
        number(every["cards"]),
        share(1),
        *(number(every[name]) for name in spending.PER_CARD),
        number(found.counts.get_column("revenue").sum()),
    ]
    columns = [
        Column(say("move.movement"), "left"),
        Column(say("column.cards")),
        Column(say("column.share")),
        *(Column(say(key)) for key in spending.HEADS.values()),
        Column(spending.all_time(migration)),
    ]
    shown: list[RenderableType] = [
        table(say("move.title_movements"), columns, rows, total),
        clean(spending.told(spent)),
        clean(say("move.drift")),
    ]
    if spent.shortened:
        shown.append(note(spending.shortened(spent)))
    if found.ordered:
        change = clean(
            say(
                "move.mean_change",
                change=signed(found.mean_change, 2),
                stayed=number(found.stayed),
            )
        )
        return [*shown, change, clean(compared(migration, level))]
    return [*shown, note(say("move.note_unordered"))]


def sizes_shown(migration: Migration, level: str) -> Group:
    """Return how each group came to its size at the second date."""
    frame = migration.sizes(level)
    return _by_group(migration, level, frame, say("move.title_sizes"), SIZES)


def effects_shown(migration: Migration, level: str) -> Sequence[RenderableType]:
    """Return what known cards, new ones and thresholds did to the size of each group."""
    frame = migration.effects.frame(level)
    moved = int(frame.get_column("entered").sum())
    return [
        _by_group(migration, level, frame, say("move.title_effects"), EFFECTS),
        clean(say("move.regraded", cards=number(moved))),
    ]


def by_shown(
    migration: Migration, level: str, what: str, frame: pl.DataFrame
) -> Sequence[RenderableType]:
    """Return the movements by home shop or by cohort."""
    kinds = [name for name in frame.columns if name in MOVEMENTS]
    ordered = "mean_change" in frame.columns
    rows = [
        [
            row[what],
            *(number(row[name]) for name in ("cards", *kinds)),
            *([signed(row["mean_change"], 2)] if ordered else []),
            number(row["revenue"]),
        ]
        for row in frame.iter_rows(named=True)
    ]
    change = migration.movements(level).mean_change
    total = [
        say("word.total"),
        *(number(frame.get_column(name).sum()) for name in ("cards", *kinds)),
        *([signed(change, 2)] if ordered else []),
        number(frame.get_column("revenue").sum()),
    ]
    columns = [
        text_column(say(LABELS[what])),
        Column(say("column.cards")),
        *(Column(say(MOVEMENTS[kind])) for kind in kinds),
        *([Column(say("move.change"))] if ordered else []),
        Column(spending.all_time(migration)),
    ]
    shown: list[RenderableType] = [table(say(BY_TITLES[what]), columns, rows, total)]
    if what == "shop":
        shown.append(note(say("move.note_home_shop")))
    return shown if ordered else [*shown, note(say("move.note_unordered"))]


def season_json(season: Season, level: str) -> dict[str, Any]:
    """Return the year before as JSON holds it."""
    from rfma_fast.reports import plain

    return {
        "from": plain.plain(season.since),
        "to": plain.plain(season.until),
        "reason": season.reason or None,
        "young": season.young,
        "movements": plain.records(season.frame(level)),
        "sizes": plain.records(season.sizes(level)),
    }


def season_shown(season: Season, level: str) -> Sequence[RenderableType]:
    """Return the movements of this year and of the year before, side by side."""
    if season.earlier is None:
        return [note(say("move.note_season", reason=season.reason))]
    frame = season.frame(level)
    rows = [
        [
            say(MOVEMENTS[row["movement"]]),
            number(row["cards"]),
            share(row["share"]),
            number(row["cards_earlier"]),
            share(row["share_earlier"]),
        ]
        for row in frame.iter_rows(named=True)
    ]
    sums = frame.select("cards", "cards_earlier").sum().row(0)
    total = [say("word.total"), number(sums[0]), share(1), number(sums[1]), share(1)]
    columns = [
        Column(say("move.movement"), "left"),
        Column(say("column.cards")),
        Column(say("column.share")),
        Column(say("move.cards_earlier")),
        Column(say("move.share_earlier")),
    ]
    title = say("move.title_season", since=day(season.since), until=day(season.until))
    shown: list[RenderableType] = [table(title, columns, rows, total)]
    if season.young is not None:
        shown = [note(say("move.season_young", days=season.young)), *shown]
    if season.now.movements(level).ordered:
        changes = (season.now, season.earlier)
        now, then = (signed(one.movements(level).mean_change, 2) for one in changes)
        shown.append(clean(say("move.season_change", now=now, then=then)))
    sizes = season.sizes(level)
    return [*shown, _by_group(season.now, level, sizes, say("move.title_season_sizes"), SEASON)]


def _by_group(
    migration: Migration, level: str, frame: pl.DataFrame, title: str, heads: Mapping[str, str]
) -> Group:
    warmths = migration.before.warmths(level)
    rows = [
        [
            swatch(warmths[row["code"]], f"{row['code']} {row['name']}"),
            *(figure(name, row[name]) for name in heads),
        ]
        for row in frame.iter_rows(named=True)
    ]
    total = [
        say("word.total"),
        *(figure(name, int(frame.get_column(name).sum())) for name in heads),
    ]
    columns = [text_column(say("move.group")), *(Column(say(key)) for key in heads.values())]
    return table(title, columns, rows, total)


def figure(name: str, value: int) -> str:
    """Return a size, or a change with its sign."""
    return signed(value) if name in CHANGES else number(value)


def signed(value: Number | None, places: int = 0) -> str:
    """Return a change with its sign; nothing before zero."""
    text = number(value, places)
    return f"+{text}" if value is not None and value > 0 and any(map(_counts, text)) else text


def _counts(sign: str) -> bool:
    return sign in "123456789"
