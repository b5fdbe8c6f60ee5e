"""How the outlook of groups looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.clustered import Estimate, Figures
from rfma_fast.analyses.outlook import FEW, Outlook
from rfma_fast.analyses.outlook_windows import Window
from rfma_fast.i18n import local_name, say
from rfma_fast.i18n.formats import MISSING, day, number, share
from rfma_fast.reports import plain
from rfma_fast.reports.foretelling import order_told, prediction_as_json, prediction_told
from rfma_fast.reports.names import level_name
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import Column, heading, note, swatch, table, text_column

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType
    from rich.text import Text

WIDE = 100
SURE = 0.95


def report(outlook: Outlook) -> Report:
    """Return the forms of an outlook."""
    return Report(
        json=lambda: as_json(outlook),
        frames=lambda: frames(outlook),
        show=lambda width: show(outlook, width),
    )


def as_json(outlook: Outlook) -> dict[str, Any]:
    """Return groups with what they did in each window, and the verdicts."""
    warmths = outlook.found.warmths(outlook.level)
    return {
        "as_of": plain.plain(outlook.found.as_of),
        "until": plain.plain(outlook.until),
        "scheme": outlook.found.scheme.code,
        "level": outlook.level,
        "days": outlook.days,
        "churn": outlook.churn,
        "thresholds": "frozen" if outlook.found.frozen else "fitted on every date",
        "windows": [
            {
                "days": window.days,
                "month_ends": plain.plain(window.month_ends),
                "newest": plain.plain(window.newest),
                "all": _both(window.all_pooled, window.all_newest),
            }
            for window in outlook.windows
        ],
        "groups": [
            {
                "code": code,
                "name": outlook.name(code),
                "warmth": warmths.get(code),
                "cards": cards,
                "at_stake": plain.money_estimate(outlook.at_stake(code)),
                "windows": [
                    {
                        "days": window.days,
                        **_both(window.pooled.get(code), window.of_newest.get(code)),
                        "rates": [
                            {"date": plain.plain(date), "return_rate": rate}
                            for date, rate in window.rates.get(code, ())
                        ],
                    }
                    for window in outlook.windows
                ],
            }
            for code, cards in outlook.sizes.items()
        ],
        **prediction_as_json(outlook),
        "notes": plain.notes(outlook.notes),
        "provenance": plain.provenance(outlook.provenance),
    }


def _both(pooled: Figures | None, newest: Figures | None) -> dict[str, Any]:
    return {"pooled": _figures(pooled), "newest": _figures(newest)}


def _figures(of: Figures | None) -> dict[str, Any] | None:
    if of is None:
        return None
    return {
        "outcomes": of.outcomes,
        "cards": of.cards,
        "few": of.cards < FEW,
        "returned": of.returned,
        "cheques": of.cheques,
        "revenue": plain.roubles(of.revenue),
        "return_rate": plain.estimate(of.return_rate),
        "cheques_per_card": plain.estimate(of.cheques_per_card),
        "revenue_per_card": plain.money_estimate(of.revenue_per_card),
    }


def frames(outlook: Outlook) -> dict[str, pl.DataFrame]:
    """Return a row a group, window and basis; then the rates of every month end."""
    import polars as pl

    rows = [
        {
            "code": code,
            "name": outlook.name(code),
            "cards_now": cards,
            "days": window.days,
            "basis": basis,
            "date": window.newest if basis == "newest" else None,
            "month_ends": 1 if basis == "newest" else len(window.month_ends),
            **_row(figures),
        }
        for code, cards in outlook.sizes.items()
        for window in outlook.windows
        for basis, figures in (
            ("pooled", window.pooled.get(code)),
            ("newest", window.of_newest.get(code)),
        )
        if figures is not None
    ]
    dates = [
        {"code": code, "days": window.days, "date": date, "return_rate": rate}
        for window in outlook.windows
        for code in outlook.sizes
        for date, rate in window.rates.get(code, ())
    ]
    return {
        "outlook": pl.DataFrame(rows, infer_schema_length=None),
        "month_ends": pl.DataFrame(
            dates,
            schema={
                "code": pl.String,
                "days": pl.Int64,
                "date": pl.Date,
                "return_rate": pl.Float64,
            },
        ),
    }


def _row(of: Figures) -> dict[str, Any]:
    """Return figures in one line: value, ``_low`` and ``_high`` of each mean."""
    told = _figures(of) or {}
    flat: dict[str, Any] = {}
    for name, value in told.items():
        if isinstance(value, dict):
            ends = {end: value[end] for end in ("value", "low", "high")}
            flat |= {
                name if end == "value" else f"{name}_{end}": None if x is None else float(x)
                for end, x in ends.items()
            }
        else:
            flat[name] = float(value) if name == "revenue" else value
    return flat


def show(outlook: Outlook, width: int) -> Sequence[RenderableType]:
    """Return groups, windows and verdicts, and what the figures mean."""
    found, main = outlook.found, outlook.main
    head = heading(
        say("outlook.title"),
        local_name(found.scheme.names),
        say("head.as_of", day=day(found.as_of)),
        say("outlook.head", days=number(outlook.days)),
    )
    shown: list[RenderableType] = [head, _groups(outlook, main, width)]
    if any(window.month_ends for window in outlook.windows):
        shown.append(_windows(outlook))
    if main.month_ends:
        shown.append(_means(outlook, main))
    return [
        *shown,
        *order_told(outlook),
        *prediction_told(outlook, width),
        *(note(sentence) for sentence in plain.notes(outlook.notes)),
    ]


def _groups(outlook: Outlook, main: Window, width: int) -> RenderableType:
    """Return size × what a card brings, on the newest date that has the whole time after it."""
    wide = width >= WIDE

    def line(
        first: Sequence[Any], cards: int, of: Figures | None, stake: Estimate | None
    ) -> list[Any]:
        rate, revenue = (of.return_rate, of.revenue_per_card) if of else (None, None)
        return [
            *first,
            number(cards),
            share(rate.value if rate else None),
            between(rate),
            roubles(revenue.value if revenue else None),
            *([roubles_between(revenue)] if wide else []),
            roubles(stake.value if stake else None),
            *([roubles_between(stake)] if wide else []),
        ]

    rows = [
        line(_named(outlook, code), cards, main.of_newest.get(code), outlook.at_stake(code))
        for code, cards in outlook.sizes.items()
    ]
    # Nothing at stake in all: groups have other sizes now than on the date.
    total = line(("", say("word.total")), outlook.found.cards, main.all_newest, None)
    total = [cell if cell != MISSING else "" for cell in total]
    interval = Column(share(SURE, 0))
    columns = [
        Column(say("column.code"), "left"),
        text_column(level_name(outlook.found.scheme, outlook.level)),
        Column(say("column.cards_now")),
        Column(say("outlook.again")),
        interval,
        Column(say("outlook.per_card")),
        *([interval] if wide else []),
        Column(say("column.at_stake")),
        *([interval] if wide else []),
    ]
    title = say("outlook.title_groups", days=number(main.days), day=day(main.newest))
    return table(title, columns, rows, total)


def _windows(outlook: Outlook) -> RenderableType:
    """Return the shares that bought again within each time, over month ends."""
    windows = [window for window in outlook.windows if window.month_ends]

    def cells(figures: Sequence[Figures | None]) -> list[str]:
        rates = [of and of.return_rate for of in figures]
        return [f"{share(rate.value)} ({between(rate)})" if rate else "" for rate in rates]

    rows = [
        [*_named(outlook, code), *cells([window.pooled.get(code) for window in windows])]
        for code in outlook.sizes
    ]
    total = ["", say("outlook.all"), *cells([window.all_pooled for window in windows])]
    columns = [
        Column(say("column.code"), "left"),
        text_column(level_name(outlook.found.scheme, outlook.level)),
        *(Column(say("outlook.within", days=number(window.days))) for window in windows),
    ]
    return table(say("outlook.title_windows"), columns, rows, total)


def _means(outlook: Outlook, main: Window) -> RenderableType:
    """Return cheques and revenue per card over month ends, and how far month ends differ."""

    def cells(of: Figures | None, rates: Sequence[float]) -> list[str]:
        if of is None:
            return ["", "", "", ""]
        return [
            number(of.cheques_per_card.value, 2),
            roubles(of.revenue_per_card.value),
            roubles_between(of.revenue_per_card),
            f"{share(min(rates), 0)}–{share(max(rates), 0)}" if rates else "",
        ]

    rows = [
        [
            *_named(outlook, code),
            *cells(main.pooled.get(code), [rate for _, rate in main.rates.get(code, ())]),
        ]
        for code in outlook.sizes
    ]
    columns = [
        Column(say("column.code"), "left"),
        text_column(level_name(outlook.found.scheme, outlook.level)),
        Column(say("outlook.cheques")),
        Column(say("outlook.per_card")),
        Column(share(SURE, 0)),
        Column(say("outlook.range")),
    ]
    title = say("outlook.title_money", days=number(main.days), count=number(len(main.month_ends)))
    total = ["", say("outlook.all"), *cells(main.all_pooled, [])]
    return table(title, columns, rows, total)


def _named(outlook: Outlook, code: str) -> tuple[str, Text]:
    warmth = outlook.found.warmths(outlook.level).get(code)
    return code, swatch(warmth, outlook.name(code))


def between(of: Estimate | None) -> str:
    """Return the ends of an interval of shares as per cent."""
    if of is None:
        return ""
    return f"{number(of.low * 100)}–{number(of.high * 100)}"


def roubles(kopecks: float | None) -> str:
    """Return kopecks as whole roubles."""
    return number(None if kopecks is None else kopecks / 100)


def roubles_between(of: Estimate | None) -> str:
    """Return the ends of an interval of kopecks in whole roubles."""
    return "" if of is None else f"{roubles(of.low)}–{roubles(of.high)}"
