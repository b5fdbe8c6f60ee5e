"""``rfma report``: the dashboards in one offline file."""

from __future__ import annotations

from typing import Annotated

import typer

from rfma_fast.commands.common import Output, day_option, with_text
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import AsOf, SchemeOption, Shops
from rfma_fast.i18n import misuse, say


@with_text
def report(
    *,
    as_of: AsOf = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=say("help.report_from"))
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help=say("help.report_to"))
    ] = None,
    first: Annotated[
        str | None, typer.Option("--first", metavar="DATE", help=say("help.report_first"))
    ] = None,
    shop: Shops = None,
    scheme: SchemeOption = "rfma",
    out: Output,
) -> None:
    """Write all dashboards into one HTML file that needs no network."""
    from rfma_fast.web.answers import Answers
    from rfma_fast.web.asked import Asked
    from rfma_fast.web.report import report_of
    from rfma_fast.web.site import Site

    if out.file is None:
        raise misuse("web.report_needs_file")
    if out.file.suffix.lower() not in (".html", ".htm"):
        raise misuse("web.report_not_html", file=out.file)
    if shop and len(shop) > 1:
        raise misuse("web.report_one_shop", shops=", ".join(shop))
    asked = Asked(
        as_of=day_option(as_of),
        since=day_option(since),
        until=day_option(until),
        first=day_option(first),
        second=day_option(as_of),
        scheme=scheme,
        shop=shop[0] if shop else "",
    )
    site = Site(Answers(out.store_path, future=out.future), asked, live=False, schemes=(scheme,))
    out.emit_text(report_of(site))


app = alone("report", report)
