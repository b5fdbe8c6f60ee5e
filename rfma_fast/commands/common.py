"""What all commands share: the common options, output, progress on stderr."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

import typer

from rfma_fast.api.guarded import blaming_files
from rfma_fast.commands.options import (
    ColumnsOption,
    EngineOption,
    FileOption,
    FormatOption,
    Future,
    LanguageOption,
    QuietOption,
    RemoteOption,
    SourceOption,
    StatesOption,
    StoreOption,
)
from rfma_fast.errors import masked
from rfma_fast.i18n import misuse, say
from rfma_fast.i18n.formats import number, printable
from rfma_fast.periods import parse_day, parse_month_end
from rfma_fast.reports.forms import FORMATS, Format, chosen_format
from rfma_fast.settings import store_path

if TYPE_CHECKING:
    from rich.console import Console

    from rfma_fast.api import Store
    from rfma_fast.engines.source import Survey
    from rfma_fast.reports.report import Report


@dataclass(frozen=True)
class Progress:
    """How far a long work is."""

    advance: Callable[[int], None]
    """Adds so many rows."""
    tell: Callable[[str], None]
    """Says what is being done now."""
    stop: Callable[[], None]
    """Leaves the terminal to a question."""


@dataclass(frozen=True)
class Output:
    """Where a command reads and how it answers."""

    store_path: str
    form: Format | None
    file: Path | None
    quiet: bool
    engine: str = "polars"
    remote: str | None = None
    states: str | None = None
    source: str | None = None
    columns: Path | None = None
    future: bool = False

    @property
    def store(self) -> Store:
        """Return the store, or the source, that the command works on by the engine asked for."""
        from rfma_fast.api import open_store

        return open_store(
            None if self.source else self.store_path,
            engine=self.engine,
            remote=self.remote,
            states=self.states,
            source=self.source,
            columns=self.columns,
            future=self.future,
            surveyed=self._tell_survey,
        )

    def _tell_survey(self, survey: Survey) -> None:
        if survey.left_out:
            told = {"rows": number(survey.left_out), "all": number(survey.rows)}
            rules = survey.rules
            self.tell(say("talk.source_rejected", source=survey.place, rules=rules, **told))
        if survey.repeated:
            repeated = number(survey.repeated)
            self.tell(say("talk.source_repeated", source=survey.place, rows=repeated))

    def refuse_on_a_cluster(self, options: Mapping[str, object]) -> None:
        """Refuse options whose answer needs the cards here, before a cluster is asked."""
        for option, given in options.items():
            if given and self.engine == "spark":
                raise misuse("option.not_with", option=option, other="--engine spark")

    def emit(self, report: Report) -> None:
        """Write a report in the form asked for."""
        from rfma_fast.reports.export import write

        write(report, chosen_format(self.form, self.file), self.file)
        if self.file:
            self.tell(say("talk.written", file=self.file))

    def emit_text(self, text: str) -> None:
        """Write a text to stdout or to the file."""
        from rfma_fast.reports.export import write_text

        write_text(text, self.file)
        if self.file:
            self.tell(say("talk.written", file=self.file))

    def tell(self, sentence: str) -> None:
        """Say something on stderr, unless quiet; no address keeps its secret."""
        if not self.quiet:
            print("\n".join(map(printable, masked(sentence).split("\n"))), file=sys.stderr)  # noqa: T201

    def tell_waiting(self, holder: str) -> None:
        """Say that another writer is waited for."""
        self.tell(say("talk.waiting", holder=holder))

    @contextmanager
    def progress(self, what: str, total: int | None = None) -> Iterator[Progress]:
        """Show a growing count on a terminal's stderr; nothing where nobody looks."""
        if self.quiet or not sys.stderr.isatty():
            yield Progress(lambda step: None, lambda what: None, lambda: None)
            return
        from rich import progress as bars

        columns = (
            bars.TextColumn("{task.description}", markup=False),
            bars.BarColumn(),
            bars.MofNCompleteColumn(),
            bars.TimeElapsedColumn(),
        )
        with bars.Progress(*columns, console=_stderr(), transient=True) as shown:
            task = shown.add_task(printable(what), total=total)
            yield Progress(
                lambda step: shown.update(task, advance=step),
                lambda what: shown.update(task, description=printable(what)),
                shown.stop,
            )


def _stderr() -> Console:
    from rich.console import Console

    return Console(stderr=True)


def day_option(value: str | None) -> date | None:
    """Return the day that an option names."""
    if value is None:
        return None
    day = parse_day(value)
    if day is None:
        raise misuse("day.unreadable", got=value)
    return day


def range_option(
    value: str | None, option: str, *, monthly: bool
) -> tuple[date | None, date | None] | None:
    """Return the bounds that ``A..B`` names, ``None`` where one day, or none, is named.

    Bounds are days or months; ``monthly`` without bounds is everything.
    """
    if value is None or ".." not in value:
        if monthly and value is not None:
            raise misuse("option.no_range", option=option, got=value)
        return (None, None) if monthly else None
    if not monthly:
        raise misuse("option.range_without_monthly", option=option, got=value)
    first, _, last = value.partition("..")
    return bound_option(first), bound_option(last)


def bound_option(value: str) -> date | None:
    """Return the day itself, or the last day of a month; ``None`` for an empty text."""
    if not value.strip():
        return None
    day = parse_month_end(value)
    if day is None:
        raise misuse("day.unreadable", got=value)
    return day


_LARGEST, _LARGEST_SEED = 2**31 - 1, 2**63 - 1
_COMMON: dict[str, tuple[Any, Any]] = {
    "store": (StoreOption, None),
    "lang": (LanguageOption, None),
    "format": (FormatOption, None),
    "output": (FileOption, None),
    "quiet": (QuietOption, False),
}
_FUTURE: dict[str, tuple[Any, Any]] = {"future": (Future, False)}
_SEGMENTING = {"as_of", "thresholds"}
"""Parameters that only commands which segment cards as of a day have."""
_TEXT = {name: option for name, option in _COMMON.items() if name != "format"}
_ENGINE: dict[str, tuple[Any, Any]] = {
    "engine": (EngineOption, "polars"),
    "remote": (RemoteOption, None),
    "states": (StatesOption, None),
    "source": (SourceOption, None),
    "columns": (ColumnsOption, None),
}


def with_text(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command that writes a text of its own the common options but the format."""
    return _with_common(function, _TEXT)


def with_text_of_engines(function: Callable[..., None]) -> Callable[..., None]:
    """Give such a command those of the engines, too."""
    return _with_common(function, _TEXT | _ENGINE)


def with_output(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options common to all; it receives them as ``out``, an ``Output``."""
    return _with_common(function, _COMMON, format_first=True)


def with_engines(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command whose answer each engine can compute those of the engines, too."""
    return _with_common(function, _COMMON | _ENGINE, format_first=True)


def with_either(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command that may write a text or an answer the common options."""
    return _with_common(function, _COMMON)


def _with_common(
    function: Callable[..., None],
    options: dict[str, tuple[Any, Any]],
    *,
    format_first: bool = False,
) -> Callable[..., None]:
    hints = get_type_hints(function, include_extras=True)
    own = [
        parameter.replace(annotation=hints[name])
        for name, parameter in inspect.signature(function).parameters.items()
        if name != "out"
    ]
    if _SEGMENTING & {parameter.name for parameter in own}:
        options = options | _FUTURE
    common = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
        for name, (kind, default) in options.items()
    ]

    def run(**values: Any) -> None:
        store, _, form, file, quiet = (values.pop(name, None) for name in _COMMON)
        if form is not None and form not in FORMATS:
            raise misuse("format.unknown", got=form, known=", ".join(FORMATS))
        _refuse_beyond(values)
        if format_first:
            chosen_format(form, file)
        context = values.get("context")
        if context is not None and context.invoked_subcommand:
            _refuse_options_before(context)
        engine = {name: values.pop(name) for name in _ENGINE if name in options}
        if store and engine.get("source"):
            raise misuse("option.not_with", option="--store", other="--source")
        engine |= {name: values.pop(name) for name in _FUTURE if name in options}
        out = Output(store or store_path(), form, file, bool(quiet), **engine)
        with blaming_files(out.store_path, typer.Exit, typer.Abort, typer.TyperException):
            function(**values, out=out)

    run.__name__ = function.__name__
    run.__doc__ = function.__doc__
    run.__signature__ = inspect.Signature([*own, *common])  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in (*own, *common)}
    return run


def _refuse_beyond(values: Mapping[str, object]) -> None:
    """Refuse whole numbers with which no column of numbers can reckon."""
    for name, value in values.items():
        most = _LARGEST_SEED if name == "seed" else _LARGEST
        if isinstance(value, int) and abs(value) > most:
            option = f"--{name.replace('_', '-')}"
            raise misuse("option.beyond", option=option, got=value, most=most)


def _refuse_options_before(context: typer.Context) -> None:
    for parameter in context.command.params:
        source = context.get_parameter_source(parameter.name or "")
        if parameter.name != "lang" and source is not None and source.name == "COMMANDLINE":
            verb = context.invoked_subcommand
            raise misuse("option.before_verb", option=parameter.opts[0], verb=verb)
