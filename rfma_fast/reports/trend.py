"""How the months of an overview look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.trend import Compared, Month, Trend
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import number, printable, share
from rfma_fast.reports import plain
from rfma_fast.reports.figures import between, change, fraction, roubles
from rfma_fast.reports.tables import Column, note, table, text_column

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

_COMPARED: tuple[Compared, ...] = ("cheques", "revenue", "cards")


def as_json(trend: Trend) -> dict[str, Any]:
    """Return the months, the months of each shop, and the warnings."""
    return {
        "months": [_month(trend, place) for place in range(len(trend.months))],
        "shops_by_month": plain.records(by_shop(trend)),
        "warnings": plain.notes(trend.warnings),
    }


def months(trend: Trend) -> pl.DataFrame:
    """Return a row a month: its figures, money in roubles, and its changes."""
    import polars as pl

    rows = []
    for place in range(len(trend.months)):
        row = _month(trend, place)
        shares, interval = row.pop("unidentified_share"), row.pop("unidentified_cheques_interval")
        changes = row.pop("change")
        row |= {f"unidentified_{what}_share": shares[what] for what in ("cheques", "revenue")}
        row |= dict(zip(("interval_from", "interval_to"), interval or (None, None), strict=True))
        for since, figures in changes.items():
            row |= {f"{what}_change_{since}": value for what, value in figures.items()}
        rows.append(row)
    whole = ("cheques", "identified_cheques", "returns", "cards", "shops", "days")
    texts = ("month", "whole", *whole)
    floats = {name: pl.Float64 for name in rows[0] if name not in texts}
    return pl.DataFrame(rows, schema_overrides=floats, infer_schema_length=None)


def by_shop(trend: Trend) -> pl.DataFrame:
    """Return a row a month and shop, with and without a card, money in roubles."""
    import polars as pl

    from rfma_fast.analyses.money import roubles as in_roubles

    return trend.by_shop.with_columns(
        unidentified_cheques=pl.col("cheques") - pl.col("identified_cheques"),
        unidentified=pl.col("revenue") - pl.col("identified_revenue"),
    ).select(
        "month",
        "shop",
        "cheques",
        in_roubles("revenue"),
        "identified_cheques",
        in_roubles("identified_revenue"),
        "unidentified_cheques",
        in_roubles("unidentified").alias("unidentified_revenue"),
        "returns",
    )


def show(trend: Trend, *, wide: bool) -> list[RenderableType]:
    """Return the months with their changes, the months of each shop, and the warnings."""
    shown = table(
        say("title.trend"),
        [
            Column(say("column.month"), "left"),
            Column(say("column.cheques")),
            *([Column(say("column.to_month")), Column(say("column.to_year"))] if wide else []),
            Column(say("column.revenue")),
            Column(say("column.to_month")),
            Column(say("column.to_year")),
            Column(say("column.cards")),
            Column(say("column.unidentified_short")),
            *([Column(say("column.interval"))] if wide else []),
            Column(say("column.mean_cheque")),
        ],
        [_trend_row(trend, place, wide=wide) for place in range(len(trend.months))],
    )
    shops = table(
        say("title.shops_by_month"),
        [
            Column(say("column.month"), "left"),
            text_column(say("column.shop")),
            Column(say("column.cheques_with")),
            Column(say("column.cheques_without")),
            Column(say("column.revenue_with")),
            Column(say("column.revenue_without")),
        ],
        [
            [
                row["month"],
                row["shop"],
                number(row["identified_cheques"]),
                number(row["unidentified_cheques"]),
                number(row["identified_revenue"]),
                number(row["unidentified_revenue"]),
            ]
            for row in by_shop(trend).iter_rows(named=True)
        ],
    )
    notes = [note(printable(say(key, **values))) for key, values in trend.warnings]
    return [shown, shops, *([""] if notes else []), *notes]


def _trend_row(trend: Trend, place: int, *, wide: bool) -> list[str]:
    month = trend.months[place]
    cheques, revenue = (
        [change(value) for value in trend.changes(place, figure)]
        for figure in ("cheques", "revenue")
    )
    return [
        month.name if month.whole else f"{month.name}*",
        number(month.cheques),
        *(cheques if wide else []),
        roubles(month.revenue),
        *revenue,
        number(month.cards),
        share(month.unidentified_cheques_share),
        *([between(month.unidentified_cheques_interval)] if wide else []),
        roubles(month.mean, 2),
    ]


def _month(trend: Trend, place: int) -> dict[str, Any]:
    month: Month = trend.months[place]
    changes = {figure: trend.changes(place, figure) for figure in _COMPARED}
    return {
        "month": month.name,
        "whole": month.whole,
        "days": max((month.until - month.since).days + 1, 0),
        "shops": month.shops,
        "cards": month.cards,
        "cheques": month.cheques,
        "revenue": plain.roubles(month.revenue),
        "identified_cheques": month.identified_cheques,
        "identified_revenue": plain.roubles(month.identified_revenue),
        "returns": month.returns,
        "mean": plain.roubles(month.mean),
        "unidentified_share": {
            "cheques": fraction(month.unidentified_cheques_share),
            "revenue": fraction(month.unidentified_revenue_share),
        },
        "unidentified_cheques_interval": plain.plain(month.unidentified_cheques_interval),
        "change": {
            name: {figure: fraction(both[side]) for figure, both in changes.items()}
            for side, name in enumerate(("month", "year"))
        },
    }
