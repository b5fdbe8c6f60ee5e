"""Rows of the quarantine taken in after all: mended in a file, or under other demands."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
from fastexcel import FastExcelError
from polars.exceptions import PolarsError

from rfma_fast.cheques.marks import unmarked_frame
from rfma_fast.cheques.rulebook import READERS_RULES, Demands, Warned
from rfma_fast.cheques.rules import check
from rfma_fast.cheques.schema import FIELD_NAMES
from rfma_fast.i18n import problem
from rfma_fast.store import quarantine
from rfma_fast.store.loads import Load, LoadReport
from rfma_fast.store.quarantine import PLACE
from rfma_fast.store.tables import REJECTED, Tables

LABEL = "rejected"
"""The source of a load whose rows are those of the quarantine as they are."""

_KEPT_VERDICTS = READERS_RULES | {"row_repeated"}
"""Rules that the same fields break again, whatever the demands."""
_FIELDS = dict.fromkeys(FIELD_NAMES, pl.String())


def rejects(
    root: str | os.PathLike[str], rules: Sequence[str] = (), load: int | None = None
) -> pl.DataFrame:
    """Return the rows that wait in the quarantine: load, source, line, rule and a cheque's fields.

    The fields are texts as the source gave them.
    """
    tables = Tables.at(root)
    if not tables.exist():
        raise problem("store.missing", path=tables.root)
    tables.card_rule()
    rows = quarantine.waiting(tables)
    if rules:
        rows = rows.filter(pl.col("rule").is_in(list(rules)))
    if load is not None:
        rows = rows.filter(pl.col("load") == load)
    return told(rows.sort("load", "source", "line").collect())


def told(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows of the quarantine with their fields as columns."""
    fields = pl.col("raw").str.json_decode(pl.Struct(_FIELDS))
    return rows.with_columns(raw=fields).unnest("raw")


def retry(
    root: str | os.PathLike[str],
    mended: str | os.PathLike[str] | None,
    demands: Demands,
    rules: Sequence[str] = (),
    load: int | None = None,
) -> LoadReport:
    """Check rows of the quarantine anew; those that are sound become cheques and leave it.

    ``mended`` is a file that ``rejects`` wrote and somebody corrected; without it, the rows are
    taken as they are. One load, all or nothing; rows that are still rejected stay where they are.
    """
    tables = Tables.at(root)
    waiting = rejects(root, rules, load)
    before = waiting.clear()
    if mended is None:
        rows, label = waiting, LABEL
    else:
        rows, label = _read(Path(mended)), os.fspath(mended)
        waiting, before = rejects(root), _mended_before(tables)
    rows, done = _known(rows, waiting, before, label)
    asked = replace(demands, identical="once") if demands.identical == "reject" else demands
    checked = check(_as_raw(rows, waiting), asked)
    place = pl.col("line").cast(pl.Int64)
    bad = checked.rejected.get_column("line")
    sound = rows.with_row_index("row").filter(~pl.col("row").is_in(bad.implode()))
    where = rows.select(PLACE).with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    rejected = (
        checked.rejected.rename({"line": "row"})
        .join(where, on="row", how="left", maintain_order="left")
        .select("source", place, "rule", "raw")
    )
    with Load(tables, label, tables.card_rule(), asked, sound.select(PLACE)) as one:
        one.add(checked.accepted, rejected)
        report = one.commit()
    if not done:
        return report
    told_before = Warned("row_mended", {"rows": done})
    return replace(
        report,
        read=report.read + done,
        already_there=report.already_there + done,
        warnings=(*report.warnings, told_before),
    )


def _as_raw(rows: pl.DataFrame, waiting: pl.DataFrame) -> pl.DataFrame:
    """Return rows as ``check`` takes them; a row as it was keeps what its reader said of it."""
    there = waiting.rename({"rule": "rule was"})
    as_it_was = rows.join(there, on=PLACE, how="left", maintain_order="left", suffix=" was")
    same = pl.all_horizontal(_text(name).eq_missing(_text(f"{name} was")) for name in FIELD_NAMES)
    rule = pl.col("rule was")
    kept = pl.when(same & rule.is_in(list(_KEPT_VERDICTS))).then(rule)
    return as_it_was.select(kept.alias("rule"), *FIELD_NAMES).with_row_index("line")


def _text(name: str) -> pl.Expr:
    text = pl.col(name).cast(pl.String)
    return pl.when(text != "").then(text)


def _known(
    rows: pl.DataFrame, waiting: pl.DataFrame, before: pl.DataFrame, label: str
) -> tuple[pl.DataFrame, int]:
    """Return the rows that wait in the quarantine, and how many others were mended before."""
    twice = rows.filter(pl.struct(PLACE).is_duplicated())
    if twice.height:
        raise problem("retry.twice", path=label, place=_place(twice))
    strangers = rows.join(waiting, on=PLACE, how="anti", maintain_order="left")
    done = strangers.join(before, on=PLACE, how="semi").height
    unknown = strangers.join(before, on=PLACE, how="anti", maintain_order="left")
    if unknown.height:
        raise problem("retry.unknown", path=label, rows=unknown.height, place=_place(unknown))
    return rows.join(waiting, on=PLACE, how="semi", maintain_order="left"), done


def _place(rows: pl.DataFrame) -> str:
    first = rows.row(0, named=True)
    return f"{first['load']} {first['source']}:{first['line']}"


def _mended_before(tables: Tables) -> pl.DataFrame:
    return quarantine.scan(tables).filter(pl.col("mended").is_not_null()).select(PLACE).collect()


def _read(path: Path) -> pl.DataFrame:
    try:
        rows = _rows(path)
    except (OSError, PolarsError, ValueError, FastExcelError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise problem("source.unreadable", path=path, reason=reason) from error
    missing = [name for name in (*PLACE, *FIELD_NAMES) if name not in rows.columns]
    if missing:
        raise problem("retry.no_place", path=path, missing=", ".join(missing))
    places = [pl.col(name).cast(REJECTED[name], strict=False) for name in PLACE]
    return rows.select(*places, *FIELD_NAMES)


def _rows(path: Path) -> pl.DataFrame:
    if path.suffix.lower() == ".parquet":
        return pl.read_parquet(path, glob=False, hive_partitioning=False)
    if path.suffix.lower() == ".xlsx":
        return pl.read_excel(path)
    octets = path.read_bytes()
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What a Russian spreadsheet writes as CSV.
        text = octets.decode("cp1251")
    separator = max(",;\t", key=text.partition("\n")[0].count)
    return unmarked_frame(pl.read_csv(text.encode(), separator=separator, infer_schema=False))
