"""Money of a migration: windows before its dates, and all time under its name."""

from __future__ import annotations

from rfma_fast.analyses.migration import Migration
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import printable
from rfma_fast.reports import movement as looks
from rfma_fast.reports import spending
from rfma_fast.web import blocks as made
from rfma_fast.web.blocks import Block, Note, Panel
from rfma_fast.web.site import Site


def money_panels(site: Site, found: Migration, level: str) -> list[Block]:
    """Return what cards of each movement and of each group spent before and after."""
    spent = site.answers.spending(found)
    per_card = tuple(say(key) for key in spending.HEADS.values())
    all_time = dict(found.movements(level).counts.select("movement", "revenue").iter_rows())
    moves = tuple(
        (
            made.text(say(looks.MOVEMENTS[row["movement"]])),
            made.number(row["cards"]),
            *(made.number(row[name]) for name in spending.PER_CARD),
            made.number(all_time[row["movement"]]),
        )
        for row in spent.movements(level).iter_rows(named=True)
    )
    title = say("move.title_movements")
    heads = made.heads(
        say("move.movement"), say("column.cards"), *per_card, spending.all_time(found)
    )
    warmths = found.before.warmths(level)
    groups = tuple(
        (
            made.text(spending.named(row["code"], row["name"]), warmths.get(row["code"])),
            made.number(row["cards"]),
            *(made.number(row[name]) for name in spending.PER_CARD),
        )
        for row in spent.groups(level).iter_rows(named=True)
    )
    of_groups = spending.title(found)
    notes = [Note(printable(say("move.drift")))]
    if spent.shortened:
        notes.append(Note(printable(spending.shortened(spent))))
    return [
        *notes,
        Panel(title, (made.Table(title, heads, moves),), printable(spending.told(spent))),
        Panel(
            of_groups,
            (
                made.Table(
                    of_groups, made.heads(say("move.group"), say("column.cards"), *per_card), groups
                ),
            ),
        ),
    ]
