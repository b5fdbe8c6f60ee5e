"""The final classification: sizes of groups, statistics of a period, and one card's look-up."""

from __future__ import annotations

from fractions import Fraction

from rfma_fast.analyses.card import CardStory, Standing
from rfma_fast.analyses.segmentation import Segmentation, name_of
from rfma_fast.errors import RfmaError
from rfma_fast.i18n import local_name, say
from rfma_fast.i18n.formats import MISSING, compact, day, number, share
from rfma_fast.reports import plain
from rfma_fast.reports.names import axis_name, level_name
from rfma_fast.web import blocks as made
from rfma_fast.web.blocks import Block, Filter, Form, Note, Option, Page, Panel, Tile, Tiles
from rfma_fast.web.charts.meter import Month, strip
from rfma_fast.web.charts.treemap import Branch, Leaf, treemap
from rfma_fast.web.matrices import level_of
from rfma_fast.web.site import Site

CHEQUES_SHOWN = 20


def page(site: Site) -> Page:
    """Return the page: groups as of a day, a period's trade by group, and the card asked for."""
    asked = site.asked
    found = site.answers.segmentation(asked.as_of, site.scheme, asked.shops)
    level = level_of(found, asked.level)
    blocks: list[Block] = []
    if site.live:
        blocks += [_filters(site, found, level), *_look_up(site, found)]
    blocks += [
        _tiles(found),
        *(Note(sentence, warns=True) for sentence in plain.notes(found.notes)),
        _treemap(found),
        _groups(site, found, level),
    ]
    blocks.append(_period(site, found, level))
    about = say("web.final_about", day=day(found.as_of), cards=number(found.cards))
    return Page("final", say("page.final"), tuple(blocks), about)


def _filters(site: Site, found: Segmentation, level: str) -> Form:
    asked = site.asked
    levels = tuple(
        Option(code, level_name(found.scheme, code)) for code in found.scheme.level_codes
    )
    return Form(
        "/final",
        (
            site.as_of_filter(found.as_of),
            site.scheme_filter(),
            Filter("level", say("web.level"), level, options=levels),
            site.shop_filter(),
            Filter("from", say("web.from"), asked.since.isoformat() if asked.since else "", "date"),
            Filter("to", say("web.to"), asked.until.isoformat() if asked.until else "", "date"),
            Filter("card", say("web.card_number"), asked.card, "text"),
            site.lang_filter(),
        ),
    )


def _tiles(found: Segmentation) -> Tiles:
    """Return the coarsest level's groups, at most seven, else their number."""
    level = found.scheme.level_codes[-1]
    frame, warmths = found.level(level), found.warmths(level)
    revenue = sum((Fraction(value) for value in frame.get_column("revenue")), Fraction(0)) or 1
    return Tiles(
        tuple(
            Tile(
                row["name"],
                number(row["cards"]),
                say(
                    "web.share_of_cards_and_revenue",
                    cards=share(row["share"]),
                    revenue=share(Fraction(row["revenue"]) / revenue),
                ),
                made.kind_of(warmths.get(row["code"])),
            )
            for row in frame.head(12).iter_rows(named=True)
        )
    )


def _treemap(found: Segmentation) -> Panel:
    """Return the groups of a level as areas, what each is made of inside it."""
    outer = level_of(found)
    inner = "class" if outer == "class" else found.scheme.level(outer).of
    outer_of = dict(zip(found.codebook.codes(inner), found.codebook.codes(outer), strict=True))
    warmths = found.warmths(inner) if any(found.warmths(inner).values()) else None
    of_outer = found.warmths(outer)
    leaves: dict[str, list[Leaf]] = {code: [] for code in found.group_codes(outer)}
    for row in found.level(inner).iter_rows(named=True):
        branch = outer_of[row["code"]]
        warmth = (warmths or {}).get(row["code"]) or of_outer.get(branch)
        words = f"{number(row['cards'])} · {share(row['share'])}"
        leaves[branch].append(Leaf(row["code"], row["cards"], made.kind_of(warmth), words))
    branches = [
        Branch(_named(found, outer, code), tuple(parts)) for code, parts in leaves.items() if parts
    ]
    title = say("web.treemap")
    about = say(
        "web.treemap_about",
        outer=level_name(found.scheme, outer),
        inner=level_name(found.scheme, inner),
    )
    return Panel(title, (treemap(branches, title, about, height=460),), about)


def _named(found: Segmentation, level: str, code: str) -> str:
    name = name_of(found.scheme, level, code)
    return name if name == code else f"{code} {name}"


def _groups(site: Site, found: Segmentation, level: str) -> Panel:
    frame, warmths = found.level(level), found.warmths(level)
    largest = max(frame.get_column("share"), default=1.0) or 1.0
    rows = tuple(
        (
            made.text(row["code"], warmths.get(row["code"])),
            made.text(row["name"]),
            made.number(row["cards"]),
            made.share(row["share"]),
            made.bar(row["share"] / largest),
            made.number(row["revenue"]),
            made.number(row["mean_cheque"]),
        )
        for row in frame.iter_rows(named=True)
    )
    revenue = sum((Fraction(value) for value in frame.get_column("revenue")), Fraction(0))
    cheques = int(frame.get_column("cheques").sum())
    foot = (
        made.Cell(""),
        made.text(say("word.total")),
        made.number(found.cards),
        made.share(1),
        made.Cell(""),
        made.number(revenue),
        made.number(revenue / cheques if cheques else None),
    )
    heads = (
        made.Head(say("column.code")),
        made.Head(level_name(found.scheme, level)),
        made.Head(say("column.cards"), True),
        made.Head(say("column.share"), True),
        made.Head(""),
        made.Head(say("column.revenue"), True),
        made.Head(say("column.mean_cheque"), True),
    )
    title = say("title.level", level=level_name(found.scheme, level))
    links = (
        *site.download(say("web.download_levels"), "levels", "xlsx"),
        *site.download(say("web.download_cards"), "cards", "xlsx"),
        *site.download(say("web.download_cards_csv"), "cards", "csv"),
    )
    return Panel(title, (made.Table(title, heads, rows, foot),), links=links)


def _period(site: Site, found: Segmentation, level: str) -> Panel:
    asked = site.asked
    told = site.answers.statistics(
        asked.since, asked.until, asked.as_of, level, site.scheme, asked.shops
    )
    warmths = found.warmths(level)
    names = ("cards", "cheques", "revenue", "mean_cheque", "median_cheque")
    rows = tuple(
        (
            made.text(row["name"], warmths.get(row["code"])),
            *(made.number(row[name]) for name in names),
            made.share(row["share"]),
        )
        for row in told.groups.iter_rows(named=True)
    )
    whole = told.total.row(0, named=True)
    foot = (
        made.text(say("word.total")),
        *(made.number(whole[name]) for name in names),
        made.share(1),
    )
    heads = (
        made.Head(level_name(found.scheme, level)),
        *(
            made.Head(say(f"web.{name}"), True)
            for name in ("cards", "cheques", "revenue", "mean", "median", "share_of_revenue")
        ),
    )
    title = say("web.statistics")
    about = say(
        "web.statistics_about",
        since=day(told.since),
        until=day(told.until),
        day=day(told.segments.as_of),
    )
    return Panel(title, (made.Table(title, heads, rows, foot),), about, wide=True)


def _look_up(site: Site, found: Segmentation) -> list[Block]:
    if not site.asked.card:
        return []
    try:
        story = site.answers.card(site.asked.card.strip(), site.asked.as_of, site.scheme)
    except RfmaError as error:
        return [Note(error.message, warns=True)]
    return [_standing(story), _outlook(story), _path(story), _cheques(story)]


def _standing(story: CardStory) -> Panel:
    found = story.found
    levels = [
        (level_name(found.scheme, level), _code_and_name(story, level, story.number))
        for level in found.scheme.level_codes
    ]
    facts = (
        *levels,
        (say("fact.cheques"), number(story.row["cheques"])),
        (say("fact.revenue"), number(story.row["total"], 2)),
        (say("fact.first_purchase"), day(story.row["first"])),
        (say("fact.last_purchase"), day(story.row["last"])),
        (say("fact.home_shop"), story.home),
    )
    rows = tuple(
        (
            made.text(axis_name(one.axis)),
            made.number(one.value, 0 if one.axis.measure.scale == 1 else 2),
            made.text(local_name(one.axis.grades[one.place - 1])),
            made.text(_way(one, one.place - 2)),
            made.text(_way(one, one.place - 1)),
        )
        for one in story.standings
    )
    heads = (
        made.Head(say("column.axis")),
        made.Head(say("column.card_value"), True),
        *(made.Head(say(f"column.{name}")) for name in ("grade", "to_better", "to_worse")),
    )
    title = say("title.card", card=story.card)
    table = made.Table(say("title.card_standing"), heads, rows, sortable=False)
    return Panel(title, (facts, table))


def _way(standing: Standing, place: int) -> str:
    if not 0 <= place < len(standing.edges) or standing.edges[place].distance is None:
        return MISSING
    edge = standing.edges[place]
    sign = "+" if (edge.distance or 0) > 0 else ""
    return f"{compact(edge.border)} ({sign}{compact(edge.distance)})"


def _outlook(story: CardStory) -> Panel:
    level = level_of(story.found)
    rows = tuple(
        (
            made.day(step.day),
            made.text(story.code("class", step.number)),
            made.text(_code_and_name(story, level, step.number), story.warmth(level, step.number)),
        )
        for step in story.ahead
    )
    heads = (
        made.Head(say("column.day")),
        made.Head(say("column.class")),
        made.Head(level_name(story.found.scheme, level)),
    )
    more = say(
        "card.one_more_same" if story.one_more == story.number else "card.one_more",
        amount=number(Fraction(story.amount, 100), 2),
        code=story.code("class", story.one_more),
        group=_code_and_name(story, level, story.one_more),
    )
    title = say("title.card_ahead")
    return Panel(title, (made.Table(title, heads, rows, sortable=False),), more)


def _path(story: CardStory) -> Panel:
    level = level_of(story.found)
    months = []
    for as_of, at in story.path.iter_rows():
        label = f"{as_of:%m.%y}"
        if at is None:
            months.append(Month(label, MISSING, "w0", say("word.not_segmented")))
            continue
        words = f"{day(as_of)}: {_code_and_name(story, level, at)}"
        kind = made.kind_of(story.warmth(level, at))
        months.append(Month(label, story.code("class", at), kind, words))
    title = say("title.card_path")
    return Panel(title, (strip(months, title, title),), wide=True)


def _cheques(story: CardStory) -> Panel:
    rows = tuple(
        (
            made.Cell(f"{day(row['at'].date())} {row['at']:%H:%M}", row["at"].isoformat()),
            made.text(row["shop"]),
            made.number(row["amount"], 2),
            made.number(row["gap"]),
        )
        for row in reversed(story.cheques.tail(CHEQUES_SHOWN).rows(named=True))
    )
    heads = (
        made.Head(say("column.day")),
        made.Head(say("column.shop")),
        made.Head(say("column.amount"), True),
        made.Head(say("column.gap"), True),
    )
    title = say(
        "title.card_cheques",
        shown=number(min(CHEQUES_SHOWN, story.cheques.height)),
        all=number(story.cheques.height),
    )
    return Panel(title, (made.Table(title, heads, rows),), wide=True)


def _code_and_name(story: CardStory, level: str, at: int) -> str:
    return _named(story.found, level, story.code(level, at))
