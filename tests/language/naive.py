"""The scheme language a second time: plain loops and exact fractions, read from the key docs.

Reads the TOML document itself and shares nothing with the product. Time is dates and moments,
money whole kopecks, every value and border a Fraction in the unit of its axis; None is missing.
"""

from __future__ import annotations

import operator
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any

from language.kit import CARD_RULE, Cheque

Unit = tuple[str, ...]
Value = Fraction | None
Borders = dict[str, list[Fraction]]
KEEPS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<=": operator.le, "<": operator.lt, ">=": operator.ge, ">": operator.gt,
}  # fmt: skip


class UnpaidError(Exception):
    """The scheme asks what was paid, and some cheque does not say it."""


class NobodyError(Exception):
    """No unit is left to be segmented."""


@dataclass(frozen=True)
class Graded:
    """What the oracle knows of one unit."""

    values: dict[str, Value]
    digits: str


@dataclass(frozen=True)
class Answer:
    """The whole segmentation."""

    as_of: date
    borders: Borders
    units: dict[Unit, Graded]


@dataclass(frozen=True)
class Looked:
    """The cheques that are looked at, and those of each unit."""

    as_of: date
    rows: list[Cheque]
    """All cheques in scope, whoever's."""
    units: dict[Unit, list[Cheque]]
    """Every row of the units that bought something (and enough)."""
    counts: Callable[[Cheque], bool]
    """Whether a row is a cheque, and not only netted."""
    everything: Looked | None = None


def segment(document: Mapping[str, Any], cheques: Iterable[Cheque], as_of: date) -> Answer:
    cheques = list(cheques)
    document = {**document, "axis": [_rounding(ax, cheques) for ax in document["axis"]]}
    rows = [row for row in cheques if row.at.date() <= as_of]
    population = document.get("population", {})
    looked = _look(population, rows, as_of, limited=True)
    free = {k: v for k, v in population.items() if k not in ("since", "until", "shops")}
    looked = replace(looked, everything=_look(free, rows, as_of, limited=False))
    if any(ax["measure"].get("over") == "paid" for ax in document["axis"]):
        _refuse_unpaid(population, as_of, rows)
    if not looked.units:
        raise NobodyError
    if _asks_everything_paid(document):
        _refuse_unpaid(free, as_of, rows)
    borders: Borders = {}
    while len(borders) < len(document["axis"]):
        before = len(borders)
        for ax in document["axis"]:
            if ax["code"] not in borders and _needs(ax) <= borders.keys():
                fit_days = document.get("fit", {}).get("days", "all")
                borders[ax["code"]] = _fit(ax, borders, looked, fit_days)
        assert len(borders) > before
    units = {}
    for unit, mine in looked.units.items():
        found = {ax["code"]: value_of(ax["measure"], mine, looked, borders)
                 for ax in document["axis"]}  # fmt: skip
        digits = [digit_of(ax, found[ax["code"]], borders[ax["code"]]) for ax in document["axis"]]
        units[unit] = Graded(found, "".join(digits))
    return Answer(as_of, borders, units)


def _rounding(ax: Mapping[str, Any], cheques: Sequence[Cheque]) -> Mapping[str, Any]:
    """Decide from all cheques to what money is rounded that is rounded by the data."""
    measure = ax["measure"]
    if measure["kind"] != "money" or measure.get("round", "auto") != "auto":
        return ax
    paid = measure.get("over") == "paid"
    amounts = [row.paid or 0 if paid else row.amount for row in cheques]
    whole = all(amount % 100 == 0 for amount in amounts)
    return {**ax, "measure": {**measure, "round": "rouble" if whole else "kopeck"}}


def _look(population: Mapping[str, Any], rows: Sequence[Cheque], as_of: date, *, limited: bool
          ) -> Looked:  # fmt: skip
    returns = population.get("returns", "net")
    since, until = population.get("since", date.min), population.get("until", date.max)
    shops = population.get("shops") or None
    scope = [row for row in rows
             if since <= row.at.date() <= until and (shops is None or row.shop in shops)
             and (returns != "ignore" or row.amount > 0)]  # fmt: skip

    def counts(row: Cheque) -> bool:
        return returns == "keep" or row.amount > 0

    units: dict[Unit, list[Cheque]] = defaultdict(list)
    for row in scope:
        if row.card is not None and _belongs(population, row.card):
            by_shop = population.get("unit") == "card_shop"
            units[(row.card, row.shop) if by_shop else (row.card,)].append(row)
    bought = {unit: mine for unit, mine in units.items() if any(map(counts, mine))}
    if limited:
        least, most = population.get("least", {}), population.get("most", {})
        bought = {
            unit: mine
            for unit, mine in bought.items()
            if all(_count(w, filter(counts, mine)) >= n for w, n in least.items())
            and all(_count(w, filter(counts, mine)) <= n for w, n in most.items())
        }
    return Looked(as_of, scope, bought, counts)


def _belongs(population: Mapping[str, Any], card: str) -> bool:
    if "rule" in population:
        return re.search(population["rule"], card, re.ASCII) is not None
    return population.get("cards") == "all" or re.search(CARD_RULE, card, re.ASCII) is not None


def _refuse_unpaid(population: Mapping[str, Any], as_of: date, rows: Sequence[Cheque]) -> None:
    unlimited = {k: v for k, v in population.items() if k not in ("least", "most")}
    looked = _look(unlimited, rows, as_of, limited=False)
    for mine in looked.units.values():
        if any(row.paid is None for row in mine):
            raise UnpaidError


def _asks_everything_paid(document: Mapping[str, Any]) -> bool:
    """Tell whether what was paid is looked at beyond the population's filters."""
    paid = any(ax["measure"].get("over") == "paid" for ax in document["axis"])
    borders = (border for ax in document["axis"] for border in ax["borders"])
    return paid and any(border.get("within") == "everything" for border in borders)


def _needs(ax: Mapping[str, Any]) -> set[str]:
    refs = [ax["measure"][key] for key in ("base", "churn") if key in ax["measure"]]
    for border in ax["borders"]:
        refs += [border[key] for key in ("of", "by") if border["rule"] == "ratio"]
    return {ref[0] for ref in refs} - {ax["code"]}


# --- measures ------------------------------------------------------------------------------------


def _count(what: str, purchases: Iterable[Cheque]) -> int:
    rows = list(purchases)
    if what == "cheques":
        return len(rows)
    if what == "days":
        return len({row.at.date() for row in rows})
    named = {row.doc for row in rows if row.doc is not None}
    return len(named) + sum(row.doc is None for row in rows)


def half_away(value: Fraction) -> Fraction:
    """Round to a whole number, halves away from zero."""
    size = floor(abs(value) + Fraction(1, 2))
    return Fraction(size if value >= 0 else -size)


def value_of(
    measure: Mapping[str, Any], mine: Sequence[Cheque], looked: Looked, borders: Borders
) -> Value:
    as_of, kind = looked.as_of, measure["kind"]
    purchases = [row for row in mine if looked.counts(row)]
    days = sorted({row.at.date() for row in purchases})
    first, last = days[0], days[-1]
    window = measure.get("window")

    def within(row: Cheque) -> bool:
        return window is None or row.at.date() > as_of - timedelta(days=window)

    recent = [row for row in purchases if within(row)]
    if kind == "recency" and measure.get("unit") == "24h":
        latest = max(row.at for row in looked.rows)
        latest += timedelta(days=(as_of - latest.date()).days)
        return Fraction((latest - max(row.at for row in purchases)) // timedelta(days=1))
    if kind == "recency":
        return Fraction((as_of - last).days)
    if kind == "age":
        return Fraction((as_of - first).days)
    if kind == "count":
        return Fraction(_count(measure.get("of", "cheques"), recent))
    if kind == "shops":
        return Fraction(len({row.shop for row in recent}))
    if kind == "mean_gap":
        if len(days) == 1:
            return None
        return Fraction(ceil(Fraction(100 * (last - first).days, len(days) - 1)), 100)
    if kind == "silence":
        if len(days) == 1:
            return None
        gap = Fraction((last - first).days, len(days) - 1)
        return Fraction(ceil(100 * (as_of - last).days / gap), 100)
    if kind == "rate":
        base, churn = (length(borders, measure[key]) for key in ("base", "churn"))
        # Days as numbers, so that fractions of a day may be taken off.
        now = Fraction(as_of.toordinal())
        start = min(Fraction(first.toordinal()), now - base)
        if window is not None:
            start = max(start, now - window)
        stop = min(Fraction(last.toordinal()) + churn, now)
        number = _count(measure.get("of", "cheques"), recent)
        return half_away(100 * number * base / max(stop - start, Fraction(1))) / 100
    assert kind == "money", kind
    figure = _money(measure, recent, [row for row in mine if within(row)])
    unit = 1 if measure.get("round") == "kopeck" else 100
    return None if figure is None else half_away(figure / unit) * unit / 100


def _money(
    measure: Mapping[str, Any], recent: Sequence[Cheque], netted: Sequence[Cheque]
) -> Fraction | None:
    """Return kopecks, exact."""

    def money(row: Cheque) -> int:
        return row.amount if measure.get("over") != "paid" else row.paid or 0

    if measure["of"] == "total":
        return Fraction(sum(map(money, netted)))
    if not recent:
        return None
    if measure["of"] == "mean":
        return Fraction(sum(map(money, netted)), len(recent))
    ordered = sorted(map(money, recent))
    if measure["of"] == "max":
        return Fraction(ordered[-1])
    middle = len(ordered) // 2
    return Fraction(ordered[middle] + ordered[-middle - 1], 2)


# --- borders -------------------------------------------------------------------------------------


def percentile_disc(values: Iterable[Fraction], p: Fraction) -> Fraction:
    ordered = sorted(values)
    return ordered[max(ceil(p * len(ordered)), 1) - 1] if ordered else Fraction(0)


def percentile_cont(values: Iterable[Fraction], p: Fraction) -> Fraction:
    ordered = sorted(values)
    if not ordered:
        return Fraction(0)
    place = (len(ordered) - 1) * p
    low, high = ordered[floor(place)], ordered[ceil(place)]
    return low + (high - low) * (place - floor(place))


def cumulative_share(values: Iterable[Fraction], p: Fraction) -> Fraction:
    ordered = sorted(values, reverse=True)
    reached = Fraction(0)
    for value in ordered:
        reached += value
        if reached >= p * sum(ordered):
            return value
    # A sum below zero may never reach its share: then every unit belongs to the best.
    return ordered[-1] if ordered else Fraction(0)


def length(borders: Borders, ref: str) -> Fraction:
    return max(Fraction(1), borders[ref[0]][int(ref[1:]) - 1])


def _scale(measure: Mapping[str, Any]) -> int:
    in_hundredths = measure["kind"] in ("rate", "silence", "mean_gap")
    return 100 if in_hundredths or measure.get("round") == "kopeck" else 1


def _fit(
    ax: Mapping[str, Any], known: Borders, looked: Looked, fit_days: int | str
) -> list[Fraction]:
    before = date.min if fit_days == "all" else looked.as_of - timedelta(days=int(fit_days))
    own: list[Fraction] = []
    for border in ax["borders"]:
        value = _border(ax, border, {**known, ax["code"]: own}, looked, before)
        if border["rule"] != "fixed":
            scale = _scale(ax["measure"])
            value = half_away(value * scale) / scale
        if "least" in border:
            value = max(value, Fraction(str(border["least"])))
        own.append(value)
    return own


def _border(
    ax: Mapping[str, Any], border: Mapping[str, Any], known: Borders, looked: Looked, before: date
) -> Fraction:
    rule = border["rule"]
    if rule == "fixed":
        return Fraction(str(border["value"]))
    if rule == "ratio":
        return length(known, border["of"]) / length(known, border["by"])
    p = Fraction(str(border["p"]))
    if border.get("within") == "everything":
        assert looked.everything is not None
        looked = looked.everything
    if rule == "churn":
        return max(Fraction(1), percentile_disc(_gaps(looked, before), p))
    over = border.get("over", "cards")
    values: list[Fraction]
    if over == "cards":
        found = (
            value_of(ax["measure"], mine, looked, known)
            for mine in looked.units.values()
            if any(looked.counts(row) and row.at.date() > before for row in mine)
        )
        values = [value for value in found if value is not None]
    else:
        own = (row for mine in looked.units.values() for row in mine)
        rows = looked.rows if over == "cheques" else own
        values = [Fraction(row.amount, 100) for row in rows
                  if looked.counts(row) and row.at.date() > before]  # fmt: skip
    take = {
        "percentile_disc": percentile_disc,
        "percentile_cont": percentile_cont,
        "cumulative_share": cumulative_share,
    }
    return take[rule](values, p)


def _gaps(looked: Looked, before: date) -> list[Fraction]:
    gaps = []
    for mine in looked.units.values():
        days = sorted(row.at.date() for row in mine if looked.counts(row))
        gaps += [Fraction((b - a).days) for a, b in pairwise(days) if b > before]
    return gaps


# --- grades --------------------------------------------------------------------------------------


def digits_of(ax: Mapping[str, Any]) -> str:
    written = "123456789A"[: len(ax["borders"]) + 1]
    return written if ax.get("best", "first") == "first" else written[::-1]


def digit_of(ax: Mapping[str, Any], value: Value, borders: Sequence[Fraction]) -> str:
    if value is None:
        return str(ax["missing"])
    if value == 0 and "zero" in ax:
        return str(ax["zero"])
    for digit, border, edge in zip(digits_of(ax), ax["borders"], borders, strict=False):
        if KEEPS[border["keep"]](value, edge):
            return digit
    return digits_of(ax)[-1]
