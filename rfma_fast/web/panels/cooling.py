"""Who cools within the next days if nobody buys."""

from __future__ import annotations

from decimal import Decimal

from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number
from rfma_fast.reports.cooling import notes_of, stake_of
from rfma_fast.reports.names import level_name
from rfma_fast.web import blocks as made
from rfma_fast.web.blocks import Panel
from rfma_fast.web.site import Site

DAYS = 30


def cooling_panel(site: Site, found: Segmentation) -> list[Panel]:
    """Return the groups that lose cards; nothing where a scheme has no scale of warmth."""
    if not any(group.warmth for level in found.scheme.levels for group in level.groups):
        return []
    cooling = site.answers.cooling(found, DAYS)
    period = say("head.days_ahead", count=number(DAYS), until=day(cooling.until))
    title = say("title.cooling")
    if not cooling.cards:
        return [Panel(f"{title}: {period}", ((("", made.sentence("note.nobody_cools")),),))]
    frame, warmths = cooling.groups, found.warmths(cooling.level)
    rows = tuple(
        (
            made.text(f"{row['code']} {row['name']}", warmths[row["code"]]),
            made.number(row["cards"]),
            made.number(row["dropping"]),
            made.share(row["share"]),
            made.number(row["revenue"]),
            made.number(row["at_stake"]),
        )
        for row in frame.iter_rows(named=True)
    )
    cards = int(frame.get_column("cards").sum())
    foot = (
        made.text(say("word.total")),
        made.number(cards),
        made.number(cooling.cards),
        made.share(cooling.cards / max(cards, 1)),
        made.number(sum(frame.get_column("revenue"), Decimal(0))),
        made.number(stake_of(cooling)),
    )
    heads = made.heads(
        level_name(found.scheme, cooling.level),
        say("column.cards_now"),
        say("column.dropping"),
        say("column.share"),
        say("column.brought"),
        say("column.at_stake"),
    )
    table = made.Table(say("title.cooling_groups"), heads, rows, foot)
    about = " ".join(told[:1].upper() + told[1:] for told in notes_of(cooling))
    links = site.downloads("cooling")
    return [Panel(f"{title}: {period}", (table,), about, wide=True, links=links)]
