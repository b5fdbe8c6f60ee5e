"""``rfma thresholds``: the research of borders, others tried, shifted, refitted, frozen."""

from __future__ import annotations

from typing import Annotated

import typer

from rfma_fast.commands.common import (
    Output,
    day_option,
    range_option,
    with_engines,
    with_output,
    with_text_of_engines,
)
from rfma_fast.commands.help import Verb, Verbs, help_of
from rfma_fast.commands.options import (
    AsOf,
    Explain,
    SchemeOption,
    Shops,
    Since,
    ThresholdsFile,
)
from rfma_fast.commands.ways import sentence
from rfma_fast.i18n import misuse, say

app = typer.Typer(
    name="thresholds",
    cls=Verbs,
    add_completion=False,
    invoke_without_command=True,
    help=help_of("thresholds"),
)

Level = Annotated[
    str | None, typer.Option("--level", metavar="LEVEL", help=say("help.groups_level"))
]


@with_engines
def research(
    context: typer.Context,
    *,
    as_of: AsOf = None,
    since: Since = None,
    shop: Shops = None,
    scheme: SchemeOption = "rfma",
    thresholds: ThresholdsFile = None,
    tried: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="AXIS=BORDERS", help=say("help.set_borders")),
    ] = None,
    follow: Annotated[bool, typer.Option("--follow", help=say("help.follow"))] = False,
    level: Level = None,
    explain: Explain = False,
    out: Output,
) -> None:
    """Show what is behind the borders; with ``--set``, what others would do."""
    if context.invoked_subcommand:
        return
    if follow and not tried:
        raise misuse("what_if.follow_alone")
    out.refuse_on_a_cluster({"--set": tried})
    store = out.store
    _check_level(level, store.scheme(scheme).level_codes)
    if tried:
        from rfma_fast.analyses.what_if import parsed_settings
        from rfma_fast.reports.what_if import report as what_if_report

        trial = store.what_if(
            parsed_settings(tried),
            day_option(as_of),
            since=day_option(since),
            shops=shop or (),
            scheme=scheme,
            thresholds=thresholds,
            follow=follow,
        )
        if explain:
            out.tell(sentence(trial.before))
        out.emit(what_if_report(trial, level))
        return
    from rfma_fast.reports.research import report

    found = store.thresholds(
        day_option(as_of),
        since=day_option(since),
        shops=shop or (),
        scheme=scheme,
        thresholds=thresholds,
    )
    if explain:
        out.tell(sentence(found.segmentation))
    out.emit(report(found, level))


@with_output
def sensitivity(
    *,
    as_of: AsOf = None,
    since: Since = None,
    shop: Shops = None,
    scheme: SchemeOption = "rfma",
    thresholds: ThresholdsFile = None,
    level: Level = None,
    explain: Explain = False,
    out: Output,
) -> None:
    """Move each border and count the cards that change group."""
    from rfma_fast.reports.sensitivity import report

    store = out.store
    _check_level(level, store.scheme(scheme).level_codes)
    found = store.sensitivity(
        day_option(as_of),
        since=day_option(since),
        shops=shop or (),
        scheme=scheme,
        thresholds=thresholds,
        level=level,
    )
    if explain:
        out.tell(sentence(found.segmentation))
    out.emit(report(found))


@with_output
def stability(
    *,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE|A..B", help=say("help.stability_as_of"))
    ] = None,
    since: Since = None,
    shop: Shops = None,
    scheme: SchemeOption = "rfma",
    resamples: Annotated[
        int, typer.Option("--resamples", metavar="N", help=say("help.resamples"))
    ] = 1000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help=say("help.stability_seed"))] = 1,
    explain: Explain = False,
    out: Output,
) -> None:
    """Refit the borders at each month end, and over resampled data."""
    from rfma_fast.reports.stability import report

    ranged = as_of is None or ".." in as_of
    bounds = range_option(as_of, "--as-of", monthly=True) if ranged else None
    store = out.store
    found = store.stability(
        store.month_ends(*(bounds or (None, day_option(as_of)))),
        since=day_option(since),
        shops=shop or (),
        scheme=scheme,
        resamples=resamples,
        seed=seed,
    )
    if explain:
        out.tell(sentence(found.segmentation))
    out.emit(report(found))


@with_text_of_engines
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


def _check_level(level: str | None, known: tuple[str, ...]) -> None:
    if level is not None and level not in known:
        raise misuse("option.unknown", option="--level", got=level, known=", ".join(known))


app.callback()(research)
app.command("fit", cls=Verb, help=help_of("fit"))(fit)
app.command("sensitivity", cls=Verb, help=help_of("sensitivity"))(sensitivity)
app.command("stability", cls=Verb, help=help_of("stability"))(stability)
