"""The ids without a card that come back often: tills, and regulars whom nobody asked for a card."""

from __future__ import annotations

from fractions import Fraction

from rfma_fast.analyses.returning import OFTEN, TILL_A_DAY, TILL_DAYS, TILL_EVERY
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import number
from rfma_fast.web import blocks as made
from rfma_fast.web.blocks import Panel
from rfma_fast.web.site import Site


def returning_panel(site: Site) -> Panel:
    """Return both kinds of such ids, how many there are and what they bought."""
    found = site.answers.returning(site.asked.since, site.asked.until, site.asked.shops)
    title = say("title.returning_kinds", least=number(OFTEN))
    if not found.ids.height:
        return Panel(title, ((("", say("web.none")),),), wide=True)
    rows = tuple(
        (
            made.text(say(f"kind.{row['kind']}")),
            made.number(row["ids"]),
            made.number(row["cheques"]),
            made.share(Fraction(row["cheques"], found.cheques)),
            made.number(row["revenue"]),
            made.number(row["mean_cheque"], 2),
        )
        for row in found.kinds.iter_rows(named=True)
    )
    heads = made.heads(
        say("column.kind"),
        say("column.ids"),
        say("column.cheques"),
        say("column.share_of_named"),
        say("column.revenue"),
        say("column.mean_cheque"),
    )
    rule = made.sentence("note.till_rule", a_day=TILL_A_DAY, days=TILL_DAYS, every=TILL_EVERY)
    links = site.downloads("returning")
    return Panel(title, (made.Table(title, heads, rows),), rule, wide=True, links=links)
