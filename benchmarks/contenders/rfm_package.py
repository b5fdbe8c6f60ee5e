"""The part of the job that the package rfm does: quintiles of recency, frequency and money."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
import pandas as pd

matplotlib.use("agg")

from kit.question import Answer
from rfm import RFM


def quintiles(files: Sequence[str], as_of: str, **_: str) -> Answer:
    """Return score (three digits), cards, purchases."""
    columns = ["card", "day", "amount"]
    cheques = pd.concat([pd.read_parquet(file, columns=columns) for file in files])
    days = pd.to_datetime(cheques["day"])
    inside = (cheques["card"] > 0) & (cheques["amount"] > 0) & (days <= as_of)
    bought = cheques[inside].rename(columns={"day": "date"}).reset_index(drop=True)
    cards = RFM(bought, customer_id="card", transaction_date="date", amount="amount").rfm_table
    sizes = cards.groupby("rfm_score")["frequency"].agg(["size", "sum"]).sort_index()
    return [[int(score), int(size), int(times)] for score, size, times in sizes.itertuples()]
