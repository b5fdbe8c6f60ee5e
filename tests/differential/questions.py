"""Random questions: days, periods, shops, schemes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

from language.kit import axis, document_of, fixed, toml
from oracles import naive

from differential import reckoning
from differential.stores import Chain

BUILTIN = ("rfm8", "rfm27")
WINDOWS = (1, 30, 60, 365)
P = ("0.01", "0.05", "0.2", "0.4", "0.5", "0.8", "0.95", "1")


@dataclass(frozen=True)
class Scope:
    """What a question looks at."""

    as_of: date | None
    since: date | None
    shops: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """Return the scope as options of the command."""
        day = ["--as-of", str(self.as_of)] if self.as_of else []
        since = ["--since", str(self.since)] if self.since else []
        return [*day, *since, *(word for shop in self.shops for word in ("--shop", shop))]


@dataclass(frozen=True)
class Asked:
    """A scheme: its name for the command, and its document for the reckoning."""

    name: str
    document: dict[str, Any]


def day(lot: Random, chain: Chain, before: int = 2, after: int = 40) -> date:
    """Return a day of a chain or around it: of a cheque, a border, or any."""
    chosen = lot.random()
    if chosen < 0.35:
        return lot.choice(chain.cheques).at.date() + timedelta(lot.choice([-1, 0, 0, 1]))
    span = (chain.last - chain.first).days
    any_day = chain.first + timedelta(lot.randint(-before, span + after))
    if chosen < 0.6:
        return lot.choice([any_day.replace(day=1), any_day.replace(day=1) - timedelta(1),
                           date(any_day.year, 12, 31), date(any_day.year, 2, 28)])  # fmt: skip
    return any_day


def scope(lot: Random, chain: Chain) -> Scope:
    as_of = None if lot.random() < 0.3 else day(lot, chain)
    since = day(lot, chain) if lot.random() < 0.25 else None
    return Scope(as_of, since, shops(lot, chain))


def shops(lot: Random, chain: Chain) -> tuple[str, ...]:
    many = lot.randint(1, len(chain.shops)) if lot.random() < 0.25 else 0
    return tuple(lot.sample(chain.shops, many))


def newest(chain: Chain, asked: Scope) -> date | None:
    """Return the day that is taken where none is given: the store's last identified purchase.

    Shops and a first day do not move it: at a shop that closed the cards have gone.
    """
    return asked.as_of or naive.segment(chain.rows).as_of


def scheme(lot: Random, chain: Chain, directory: Path) -> Asked:
    """Return a scheme other than rfma: a built-in one or a random one."""
    if lot.random() < 0.3:
        name = lot.choice(BUILTIN)
        return Asked(name, reckoning.document(name))
    document = random_document(lot, chain)
    file = directory / f"scheme-{lot.getrandbits(32):08x}.toml"
    file.write_text(toml(document), encoding="utf-8")
    return Asked(str(file), document)


def random_document(lot: Random, chain: Chain) -> dict[str, Any]:
    axes = [_axis(lot, chain, code) for code in "XYZ"[: lot.randint(1, 3)]]
    axes.append(
        axis("R", {"kind": "recency"}, fixed("<=", lot.randint(0, 20), lot.randint(21, 90)))
    )
    population: dict[str, Any] = {
        "cards": lot.choice(["identified", "identified", "all"]),
        "unit": lot.choice(["card", "card", "card_shop"]),
        "returns": lot.choice(["net", "net", "ignore", "keep"]),
    }
    if lot.random() < 0.2:
        population["rule"] = lot.choice(["^2", "1$", "^guest|15$", "[0-9]{13}"])
    if lot.random() < 0.2:
        population["least"] = {lot.choice(["cheques", "documents", "days"]): lot.randint(1, 3)}
    if lot.random() < 0.1:
        population["most"] = {lot.choice(["cheques", "documents", "days"]): lot.randint(1, 6)}
    fit = {"fit": {"days": lot.choice([1, 30, 365, 1000])}} if lot.random() < 0.6 else {}
    levels = {"level": [_level(axes, lot)]} if lot.random() < 0.7 else {}
    return document_of(axes, population=population, **fit, **levels)


def _axis(lot: Random, chain: Chain, code: str) -> dict[str, Any]:
    window = {"window": lot.choice(WINDOWS)} if lot.random() < 0.4 else {}
    counted = lot.choice(["cheques", "documents", "days"])
    money = {"kind": "money", "of": lot.choice(["total", "mean", "max", "median"])}
    if chain.paid and lot.random() < 0.4:
        money["over"] = "paid"
    if lot.random() < 0.6:
        money["round"] = lot.choice(["rouble", "kopeck"])
    measures: list[dict[str, Any]] = [
        {"kind": "recency"}, {"kind": "recency", "unit": "24h"}, {"kind": "age"},
        {"kind": "count", "of": counted, **window}, {"kind": "shops", **window},
        {"kind": "rate", "of": counted, "base": "R1", "churn": "R2", **window},
        {**money, **window}, {**money, **window}, {"kind": "silence"}, {"kind": "mean_gap"},
    ]  # fmt: skip
    measure = lot.choice(measures)
    up = measure["kind"] in ("recency", "silence", "mean_gap")
    rounded_up = measure["kind"] in ("silence", "mean_gap")
    keep = lot.choice(["<="] if rounded_up else ["<=", "<"] if up else [">=", ">"])
    rule = lot.choice(["percentile_disc", "percentile_disc", "percentile_cont"])
    if measure["kind"] in ("recency", "age", "silence", "mean_gap", "rate", "shops", "count"):
        over = {}
    else:
        over = {"over": lot.choice(["cards", "cheques", "identified_cheques"])}
    shares = sorted(lot.sample(P, lot.randint(1, 3)), key=float, reverse=not up)
    borders = [{"rule": rule, "keep": keep, "p": p, **over} for p in shares]
    return axis(code, measure, borders, missing=str(lot.randint(1, len(borders) + 1)))


def _level(axes: Sequence[dict[str, Any]], lot: Random) -> dict[str, Any]:
    """Share all classes among a few groups, each class by its own pattern."""
    grades = ["1234"[: len(one["grades"])] for one in axes]
    groups: dict[str, list[str]] = {code: [] for code in "abc"}
    for digits in product(*grades):
        groups[lot.choice("abc")].append("".join(digits))
    told = [
        {"code": code, "warmth": warmth, "members": members, "name": {"en": code, "ru": code}}
        for warmth, (code, members) in enumerate(groups.items(), 1)
        if members
    ]
    return {"code": "part", "name": {"en": "part", "ru": "часть"}, "groups": told}


def group_of(document: dict[str, Any], digits: str) -> str:
    """Return the group of a class in a random scheme's level."""
    (level,) = document["level"]
    (code,) = (group["code"] for group in level["groups"] if digits in group["members"])
    found: str = code
    return found
