"""The part of the job that pymc-marketing does: quartiles of days, mean mean money."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import pandas as pd

warnings.simplefilter("ignore")

from kit.question import Answer  # noqa: E402
from pymc_marketing.clv.utils import rfm_segments  # noqa: E402


def quartiles(files: Sequence[str], as_of: str, **_: str) -> Answer:
    """Return score (three digits), cards, days with a purchase."""
    columns = ["card", "day", "amount"]
    cheques = pd.concat([pd.read_parquet(file, columns=columns) for file in files])
    cheques["day"] = pd.to_datetime(cheques["day"])
    inside = (cheques["card"] > 0) & (cheques["amount"] > 0) & (cheques["day"] <= as_of)
    cards = rfm_segments(
        cheques[inside],
        customer_id_col="card",
        datetime_col="day",
        monetary_value_col="amount",
        observation_period_end=as_of,
    )
    sizes = cards.groupby("rfm_score")["frequency"].agg(["size", "sum"]).sort_index()
    return [[int(score), int(size), int(days)] for score, size, days in sizes.itertuples()]
