"""How rejected rows, warnings of a load and an undone load look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rich.text import Text

from rfma_fast.i18n import say
from rfma_fast.i18n.formats import MISSING, day, number, printable, share
from rfma_fast.reports import plain
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import Column, facts, heading, note, table, text_column

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

    from rfma_fast.cheques.rulebook import Warned
    from rfma_fast.store.undo import UndoReport

ROWS_SHOWN = 20
WARNINGS_SHOWN = 20


def rejects_report(rows: pl.DataFrame, limit: int | None) -> Report:
    """Return the forms of rejected rows; a terminal shows the first ones, a file has all."""
    by_rule = rows.group_by("rule", maintain_order=True).len("rows").sort("rule")
    by_load = rows.group_by("load", "source", maintain_order=True).len("rows")
    some = rows if limit is None else rows.head(limit)
    return Report(
        json=lambda: {
            "rejected": rows.height,
            "rejected_by_rule": dict(by_rule.iter_rows()),
            "loads": plain.records(by_load),
            "rows": plain.records(some),
        },
        frames=lambda: {"rejected": some, "rules": by_rule},
        show=lambda width: _show_rejects(rows.height, by_rule, by_load, some, limit),
    )


def undo_report(undone: UndoReport) -> Report:
    """Return the forms of what left the store with a load."""
    return Report(
        json=lambda: plain.plain(asdict(undone)),
        frames=lambda: {"undone": _undone_frame(undone)},
        show=lambda width: _show_undone(undone),
    )


def warnings_json(warnings: Sequence[Warned]) -> list[dict[str, Any]]:
    """Return the warnings of a load: rule, figures and the sentence."""
    return [
        {"rule": one.rule, **plain.plain(one.figures), "text": sentence(one)} for one in warnings
    ]


def show_warnings(warnings: Sequence[Warned]) -> list[RenderableType]:
    """Return the warnings of a load as lines."""
    if not warnings:
        return []
    head = Text(f"\n{say('title.warnings')}", style="bold")
    told = (printable(f"- {sentence(one)} [{one.rule}]") for one in warnings[:WARNINGS_SHOWN])
    lines: list[RenderableType] = [head, *map(Text, told)]
    rest = len(warnings) - WARNINGS_SHOWN
    return [*lines, *([note(say("note.more_warnings", rest=number(rest)))] if rest > 0 else [])]


def sentence(warned: Warned) -> str:
    """Return a warning in words, its figures as they are written in the language in use."""
    return say(f"warning.{warned.rule}", **{k: _text(v) for k, v in warned.figures.items()})


def rules_table(rejected: dict[str, int]) -> RenderableType:
    """Return how many rows break which rule, and what the rule means."""
    from rfma_fast.cheques.rulebook import RULES

    meanings = {rule.name: rule.meaning for rule in RULES}
    columns = [
        Column(say("column.rule"), "left"),
        Column(say("column.rows")),
        text_column(say("column.meaning")),
    ]
    rows = [[rule, number(count), meanings.get(rule, MISSING)] for rule, count in rejected.items()]
    return table(say("title.rejected"), columns, rows)


def _text(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return say("word.all_shops")
    if isinstance(value, int):
        return number(value)
    if isinstance(value, Fraction):
        return share(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_text(figure)}" for name, figure in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value))
    return str(value)


def _show_rejects(
    total: int, by_rule: pl.DataFrame, by_load: pl.DataFrame, some: pl.DataFrame, limit: int | None
) -> Sequence[RenderableType]:
    head = heading(say("title.rejects"), number(total))
    if not total:
        return [head]
    loads = table(
        say("title.rejects_by_load"),
        [Column("№"), text_column(say("column.source")), Column(say("column.rows"))],
        [[number(load), source, number(rows)] for load, source, rows in by_load.iter_rows()],
    )
    shown = some.head(ROWS_SHOWN if limit is None else limit)
    columns = [
        Column("№"),
        Column(say("column.line")),
        Column(say("column.rule"), "left"),
        text_column(say("column.raw")),
    ]
    rows = [
        [number(row["load"]), number(row["line"]), row["rule"], _raw(row)]
        for row in shown.iter_rows(named=True)
    ]
    parts = [head, rules_table(dict(by_rule.iter_rows())), loads]
    parts.append(table(say("title.rejects_rows"), columns, rows))
    rest = total - shown.height
    return [*parts, *([note(say("note.more_rejects", rest=number(rest)))] if rest else [])]


def _raw(row: dict[str, Any]) -> str:
    fields = [name for name in row if name not in ("load", "source", "line", "rule")]
    return " · ".join(str(row[name]) if row[name] else MISSING for name in fields)


def _show_undone(undone: UndoReport) -> Sequence[RenderableType]:
    pairs = [
        (say("fact.undone_cheques"), number(undone.cheques)),
        (say("fact.undone_rejected"), number(undone.rejected)),
        (say("fact.returned"), number(undone.returned)),
        (say("fact.months"), number(len(undone.months))),
        (say("fact.version"), number(undone.version)),
    ]
    return [heading(say("title.undone"), number(undone.undo), undone.source), facts(pairs)]


def _undone_frame(undone: UndoReport) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame({"month": list(undone.months)}, schema={"month": pl.String})
