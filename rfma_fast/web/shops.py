"""Which shops a table shows: no page grows with the chain."""

from __future__ import annotations

from rfma_fast.analyses.overview import Overview
from rfma_fast.analyses.trade import Trade
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import number
from rfma_fast.web.site import Site


def largest_shops(site: Site, found: Overview) -> list[tuple[str, Trade]]:
    """Return the shops that a table shows, in natural order."""
    by_revenue = sorted(found.shops, key=lambda shop: -found.shops[shop].revenue)
    shown = set(by_revenue[: site.most_shops])
    return [(shop, trade) for shop, trade in found.shops.items() if shop in shown]


def largest_told(site: Site, found: Overview) -> str:
    """Return a sentence where that is not all of them."""
    if len(found.shops) <= site.most_shops:
        return ""
    return say("web.largest_shops", shown=number(site.most_shops), all=number(len(found.shops)))
