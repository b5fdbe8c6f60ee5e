"""The part of the job that openretailscience does: deciles of recency, frequency and money."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from kit.question import Answer
from openretailscience.segmentation.rfm import RFMSegmentation


def deciles(files: Sequence[str], as_of: str, **_: str) -> Answer:
    """Return score (three digits), cards, documents, kopecks."""
    rows = ibis.duckdb.connect().read_parquet(list(files), hive_partitioning=False)
    bought = rows.filter(rows.card > 0, rows.amount > 0, rows.day <= ibis.date(as_of))
    transactions = bought.select(
        customer_id="card", transaction_date="day", unit_spend="amount", transaction_id="doc_id"
    )
    cards = RFMSegmentation(transactions, current_date=as_of).df
    sizes = cards.groupby("rfm_segment").agg(
        cards=("frequency", "size"), documents=("frequency", "sum"), kopecks=("monetary", "sum")
    )
    return [list(map(int, row)) for row in sizes.reset_index().to_numpy()]
