"""Rows as a store: held in memory (fast), or written to disk and ingested (the whole way)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path

import polars as pl
from oracles import naive
from oracles.naive import Row

from rfma_fast.api import Store
from rfma_fast.cheques.schema import STORED
from rfma_fast.periods import Period
from rfma_fast.settings import DEFAULT_CARD_RULE
from rfma_fast.store.snapshot import Snapshot
from rfma_fast.store.tables import KEYS, REJECTED, DataFile, Tables

FIRST_DAY = date(2022, 1, 1)
ANNA, BORIS, VERA, GLEB = (f"200000000000{digit}" for digit in range(4))
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"
SHOP = "Аптека 1"


def day(number: int) -> date:
    """Return the day that many days after the first."""
    return FIRST_DAY + timedelta(days=number)


def bought(number: int, card: str | None, kopecks: int, shop: str = SHOP, minute: int = 0) -> Row:
    """Return one cheque, on the day of that number."""
    at = datetime.combine(day(number), time()) + timedelta(minutes=minute)
    return at, shop, card, kopecks


@dataclass(frozen=True)
class Held(Snapshot):
    """A version of a store whose files are two frames in memory."""

    cheques: pl.DataFrame
    """In the order of a month file: by card, then moment."""
    printed: pl.DataFrame

    @classmethod
    def of(
        cls, cheques: pl.DataFrame, printed: pl.DataFrame, card_rule: str = DEFAULT_CARD_RULE
    ) -> Held:
        """Hold cheques given in any order, as a file a month."""
        rows = cheques.sort("card", "day", "time", maintain_order=True)
        month = pl.col("day").dt.strftime("%Y-%m")
        days = pl.col("day")
        months = (
            rows.group_by(month.alias("month"))
            .agg(pl.len(), days.min().alias("first"), days.max().alias("last"))
            .sort("month")
        )
        files = tuple(
            DataFile(f"month={month}", count, 0, month, first, last)
            for month, count, first, last in months.iter_rows()
        )
        return cls(Tables.at("held"), 1, card_rule, files, rows, printed)

    @cached_property
    def last_identified_day(self) -> date | None:
        rows = self.cheques.filter(pl.col("card") > 0)
        days = rows.filter(pl.col("amount") > 0).get_column("day").to_list()
        return max(days or rows.get_column("day").to_list(), default=None)

    def scan(self, period: Period | None = None) -> pl.LazyFrame:
        rows = self.cheques.lazy()
        if period and period.since:
            rows = rows.filter(pl.col("day") >= period.since)
        if period and period.until:
            rows = rows.filter(pl.col("day") <= period.until)
        return rows

    def scan_file(self, file: DataFile, period: Period) -> pl.LazyFrame:
        return self.scan(period).filter(pl.col("day").dt.strftime("%Y-%m") == file.month)

    def keys(self) -> pl.LazyFrame:
        return self.printed.lazy()

    def rejected(self) -> pl.LazyFrame:
        return pl.LazyFrame(schema=REJECTED)


def held(rows: Sequence[Row], *, future: bool = True) -> Store:
    """Return a store that holds these rows and touches no disk.

    With ``future`` it answers for days far beyond the last row, too.
    """
    cards = sorted({card for _, _, card, _ in rows if card and naive.is_identified(card)})
    keys = {card: key for key, card in enumerate(cards, start=1)}
    cheques = pl.DataFrame(
        {
            "card": [keys.get(card or "", 0) for _, _, card, _ in rows],
            "unidentified_id": [None if card in keys else card for _, _, card, _ in rows],
            "day": [at.date() for at, *_ in rows],
            "time": [(at - datetime.combine(at.date(), time())).seconds * 10**6 for at, *_ in rows],
            "shop": [shop for _, shop, _, _ in rows],
            "amount": [amount for *_, amount in rows],
            **dict.fromkeys(("paid", "bonus_earned", "bonus_spent"), [None] * len(rows)),
            "doc_id": [f"d{number}" for number in range(len(rows))],
            "load": [1] * len(rows),
        },
        schema=STORED,
    )
    printed = pl.DataFrame({"key": list(keys.values()), "card": list(keys)}, schema=KEYS)
    store = Store("held")
    store.__dict__["snapshot"] = replace(Held.of(cheques, printed), future=future)
    return store


def written(
    root: Path, rows: Sequence[Row], documents: Mapping[int, str | None] | None = None
) -> Store:
    """Return a store into which these rows were ingested from a Parquet file.

    Each has a document of its own, unless ``documents`` says otherwise of its place.
    """
    names = {number: f"d{number}" for number in range(len(rows))} | dict(documents or {})
    source = root.with_name(f"{root.name}.parquet")
    source.parent.mkdir(parents=True, exist_ok=True)
    frame = pl.DataFrame(
        {
            "at": [at for at, *_ in rows],
            "shop": [shop for _, shop, _, _ in rows],
            "card": [card for _, _, card, _ in rows],
            "kopecks": [amount for *_, amount in rows],
            "doc_id": list(names.values()),
        },
        schema={
            "at": pl.Datetime("us"),
            "shop": pl.String,
            "card": pl.String,
            "kopecks": pl.Int64,
            "doc_id": pl.String,
        },
    )
    roubles = pl.col("kopecks").cast(pl.Decimal(38, 0)) * pl.lit("0.01").cast(pl.Decimal(38, 2))
    frame.with_columns(amount=roubles.cast(pl.Decimal(38, 2))).write_parquet(source)
    store = Store(root, future=True)
    report = store.ingest(source, no_cards=True, card_rule="13-digits", rows="receipts")
    assert report.stored == len(rows), report
    return store
