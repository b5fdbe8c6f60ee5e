"""``rfma scheme``: the built-in schemes, and files of one's own."""

from __future__ import annotations

from typing import Annotated

import typer

from rfma_fast.commands.common import Output, help_of, with_output
from rfma_fast.i18n import say

app = typer.Typer(no_args_is_help=True, help=help_of("scheme"))

Name = Annotated[str, typer.Argument(metavar="CODE|FILE", help=say("help.scheme"))]


@with_output
def list_schemes(*, out: Output) -> None:
    """List the built-in schemes."""
    from rfma_fast.reports.schemes import list_report
    from rfma_fast.schemes.loader import builtin_codes, load_scheme

    out.emit(list_report([load_scheme(code) for code in builtin_codes()]))


@with_output
def show(
    name: Name,
    *,
    toml: Annotated[bool, typer.Option("--toml", help=say("help.toml"))] = False,
    out: Output,
) -> None:
    """Show a scheme's axes and groups, or its file."""
    from rfma_fast.reports.schemes import scheme_report
    from rfma_fast.schemes.loader import load_scheme, scheme_text

    if toml:
        out.emit_text(scheme_text(name))
    else:
        out.emit(scheme_report(load_scheme(name)))


@with_output
def check(name: Name, *, out: Output) -> None:
    """Prove that a scheme's levels hold every class once."""
    from rfma_fast.reports.schemes import scheme_report
    from rfma_fast.schemes.codebook import compile_codebook
    from rfma_fast.schemes.loader import load_scheme

    scheme = load_scheme(name)
    count = len(compile_codebook(scheme).classes)
    verdict = say("talk.scheme_sound", classes=count, levels=len(scheme.levels))
    out.emit(scheme_report(scheme, verdict))


app.command("list", help=help_of("scheme_list"))(list_schemes)
app.command("show", help=help_of("scheme_show"))(show)
app.command("check", help=help_of("scheme_check"))(check)
