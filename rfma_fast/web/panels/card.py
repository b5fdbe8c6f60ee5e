"""One card: where it stands, what is ahead of it, how it came there, what it bought."""

from __future__ import annotations

from rfma_fast.analyses.card import CardStory, card_story
from rfma_fast.analyses.cooling import level_of_warmth
from rfma_fast.errors import RfmaError
from rfma_fast.i18n import local_name, say
from rfma_fast.i18n.formats import MISSING, day, number
from rfma_fast.reports.card import CHEQUES_SHOWN, cooling_told, named, way
from rfma_fast.reports.names import axis_name, level_name
from rfma_fast.web import blocks as made
from rfma_fast.web.blocks import Block, Cell, Note, Panel
from rfma_fast.web.charts.meter import Month, strip
from rfma_fast.web.site import Site


def look_up(site: Site) -> list[Block]:
    """Return what is known of the card asked for; a sentence where there is no such card."""
    if not site.asked.card:
        return []
    # A card is looked at in all shops, as by the command.
    found = site.answers.segmentation(site.asked.as_of, site.scheme)
    try:
        story = card_story(found, site.asked.card.strip())
    except RfmaError as error:
        return [Note(error.message, warns=True)]
    return [_standing(story), _cooling(story), _path(story), _shops(story), _cheques(story)]


def _standing(story: CardStory) -> Panel:
    scheme = story.found.scheme
    facts = (
        *(
            (level_name(scheme, level), named(story, level, story.number))
            for level in scheme.level_codes
        ),
        (say("fact.cheques"), number(story.row["cheques"])),
        (say("fact.revenue"), number(story.row[story.found.total_name], 2)),
        (say("fact.first_purchase"), day(story.row["first"])),
        (say("fact.last_purchase"), day(story.row["last"])),
        (say("fact.home_shop"), story.home),
    )
    rows = tuple(
        (
            made.text(axis_name(one.axis)),
            made.number(one.value, 0 if one.axis.measure.scale == 1 else 2),
            made.text(local_name(one.axis.grades[one.place - 1])),
            made.text(way(one, one.place - 2)),
            made.text(way(one, one.place - 1)),
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


def _cooling(story: CardStory) -> Panel:
    level = level_of_warmth(story.found)
    rows = tuple(
        (
            made.day(step.day),
            made.text(story.code("class", step.number)),
            made.text(named(story, level, step.number), story.warmth(level, step.number)),
        )
        for step in story.ahead
    )
    heads = made.heads(
        say("column.day"),
        say("column.class"),
        level_name(story.found.scheme, level),
        numeric_from=3,
    )
    title = say("title.card_ahead")
    body = (made.Table(title, heads, rows, sortable=False),) if rows else ()
    return Panel(title, body, " ".join(cooling_told(story)))


def _path(story: CardStory) -> Panel:
    level = level_of_warmth(story.found)
    months = []
    for as_of, at in story.path.iter_rows():
        label = f"{as_of:%m.%y}"
        if at is None:
            months.append(Month(label, MISSING, "w0", say("word.not_segmented")))
            continue
        words = f"{day(as_of)}: {named(story, level, at)}"
        kind = made.kind_of(story.warmth(level, at))
        months.append(Month(label, story.code("class", at), kind, words))
    title = say("title.card_path")
    return Panel(title, (strip(months, title, title),), wide=True)


def _shops(story: CardStory) -> Panel:
    rows = tuple(
        (
            made.text(row["shop"]),
            made.number(row["cheques"]),
            made.number(row["revenue"], 2),
            made.day(row["last"]),
        )
        for row in story.shops.iter_rows(named=True)
    )
    heads = (
        made.Head(say("column.shop")),
        made.Head(say("column.cheques"), True),
        made.Head(say("column.revenue"), True),
        made.Head(say("column.last")),
    )
    title = say("title.card_shops")
    return Panel(title, (made.Table(title, heads, rows),))


def _cheques(story: CardStory) -> Panel:
    rows = tuple(
        (
            Cell(f"{day(row['at'].date())} {row['at']:%H:%M}", row["at"].isoformat()),
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
    return Panel(title, (made.Table(title, heads, rows),))
