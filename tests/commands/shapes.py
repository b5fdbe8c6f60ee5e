"""Checks of JSON against the contract: keys that must be there, values of the right kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

Shape = dict[str, Any] | list[Any] | Callable[[Any], bool]


def hold(value: Any, shape: Any, at: str = "$") -> None:
    """Hold that a value has a shape: a dict's keys at least, each entry of a list, a test."""
    if isinstance(shape, dict):
        assert isinstance(value, dict), (at, value)
        assert [key for key in shape if key not in value] == [], (at, sorted(value))
        for key, inner in shape.items():
            hold(value[key], inner, f"{at}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), (at, value)
        assert value, f"{at} is empty"
        for place, entry in enumerate(value):
            hold(entry, shape[0], f"{at}[{place}]")
    else:
        assert shape(value), (at, value)


def day(value: Any) -> bool:
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


def text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def money(value: Any) -> bool:
    """Tell whether this is a number of roubles with at most two decimals."""
    return number(value) and Decimal(value) == round(Decimal(value), 2)


def share(value: Any) -> bool:
    return number(value) and 0 <= value <= 1


def boolean(value: Any) -> bool:
    return isinstance(value, bool)


THRESHOLDS = {
    "recency": [count],
    "frequency": [number],
    "monetary": [money],
    "age": [count],
}
GROUP = {
    "code": text,
    "name": text,
    "cards": count,
    "share": share,
    "cheques": count,
    "revenue": money,
    "mean_cheque": money,
}
SEGMENT = {
    "as_of": day,
    "scheme": text,
    "cards": count,
    "thresholds": THRESHOLDS,
    "levels": {level: [GROUP] for level in ("class", "cluster", "region", "warmth")},
}
BOTH_SHARES = {"cheques": share, "revenue": share}
OVERVIEW = {
    "from": day,
    "to": day,
    "cheques": count,
    "revenue": money,
    "cards": count,
    "identified": {"cheques": count, "revenue": money},
    "unidentified_share": BOTH_SHARES,
    "cheque": {"min": money, "max": money, "mean": money, "median": money},
    "cards_by_shops": [{"shops": count, "cards": count, "share": share}],
    "shops": [
        {
            "shop": text,
            "cheques": count,
            "revenue": money,
            "unidentified_share": BOTH_SHARES,
            "mean": money,
            "median": money,
        }
    ],
}
MIGRATE = {
    "from": day,
    "to": day,
    "level": text,
    "thresholds": lambda value: value in ("frozen", "refit"),
    "cards": {"from": count, "to": count, "new": count},
    "cells": [{"from": text, "to": text, "cards": count, "share": share, "revenue": money}],
}
AXIS = {
    "min": number,
    "max": number,
    "mean": number,
    "median": number,
    "deciles": [number],
    "borders": [number],
    "ties": [count],
    "grades": [{"grade": count, "cards": count, "share": share, "revenue": money}],
}
RESEARCH = {
    "as_of": day,
    "scheme": text,
    "cards": count,
    "thresholds": THRESHOLDS,
    "axes": dict.fromkeys(("recency", "frequency", "monetary", "age"), AXIS),
    "gaps": {"count": count, "churn_periods": [{"share": share, "days": count}]},
}
PROVENANCE = {"store": text, "version": count, "until": day, "program": text}
LOAD = {
    "source": text,
    "load": count,
    "read": count,
    "stored": count,
    "already_there": count,
    "rejected": count,
    "rejected_by_rule": {},
    "new_cards": count,
    "version": count,
    "identical": count,
    "mended": count,
    "warnings": [{"rule": text, "text": text}],
}
STATUS = {
    "store": text,
    "version": count,
    "card_rule": text,
    "from": day,
    "to": day,
    "cheques": count,
    "cards": count,
    "months": [{"month": text, "cheques": count, "first": day, "last": day, "bytes": count}],
    "loads": [{"load": count, "source": text, "stored": count, "rejected": count}],
    "rejected": {},
    "bytes": {"cheques": count, "keys": count, "rejected": count},
}
CARD_COLUMNS = [
    "card", "cheques", "total", "first", "last", "recency", "frequency", "monetary", "age",
    "R", "F", "M", "A", "class", "cluster", "region", "warmth",
]  # fmt: skip
