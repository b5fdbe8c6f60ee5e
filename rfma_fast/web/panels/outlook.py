"""What each group does if it is left alone, and what is therefore at stake."""

from __future__ import annotations

from rfma_fast.analyses.clustered import Estimate
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number, share
from rfma_fast.reports.foretelling import order_sentence
from rfma_fast.reports.names import level_name
from rfma_fast.reports.outlook import SURE, between, roubles_between
from rfma_fast.web import blocks as made
from rfma_fast.web.blocks import Cell, Panel
from rfma_fast.web.site import Site


def outlook_panel(site: Site, found: Segmentation, level: str) -> list[Panel]:
    """Return size × what a card brings, by group; nothing where too little lies behind."""
    outlook = site.answers.outlook(found, level)
    if outlook is None:
        return []
    main, warmths = outlook.main, found.warmths(level)
    rows = []
    for code, cards in outlook.sizes.items():
        of, pooled = main.of_newest.get(code), main.pooled.get(code)
        stake = outlook.at_stake(code)
        rows.append(
            (
                made.text(f"{code} {outlook.name(code)}", warmths.get(code)),
                made.number(cards),
                made.share(of.return_rate.value if of else None),
                _between(of.return_rate if of else None),
                made.share(pooled.return_rate.value if pooled else None),
                *_money(of.revenue_per_card if of else None),
                *_money(stake),
            )
        )
    heads = made.heads(
        level_name(found.scheme, level),
        say("column.cards_now"),
        say("outlook.again"),
        share(SURE, 0),
        say("outlook.month_ends", count=number(len(main.month_ends))),
        say("outlook.per_card"),
        share(SURE, 0),
        say("column.at_stake"),
        share(SURE, 0),
    )
    title = say("outlook.title_groups", days=number(main.days), day=day(main.newest))
    about = [made.sentence(key, **values) for key, values in outlook.own_notes]
    if outlook.order is not None:
        about.insert(0, order_sentence(outlook.order))
    table = made.Table(title, heads, tuple(rows))
    links = site.downloads("outlook")
    return [Panel(f"{say('outlook.title')}: {title}", (table,), " ".join(about), True, links)]


def _between(of: Estimate | None) -> Cell:
    return Cell(between(of), "" if of is None else f"{of.low:.9g}", numeric=True)


def _money(of: Estimate | None) -> tuple[Cell, Cell]:
    kopecks = None if of is None else of.value
    value = made.number(None if kopecks is None else kopecks / 100)
    return value, Cell(roubles_between(of), "" if of is None else f"{of.low:.9g}", numeric=True)
