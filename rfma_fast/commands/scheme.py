"""``rfma scheme``: the built-in schemes, and files of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rfma_fast.commands.common import Output, day_option, with_either, with_output, with_text
from rfma_fast.commands.help import Verb, Verbs, help_of
from rfma_fast.commands.options import AsOf, LanguageOption
from rfma_fast.i18n import misuse, say

app = typer.Typer(name="scheme", cls=Verbs, add_completion=False, help=help_of("scheme"))


@app.callback()
def group(lang: LanguageOption = None) -> None:
    """Take the language before the verb."""


Name = Annotated[str, typer.Argument(metavar="CODE|FILE", help=say("help.scheme"))]


@with_output
def list_schemes(*, out: Output) -> None:
    """List the built-in schemes."""
    from rfma_fast.reports.schemes import list_report
    from rfma_fast.schemes.loader import builtin_codes, load_scheme

    out.emit(list_report([load_scheme(code) for code in builtin_codes()]))


@with_either
def show(
    name: Name,
    *,
    toml: Annotated[bool, typer.Option("--toml", help=say("help.toml"))] = False,
    out: Output,
) -> None:
    """Show a scheme's axes and groups, or its file."""
    from rfma_fast.schemes.loader import load_scheme, scheme_text

    if toml:
        out.emit_text(scheme_text(name))
        return
    from rfma_fast.reports.schemes import scheme_report

    out.emit(scheme_report(load_scheme(name)))


@with_output
def check(name: Name, *, as_of: AsOf = None, out: Output) -> None:
    """Prove that a scheme's levels hold every class once; show what is empty at a date."""
    from rfma_fast.reports.schemes import check_report

    store = out.store
    scheme = store.scheme(name)
    segmentation = store.segment(day_option(as_of), scheme=name) if as_of else None
    out.emit(check_report(scheme, segmentation))


@with_text
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("help.new_file"))],
    *,
    start: Annotated[
        str | None, typer.Option("--from", metavar="CODE", help=say("help.new_from"))
    ] = None,
    out: Output,
) -> None:
    """Write a scheme to start from."""
    from rfma_fast.reports.export import write_text
    from rfma_fast.schemes.copies import started

    if file.exists():
        raise misuse("scheme.exists", file=file)
    write_text(started(file, start), file)
    out.tell(say("talk.scheme_new", file=file))


app.command("list", cls=Verb, help=help_of("scheme_list"))(list_schemes)
app.command("show", cls=Verb, help=help_of("scheme_show"))(show)
app.command("new", cls=Verb, help=help_of("scheme_new"))(new)
app.command("check", cls=Verb, help=help_of("scheme_check"))(check)
