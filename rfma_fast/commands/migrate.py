"""``rfma migrate``: who went where between two dates, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, cast, get_args

import typer

from rfma_fast.commands.common import (
    Output,
    bound_option,
    day_option,
    with_engines,
)
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import (
    Explain,
    SchemeOption,
    Shops,
)
from rfma_fast.commands.ways import sentence
from rfma_fast.i18n import misuse, say

BordersName = Literal["frozen", "refit"]
LabelName = Literal["shop", "cohort"]


@with_engines
def migrate(
    *,
    since: Annotated[str, typer.Option("--from", metavar="DATE", help=say("help.migrate_from"))],
    until: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help=say("help.migrate_to"))
    ] = None,
    level: Annotated[str | None, typer.Option("--level", help=say("help.level"))] = None,
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
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="shop|cohort", help=say("help.migrate_by")),
    ] = None,
    decompose: Annotated[
        bool, typer.Option("--decompose", help=say("help.migrate_decompose"))
    ] = False,
    season: Annotated[bool, typer.Option("--season", help=say("help.migrate_season"))] = False,
    window: Annotated[
        int | None, typer.Option("--window", metavar="DAYS", help=say("help.migrate_window"))
    ] = None,
    explain: Explain = False,
    out: Output,
) -> None:
    """Show the matrix of groups at two dates, or list the cards behind one cell."""
    if thresholds not in get_args(BordersName):
        known = ", ".join(get_args(BordersName))
        raise misuse("option.unknown", option="--thresholds", got=thresholds, known=known)
    if by is not None and by not in get_args(LabelName):
        known = ", ".join(get_args(LabelName))
        raise misuse("option.unknown", option="--by", got=by, known=known)
    whole = {"--between": between, "--list": cell, "--by": by, "--decompose": decompose}
    alone = {"--by": by, "--decompose": decompose, "--season": season}
    if monthly:
        _refuse_with("--monthly", whole | {"--season": season, "--window": window})
    if cell:
        _refuse_with("--list", alone | {"--window": window})
    out.refuse_on_a_cluster({"--list": cell, "--by": by, "--monthly": monthly})
    store = out.store
    chosen_scheme = store.scheme(scheme)
    level, levels = chosen_scheme.level_asked(level), chosen_scheme.level_codes
    if level not in levels:
        raise misuse("option.unknown", option="--level", got=level, known=", ".join(levels))
    chosen = cast("BordersName", thresholds)
    if monthly:
        from rfma_fast.reports.transitions import monthly_report

        days = store.month_ends(bound_option(since), bound_option(until or ""))
        chain = store.migrations(days, scheme=scheme, borders=chosen, shops=shop or ())
        out.emit(monthly_report(level, chain))
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
    from rfma_fast.reports.migration import Asked, report

    year_before = store.season(found) if season else None
    asked = Asked(by, effects=decompose, season=year_before, window=window)
    out.emit(report(found, level, asked))


def _refuse_with(other: str, options: Mapping[str, object]) -> None:
    for option, given in options.items():
        if given:
            raise misuse("option.not_with", option=option, other=other)


app = alone("migrate", migrate)
