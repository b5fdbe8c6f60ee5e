"""How a trial load looks: each file's dialect, fields and columns, the first rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rfma_fast.i18n import say
from rfma_fast.i18n.formats import MISSING, number, printable
from rfma_fast.reports import plain
from rfma_fast.reports.quality import show_warnings, warnings_json
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import Column, facts, heading, note, table, text_column

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group, RenderableType

    from rfma_fast.sources.files import File
    from rfma_fast.sources.postgresql import Selected
    from rfma_fast.sources.understanding import Understanding

KINDS = {"csv": "CSV", "parquet": "Parquet", "arrow": "Arrow", "excel": "Excel"}
FILES_SHOWN = 12
NAMES_SHOWN = 12
CARD_SHOWN = 13
"""Signs of a card that are shown: a number whole, an id of another kind cut."""


def understanding_report(found: Understanding) -> Report:
    """Return the forms of what a load would do."""
    return Report(
        json=lambda: {
            "columns": found.columns,
            "files": [_file_json(file) for file in found.files],
            "relations": [{"name": part.name, "columns": part.columns} for part in found.relations],
            "read": found.read,
            "rejected": found.rejected,
            "rejected_by_rule": found.rejected_by_rule,
            "first": plain.records(found.first),
            "warnings": warnings_json(found.warnings),
        },
        frames=lambda: {
            "first": found.first,
            **({"files": _files_frame(found.files)} if found.files else {}),
        },
        show=lambda width: list(_show(found)),
    )


def _file_json(file: File) -> dict[str, Any]:
    types = dict(file.schema)
    return {
        **_traits(file),
        "columns": file.columns,
        "types": {field: _type(types[column]) for field, column in file.columns.items()},
        "unused": file.unused,
    }


def _traits(file: File) -> dict[str, str | None]:
    """Return how a file is written; what has no meaning for its kind is ``None``."""
    dialect, is_csv = file.dialect, file.kind == "csv"
    return {
        "file": file.name,
        "kind": file.kind,
        "compression": dialect.compression,
        "encoding": dialect.encoding if is_csv else None,
        "delimiter": dialect.delimiter if is_csv else None,
        "quote": dialect.quote if is_csv else None,
        "newline": dialect.newline if is_csv else None,
        "decimal": dialect.decimal,
        "thousands": dialect.thousands,
        "date": dialect.date,
        "zone": dialect.zone,
        "sheet": dialect.sheet,
    }


def _files_frame(files: Sequence[File]) -> pl.DataFrame:
    import polars as pl

    rows = [_traits(file) for file in files]
    return pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))


def _type(dtype: pl.DataType) -> str:
    """Return ``text``, ``moment`` or ``number``."""
    if dtype.is_temporal():
        return "moment"
    return "number" if dtype.is_numeric() else "text"


def _show(found: Understanding) -> Iterator[RenderableType]:
    yield heading(say("title.dry_run"))
    if found.files:
        yield from _show_files(found.files)
        yield from _show_maps(found.files)
    yield from map(_show_relation, found.relations)
    yield _show_first(found.first)
    yield facts(
        [(say("fact.read"), number(found.read)), (say("fact.rejected"), number(found.rejected))]
    )
    if found.rejected:
        columns = [text_column(say("column.rule")), Column(say("column.rows"))]
        rows = [[rule, number(count)] for rule, count in found.rejected_by_rule.items()]
        yield table(say("title.rejected"), columns, rows)
    yield from show_warnings(found.warnings)


def _show_files(files: Sequence[File]) -> Iterator[RenderableType]:
    columns = [
        text_column(say("column.source")),
        Column(say("column.kind"), "left"),
        Column(say("column.encoding"), "left"),
        Column(say("column.delimiter"), "left"),
        Column(say("column.decimal"), "left"),
        Column(say("column.dates"), "left"),
        Column(say("column.compression"), "left"),
    ]
    rows = [
        [
            _short(file),
            KINDS[file.kind],
            file.dialect.encoding if file.kind == "csv" else MISSING,
            _delimiter(file),
            f"0{file.dialect.decimal}00",
            say(f"date.{_order(file)}"),
            file.dialect.compression or MISSING,
        ]
        for file in files[:FILES_SHOWN]
    ]
    yield table(say("title.files"), columns, rows)
    if len(files) > FILES_SHOWN:
        yield note(say("note.more_files", rest=number(len(files) - FILES_SHOWN)))


def _order(file: File) -> str:
    return file.dialect.date.replace("-", "_")


def _delimiter(file: File) -> str:
    if file.kind != "csv":
        return MISSING
    return say("word.tab") if file.dialect.delimiter == "\t" else file.dialect.delimiter


def _short(file: File) -> str:
    return Path(file.name).name


def _show_maps(files: Sequence[File]) -> Iterator[RenderableType]:
    """Yield one table for the files whose columns are the same."""
    kept = sorted(files, key=lambda file: repr((file.columns, file.schema)))
    groups = [list(same) for _, same in groupby(kept, lambda f: (f.columns, f.schema))]
    for same in groups:
        names = _listed(list(map(_short, same)), 3)
        title = say("title.map") if len(groups) == 1 else say("title.map_of", files=names)
        yield _show_map(title, same[0])
        if same[0].unused:
            yield note(say("note.unused", columns=_listed(same[0].unused)))


def _listed(names: Sequence[str], shown: int = NAMES_SHOWN) -> str:
    """Return names in a row, the first of many."""
    return printable(", ".join(names[:shown]) + (", …" if len(names) > shown else ""))


def _show_map(title: str, file: File) -> Group:
    types = dict(file.schema)
    columns = [
        Column(say("column.field"), "left"),
        text_column(say("column.source_column")),
        Column(say("column.type"), "left"),
    ]
    rows = [
        [field, column, say(f"type.{_type(types[column])}")]
        for field, column in file.columns.items()
    ]
    return table(title, columns, rows)


def _show_relation(part: Selected) -> Group:
    columns = [Column(say("column.field"), "left"), text_column(say("column.source_column"))]
    title = say("title.map_of", files=printable(part.name))
    return table(title, columns, [list(pair) for pair in part.columns.items()])


def _show_first(first: pl.DataFrame) -> Group:
    columns = [
        Column(say("column.moment"), "left"),
        text_column(say("column.shop")),
        Column(say("column.card"), "left"),
        Column(say("column.amount")),
        Column(say("column.paid")),
        text_column(say("column.doc_id")),
    ]
    rows = [
        [
            f"{row['day']:%Y-%m-%d} {_clock(row['time'])}",
            row["shop"],
            _card(row["card"]),
            _roubles(row["amount"]),
            _roubles(row["paid"]),
            row["doc_id"] or MISSING,
        ]
        for row in first.iter_rows(named=True)
    ]
    return table(say("title.first_cheques"), columns, rows)


def _card(card: str | None) -> str:
    """Return a card, the rest of an id that is longer than a card's number cut off."""
    if card is None or len(card) <= CARD_SHOWN:
        return card or MISSING
    return f"{card[: CARD_SHOWN - 1]}…"


def _clock(microseconds: int) -> str:
    seconds = microseconds // 1_000_000
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _roubles(kopecks: int | None) -> str:
    return number(None if kopecks is None else kopecks / 100, 2)
