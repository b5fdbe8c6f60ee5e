"""``rfma publish``: the segmentation into a PostgreSQL server, for dashboards."""

from __future__ import annotations

from typing import Annotated, cast, get_args

import typer

from rfma_fast.commands.common import Output, day_option, with_output
from rfma_fast.commands.help import alone
from rfma_fast.commands.migrate import BordersName
from rfma_fast.commands.options import AsOf, SchemeOption
from rfma_fast.i18n import misuse, say


@with_output
def publish(
    server: Annotated[str, typer.Argument(metavar="SERVER", help=say("help.server"))],
    *,
    as_of: AsOf = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=say("help.publish_from"))
    ] = None,
    scheme: SchemeOption = "rfma",
    thresholds: Annotated[
        str,
        typer.Option("--thresholds", metavar="frozen|refit", help=say("help.migrate_thresholds")),
    ] = "frozen",
    schema_name: Annotated[
        str, typer.Option("--schema-name", metavar="NAME", help=say("help.schema_name"))
    ] = "rfma",
    out: Output,
) -> None:
    """Write segments, levels, thresholds and a migration into a schema, all or nothing."""
    from rfma_fast.reports.publishing import report

    if thresholds not in get_args(BordersName):
        known = ", ".join(get_args(BordersName))
        raise misuse("option.unknown", option="--thresholds", got=thresholds, known=known)
    with out.progress(say("talk.publishing")):
        publication = out.store.publish(
            server,
            day_option(as_of),
            since=day_option(since),
            scheme=scheme,
            borders=cast("BordersName", thresholds),
            schema_name=schema_name,
        )
    out.emit(report(publication))


app = alone("publish", publish)
