"""``rfma thresholds``: the research of borders; ``fit`` freezes them in a file."""

from __future__ import annotations

import typer

from rfma_fast.commands.common import Output, day_option, with_output, with_text
from rfma_fast.commands.help import Verb, Verbs, help_of
from rfma_fast.commands.options import AsOf, Explain, SchemeOption, Shops, Since, ThresholdsFile
from rfma_fast.commands.ways import sentence

app = typer.Typer(
    name="thresholds",
    cls=Verbs,
    add_completion=False,
    invoke_without_command=True,
    help=help_of("thresholds"),
)


@with_output
def research(
    context: typer.Context,
    *,
    as_of: AsOf = None,
    since: Since = None,
    shop: Shops = None,
    scheme: SchemeOption = "rfma",
    thresholds: ThresholdsFile = None,
    explain: Explain = False,
    out: Output,
) -> None:
    """Show distributions, deciles, gaps, ties and capacities behind the borders."""
    if context.invoked_subcommand:
        return
    from rfma_fast.reports.research import report

    found = out.store.thresholds(
        day_option(as_of),
        since=day_option(since),
        shops=shop or (),
        scheme=scheme,
        thresholds=thresholds,
    )
    if explain:
        out.tell(sentence(found.segmentation))
    out.emit(report(found))


@with_text
def fit(
    *,
    as_of: AsOf = None,
    since: Since = None,
    shop: Shops = None,
    scheme: SchemeOption = "rfma",
    out: Output,
) -> None:
    """Fit the borders to the data and freeze them in a file."""
    found = out.store.segment(
        day_option(as_of), since=day_option(since), shops=shop or (), scheme=scheme
    )
    out.emit_text(found.thresholds.to_toml())


app.callback()(research)
app.command("fit", cls=Verb, help=help_of("fit"))(fit)
