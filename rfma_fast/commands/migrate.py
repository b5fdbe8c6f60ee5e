"""``rfma migrate``: who went where between two dates."""

from __future__ import annotations

from typing import Annotated, Literal, cast, get_args

import typer

from rfma_fast.commands.common import Output, bound_option, day_option, with_output
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import Explain, SchemeOption, Shops
from rfma_fast.commands.ways import sentence
from rfma_fast.i18n import misuse, say

BordersName = Literal["frozen", "refit"]


@with_output
def migrate(
    *,
    since: Annotated[str, typer.Option("--from", metavar="DATE", help=say("help.migrate_from"))],
    until: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help=say("help.migrate_to"))
    ] = None,
    level: Annotated[str, typer.Option("--level", help=say("help.level"))] = "region",
    thresholds: Annotated[
        str,
        typer.Option("--thresholds", metavar="frozen|refit", help=say("help.migrate_thresholds")),
    ] = "frozen",
    between: Annotated[bool, typer.Option("--between", help=say("help.between"))] = False,
    scheme: SchemeOption = "rfma",
    shop: Shops = None,
    cell: Annotated[
        tuple[str, str] | None,
        typer.Option("--list", metavar="FROM TO", help=say("help.list_cell")),
    ] = None,
    monthly: Annotated[bool, typer.Option("--monthly", help=say("help.migrate_monthly"))] = False,
    explain: Explain = False,
    out: Output,
) -> None:
    """Show the matrix of groups at two dates, or list the cards behind one cell."""
    if thresholds not in get_args(BordersName):
        known = ", ".join(get_args(BordersName))
        raise misuse("option.unknown", option="--thresholds", got=thresholds, known=known)
    store = out.store
    levels = store.scheme(scheme).level_codes
    if level not in levels:
        raise misuse("option.unknown", option="--level", got=level, known=", ".join(levels))
    chosen = cast("BordersName", thresholds)
    if monthly:
        if between or cell:
            other = "--between" if between else "--list"
            raise misuse("option.not_with", option=other, other="--monthly")
        from rfma_fast.reports.chain import migrations_report

        days = store.month_ends(bound_option(since), bound_option(until or ""))
        chain = store.migrations(days, scheme=scheme, borders=chosen, shops=shop or ())
        out.emit(migrations_report(store.scheme(scheme), level, chain))
        return
    found = store.migrate(
        since,
        day_option(until),
        scheme=scheme,
        borders=chosen,
        between=between,
        shops=shop or (),
    )
    if explain:
        out.tell(sentence(found.before))
        out.tell(sentence(found.after))
    if cell:
        from rfma_fast.reports.frame import report as frame_report

        out.emit(frame_report(found.cards(level, *cell), "cards"))
        return
    from rfma_fast.reports.migration import report

    out.emit(report(found, level))


app = alone("migrate", migrate)
