"""The thresholds: how each measure is distributed, and what the borders make of it."""

from __future__ import annotations

from fractions import Fraction

from rfma_fast.analyses.research import AxisResearch, Capacity, Research
from rfma_fast.analyses.what_if import WhatIf, parsed_settings, what_if
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import compact, day, number, share, signed
from rfma_fast.quantiles.bins import Bin as Range
from rfma_fast.quantiles.bins import bins_of
from rfma_fast.reports.names import axis_name, grade_texts, level_name
from rfma_fast.reports.segmentation import fitted_on_text
from rfma_fast.web import blocks as made
from rfma_fast.web.blocks import Block, Filter, Form, Note, Page, Panel, Tab, Tabs, Tile, Tiles
from rfma_fast.web.charts.bars import Bar, Bin, Line, bars, histogram
from rfma_fast.web.matrices import matrix_of
from rfma_fast.web.site import Site

BINS = 40


def page(site: Site) -> Page:
    """Return the page; the borders that are tried stand in the address."""
    segmentation = site.segmentation()
    found = site.answers.research(segmentation)
    tabs = tuple(
        Tab(one.axis.name, axis_name(one.axis), (_form(site, one), *_axis(site, found, one)))
        for one in found.axes
    )
    gaps = Tab("gaps", say("web.gaps"), _gaps(found))
    blocks: list[Block] = [made.notes(segmentation.alarms)]
    if site.live:
        filters = (
            site.as_of_filter(segmentation.as_of),
            site.scheme_filter(),
            site.shop_filter(),
            *site.hidden(),
        )
        blocks.append(Form("/thresholds", filters))
    if site.asked.set:
        tried = what_if(segmentation, parsed_settings(site.asked.set))
        blocks += _tried(tried)
    blocks.append(Tabs(say("page.thresholds"), (*tabs, gaps)))
    blocks.append(made.notes([*found.notes, *segmentation.remarks]))
    about = say("web.thresholds_about", day=day(segmentation.thresholds.as_of))
    return Page("thresholds", say("page.thresholds"), tuple(blocks), about, segmentation)


def _form(site: Site, one: AxisResearch) -> Block:
    """Return the field in which other borders of an axis are tried."""
    if not site.live:
        return Note(say("web.what_if_live"))
    current = ",".join(_written(border) for border in one.borders)
    return Form(
        "/thresholds",
        (
            Filter("set", say("web.try_borders"), f"{one.axis.code}={current}", "text"),
            *site.hidden("as_of", "scheme", "shop"),
        ),
    )


def _written(border: Fraction) -> str:
    """Return a border as it can be given: a decimal where it has one, else a fraction."""
    cents = border * 100
    return f"{float(border):g}" if cents.denominator == 1 else str(border)


def _axis(site: Site, found: Research, one: AxisResearch) -> tuple[Block, ...]:
    return (_distribution(one), _deciles(one), _capacities(site, found, one))


def _distribution(one: AxisResearch) -> Panel:
    scale = one.axis.measure.scale
    ranges = bins_of(one.values, BINS)
    # The last range may be a long tail: it is drawn as wide as the others, and its text says so.
    wide = (ranges[0].most + 1 - ranges[0].least) if ranges else 1
    bins = [
        Bin(
            r.least / scale,
            min(r.most + 1, r.least + wide) / scale,
            r.count,
            say(
                "web.bin",
                low=_shown(r.least, scale),
                high=_shown(r.most, scale),
                cards=number(r.count),
            ),
        )
        for r in ranges
    ]
    borders = [Line(float(border), compact(border)) for border in one.borders]
    title = say("web.distribution")
    words = [
        say(
            "web.median_of", median=compact(one.in_unit(one.values.percentile_cont(Fraction(1, 2))))
        ),
        *_tail(ranges, wide, scale),
    ]
    heaviest = one.heaviest
    if heaviest is not None and heaviest.cards > 1:
        words.append(
            say("web.heaviest", value=compact(heaviest.value), cards=number(heaviest.cards),
                share=share(heaviest.share))
        )  # fmt: skip
    chart = histogram(bins, borders, title, axis_name(one.axis), shown=compact)
    return Panel(title, (chart,), f"{axis_name(one.axis)}. {' '.join(words)}", wide=True)


def _tail(ranges: list[Range], wide: int, scale: int) -> list[str]:
    if ranges and ranges[-1].most + 1 - ranges[-1].least > wide:
        return [
            say("web.tail", low=_shown(ranges[-1].least, scale), cards=number(ranges[-1].count))
        ]
    return []


def _shown(value: int, scale: int) -> str:
    return compact(Fraction(value, scale))


def _deciles(one: AxisResearch) -> Panel:
    items = [
        Bar(share(Fraction(tenth, 10), 0), float(value or 0), compact(value))
        for tenth, value in enumerate(one.deciles, start=1)
    ]
    title = say("title.deciles")
    chart = bars(items, title, axis_name(one.axis), shown=compact, width=1140)
    return Panel(title, (chart,), axis_name(one.axis), wide=True)


def _capacities(site: Site, found: Research, one: AxisResearch) -> Panel:
    cards = max(found.segmentation.cards, 1)
    revenue = sum(grade.total for grade in one.capacities) or 1
    texts = grade_texts(one.axis, one.borders)
    ties: list[int | None] = [*one.ties, None]
    rows = tuple(
        (
            made.text(f"{one.axis.code}{_digit(one, grade)}"),
            made.text(text),
            made.number(grade.cards, link=site.cards_behind(one.axis.code, _digit(one, grade))),
            made.share(Fraction(grade.cards, cards)),
            made.bar(grade.cards / cards),
            made.share(Fraction(grade.total, revenue)),
            made.number(tie),
        )
        for grade, text, tie in zip(one.capacities, texts, ties, strict=True)
    )
    heads = (
        made.Head(say("column.code")),
        made.Head(say("column.grades")),
        made.Head(say("column.cards"), True),
        made.Head(say("column.share"), True),
        made.Head(""),
        made.Head(say("web.share_of_revenue"), True),
        made.Head(say("column.ties"), True),
    )
    title = say("title.capacities", axis=axis_name(one.axis))
    about = fitted_on_text(found.segmentation, one.axis)
    return Panel(title, (made.Table(title, heads, rows),), about, wide=True)


def _digit(one: AxisResearch, grade: Capacity) -> str:
    return one.axis.digits[grade.grade - 1]


def _gaps(found: Research) -> tuple[Block, ...]:
    ranges = bins_of(found.gaps, BINS)
    wide = (ranges[0].most + 1 - ranges[0].least) if ranges else 1
    bins = [
        Bin(
            r.least,
            min(r.most + 1, r.least + wide),
            r.count,
            say("web.gap_bin", low=number(r.least), high=number(r.most), count=number(r.count)),
        )
        for r in ranges
    ]
    borders = [
        Line(churn.days, f"{share(churn.level, 0)}: {number(churn.days)}")
        for churn in found.churns
        if churn.days is not None
    ]
    title = say("title.gaps", count=number(found.gaps.size))
    rows = tuple(
        (
            made.share(churn.level, 0),
            made.number(churn.days),
            made.number(churn.within),
            made.number(churn.later),
            made.share(churn.without_next),
        )
        for churn in found.churns
    )
    heads = made.heads(
        say("column.returned"),
        say("column.within_days"),
        say("column.returns_count"),
        say("web.came_later"),
        say("web.no_next"),
        numeric_from=0,
    )
    return (
        Panel(title, (histogram(bins, borders, title, title, shown=compact),), wide=True),
        Panel(
            say("web.churn"),
            (made.Table(say("web.churn"), heads, rows),),
            f"{say('web.churn_about')} {made.sentence('note.without_next')}",
        ),
    )


def _tried(tried: WhatIf) -> list[Block]:
    """Return what the tried borders would make of the groups."""
    level = tried.before.level_asked()
    moved, revenue = tried.moved(level)
    borders = "; ".join(
        f"{axis} = {', '.join(compact(border) for border in some)}"
        for axis, some in tried.changed.items()
    )
    groups = tried.groups(level)
    warmths = tried.before.warmths(level)
    rows = tuple(
        (
            made.text(row["code"]),
            made.text(row["name"], warmths.get(row["code"])),
            made.number(row["cards"]),
            made.number(row["new_cards"]),
            made.change(signed(row["cards_change"]), row["cards_change"]),
            made.number(row["revenue"]),
            made.number(row["new_revenue"]),
        )
        for row in groups.iter_rows(named=True)
    )
    heads = (
        made.Head(say("column.code")),
        made.Head(level_name(tried.before.scheme, level)),
        made.Head(say("web.cards_before"), True),
        made.Head(say("web.cards_after"), True),
        made.Head(say("web.difference"), True),
        made.Head(say("web.revenue_before"), True),
        made.Head(say("web.revenue_after"), True),
    )
    title = say("web.tried", borders=borders)
    return [
        Tiles(
            (
                Tile(
                    say("web.would_move"),
                    number(moved),
                    share(Fraction(moved, max(tried.before.cards, 1))),
                ),
                Tile(say("web.their_revenue"), number(revenue)),
            )
        ),
        Panel(title, (made.Table(title, heads, rows),), wide=True),
        Panel(
            say("web.tried_matrix"),
            (matrix_of(tried.before, level, tried.cells(level), say("web.old_new")),),
            wide=True,
        ),
    ]
