"""How a migration came about: sizes, cards against thresholds, the season, shops and cohorts."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from rfma_fast.analyses.migration import Migration
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import Number, day, number
from rfma_fast.reports import movement as looks
from rfma_fast.reports import spending
from rfma_fast.reports.names import level_name
from rfma_fast.web import blocks as made
from rfma_fast.web.asked import one_of
from rfma_fast.web.blocks import Block, Cell, Note, Panel, Tab, Tabs
from rfma_fast.web.site import Site


def why_tabs(site: Site, found: Migration, level: str) -> Tabs:
    """Return how the sizes came about, what thresholds did, and how it was a year before."""
    return Tabs(
        say("web.why"),
        (
            Tab("sizes", say("web.sizes"), (_sizes(found, level),)),
            Tab("effects", say("web.effects"), (_effects(found, level),)),
            Tab("season", say("web.season"), tuple(_season(site, found, level))),
        ),
    )


def _sizes(found: Migration, level: str) -> Panel:
    return _by_group(
        found, level, found.sizes(level), say("web.sizes"), say("web.sizes_about"), looks.SIZES
    )


def _effects(found: Migration, level: str) -> Panel:
    frame = found.effects.frame(level)
    moved = say("move.regraded", cards=number(int(frame.get_column("entered").sum())))
    about = f"{say('move.title_effects')}. {moved}"
    return _by_group(found, level, frame, say("web.effects"), about, looks.EFFECTS)


def _season(site: Site, found: Migration, level: str) -> list[Block]:
    season = site.answers.season(found)
    if season.earlier is None:
        return [Note(made.sentence("move.note_season", reason=season.reason))]
    rows = tuple(
        (
            made.text(say(looks.MOVEMENTS[row["movement"]])),
            made.number(row["cards"]),
            made.share(row["share"]),
            made.number(row["cards_earlier"]),
            made.share(row["share_earlier"]),
        )
        for row in season.frame(level).iter_rows(named=True)
    )
    heads = made.heads(
        say("move.movement"),
        say("column.cards"),
        say("column.share"),
        say("move.cards_earlier"),
        say("move.share_earlier"),
    )
    title = say("move.title_season", since=day(season.since), until=day(season.until))
    sizes = say("move.title_season_sizes")
    young = season.young
    warned = [] if young is None else [Note(made.sentence("move.season_young", days=young))]
    return [
        *warned,
        Panel(title, (made.Table(title, heads, rows),)),
        _by_group(found, level, season.sizes(level), sizes, "", looks.SEASON),
    ]


def _by_group(
    found: Migration,
    level: str,
    frame: pl.DataFrame,
    title: str,
    about: str,
    names: Mapping[str, str],
) -> Panel:
    """Return a row a group, a column a name."""
    warmths = found.before.warmths(level)
    rows = tuple(
        (
            made.text(f"{row['code']} {row['name']}", warmths.get(row["code"])),
            *(made.change(looks.figure(name, row[name]), row[name]) for name in names),
        )
        for row in frame.iter_rows(named=True)
    )
    sums = {name: int(frame.get_column(name).sum()) for name in names}
    foot = (
        made.text(say("word.total")),
        *(made.change(looks.figure(name, value), value) for name, value in sums.items()),
    )
    heads = made.heads(level_name(found.before.scheme, level), *map(say, names.values()))
    return Panel(title, (made.Table(title, heads, rows, foot),), about, wide=True)


def by_panel(site: Site, found: Migration, level: str) -> list[Block]:
    """Return the movements by home shop or by cohort, where they are asked for."""
    asked = one_of(site.asked.by, ("", *looks.LABELS), "by", "")
    if not asked:
        return []
    frame = site.answers.movements_by(found, asked, level)
    kinds = [name for name in frame.columns if name in looks.MOVEMENTS]
    ordered = "mean_change" in frame.columns
    rows = tuple(
        (
            made.text(row[asked]),
            *(made.number(row[name]) for name in ("cards", *kinds)),
            *([_mean(row["mean_change"])] if ordered else []),
            made.number(row["revenue"]),
        )
        for row in frame.iter_rows(named=True)
    )
    foot = (
        made.text(say("word.total")),
        *(made.number(int(frame.get_column(name).sum())) for name in ("cards", *kinds)),
        *([_mean(found.movements(level).mean_change)] if ordered else []),
        made.number(frame.get_column("revenue").sum()),
    )
    heads = made.heads(
        say(looks.LABELS[asked]),
        say("column.cards"),
        *(say(looks.MOVEMENTS[kind]) for kind in kinds),
        *([say("move.change")] if ordered else []),
        spending.all_time(found),
    )
    title = say(looks.BY_TITLES[asked])
    about = made.sentence("move.note_home_shop") if asked == "shop" else ""
    return [Panel(title, (made.Table(title, heads, rows, foot),), about, wide=True)]


def _mean(value: Number | None) -> Cell:
    return made.change(looks.signed(value, 2), value)
