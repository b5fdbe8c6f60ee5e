"""The segmentation in pandas, as an analyst writes it: groupby, sort, diff, NumPy percentiles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from kit.question import Answer

FIT_DAYS = 365
"""On how many days up to the last one thresholds are fitted."""


def groupby(files: Sequence[str], as_of: str, **_: str) -> Answer:
    """Answer with everything in memory."""
    columns = ["card", "day", "amount"]
    cheques = pd.concat([pd.read_parquet(file, columns=columns) for file in files])
    cheques["day"] = pd.to_datetime(cheques["day"])
    today = pd.Timestamp(as_of)
    cheques = cheques[cheques["day"] <= today]
    paid = cheques[cheques["amount"] > 0]
    since = today - pd.Timedelta(days=FIT_DAYS)
    recent = paid.loc[paid["day"] > since, "amount"]
    m1, m2 = _percentile_disc(recent, 0.8), _percentile_disc(recent, 0.4)

    bought = paid[paid["card"] > 0].sort_values(["card", "day"])
    gaps = bought.groupby("card")["day"].diff()
    gaps = gaps[bought["day"] > since].dropna().dt.days
    churn = max(1, _percentile_disc(gaps, 0.95)) if len(gaps) else 1

    cards = bought.groupby("card")["day"].agg(n="size", first="min", last="max")
    cards["total"] = cheques.groupby("card")["amount"].sum()
    cards["r"] = (today - cards["last"]).dt.days
    cards["a"] = (today - cards["first"]).dt.days
    fitted_on = cards["r"] < FIT_DAYS
    passed = cards.loc[fitted_on, "r"]
    r1, r2 = _percentile_disc(passed, 0.2), _percentile_disc(passed, 0.4)
    base = max(1, r1)

    span = cards["a"].clip(lower=base) - (cards["r"] - churn).clip(lower=0)
    cards["f"] = (200 * cards["n"] * base + span) // (2 * span)
    f1 = _percentile_disc(cards.loc[fitted_on, "f"], 0.85)
    f2 = (200 * base + churn) // (2 * churn)
    halves = (2 * cards["total"].abs() + 100 * cards["n"]) // (200 * cards["n"])
    kopecks = halves * np.sign(cards["total"]) * 100

    rg = np.select([cards["r"] <= r1, cards["r"] <= r2, cards["r"] <= churn], [1, 2, 3], 4)
    fg = np.select([cards["f"] >= f1, cards["f"] > f2], [1, 2], 3)
    mg = np.select([kopecks > m1, kopecks > m2], [1, 2], 3)
    ag = np.select([cards["a"] > 180, cards["a"] > 30], [1, 2], 3)
    cards["class"] = rg * 1000 + fg * 100 + mg * 10 + ag
    sizes = cards.groupby("class").agg(
        cards=("n", "size"), cheques=("n", "sum"), kopecks=("total", "sum")
    )
    return [list(map(int, row)) for row in sizes.reset_index().to_numpy()]


def _percentile_disc(values: pd.Series, share: float) -> int:
    return int(np.quantile(values.to_numpy(), share, method="inverted_cdf"))
