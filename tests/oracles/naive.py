"""The second opinion: RFMA in plain Python, loops and exact fractions, readable above all.

Written from the specification alone. Money is whole kopecks, frequency whole hundredths, time
whole days; nothing here is a float. Where the specification leaves a choice, the choice is named
in a comment that starts with "Choice:".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor
from typing import Any, Literal

Row = tuple[datetime, str, str | None, int]  # at, shop, card, amount in kopecks
MonetaryOver = Literal["all", "identified"]

# --- clusters, regions, warmth -------------------------------------------------------------------

CLUSTER_PATTERNS: dict[int, str] = {
    11: "11(1,2)(1,2) 121(1,2)",
    12: "113(1,2) 12(2,3)(1,2)",
    13: "1(1-3)13",
    14: "1(1-3)(2,3)3",
    15: "13(1-3)(1,2)",
    21: "21(1,2)(1,2) 221(1,2)",
    22: "213(1,2) 22(2,3)(1,2)",
    23: "21(1,2)3 2(2,3)13",
    24: "2133 2(2,3)(2,3)3",
    25: "23(1-3)(1,2)",
    31: "31(1,2)(1-3) 321(1-3)",
    32: "313(1-3) 32(2,3)(1-3)",
    33: "33(1-3)(1-3)",
    41: "41(1,2)(1-3) 421(1-3)",
    42: "413(1-3) 42(2,3)(1-3)",
    43: "43(1-3)(1-3)",
}

CLUSTERS_OF_REGION: dict[int, tuple[int, ...]] = {
    110: (11, 21),
    210: (12, 22),
    220: (13, 14, 23, 24),
    230: (15, 25),
    310: (31,),
    320: (32,),
    410: (41,),
    420: (42,),
    510: (33, 43),
}


def expand(pattern: str) -> list[str]:
    """`1(1-3)(2,3)3` -> every class it stands for."""
    slots: list[str] = []
    for choice, single in re.findall(r"\(([^)]*)\)|([0-9])", pattern):
        if single:
            slots.append(single)
        elif "-" in choice:
            low, high = choice.split("-")
            slots.append("".join(str(grade) for grade in range(int(low), int(high) + 1)))
        else:
            slots.append(choice.replace(",", ""))
    assert len(slots) == 4, pattern
    return ["".join(grades) for grades in product(*slots)]


def _cluster_of_class() -> dict[str, int]:
    table: dict[str, int] = {}
    for cluster, patterns in CLUSTER_PATTERNS.items():
        for pattern in patterns.split():
            for class_code in expand(pattern):
                assert class_code not in table, f"{class_code} is in two clusters"
                table[class_code] = cluster
    assert sorted(table) == ["".join(grades) for grades in product("1234", "123", "123", "123")]
    assert len(table) == 108
    return table


FIT_DAYS = 365
CLUSTER_OF_CLASS = _cluster_of_class()
REGION_OF_CLUSTER = {c: region for region, members in CLUSTERS_OF_REGION.items() for c in members}
assert sorted(REGION_OF_CLUSTER) == sorted(CLUSTER_PATTERNS)


# --- exact arithmetic ----------------------------------------------------------------------------


def round_half_away(value: Fraction) -> int:
    """To the nearest whole number; a half goes away from zero, on both sides of it."""
    size = floor(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


def percentile_disc(values: Iterable[int], p: str) -> int:
    """The smallest value whose cumulative count reaches ceil(p * N); p is decimal text."""
    counts = Counter(values)
    needed = ceil(Fraction(p) * counts.total())
    reached = 0
    for value in sorted(counts):
        reached += counts[value]
        if reached >= needed:
            return value
    raise ValueError("no values, no percentile")


def percentile_cont(values: Iterable[int], p: str) -> Fraction:
    """Linear interpolation at rank (N - 1) * p, exact."""
    ordered = sorted(values)
    rank = Fraction(p) * (len(ordered) - 1)
    below = floor(rank)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (rank - below) * (ordered[above] - ordered[below])


def is_identified(card: str | None) -> bool:
    # Choice: the digits are ASCII, and the whole text must match (no trailing newline).
    return card is not None and re.fullmatch(r"[0-9]{13}", card) is not None


# --- segmentation --------------------------------------------------------------------------------


@dataclass(frozen=True)
class CardRow:
    cheques: int
    total: int
    first: date
    last: date
    recency: int
    frequency_hundredths: int
    monetary_kopecks: int
    age: int
    R: int
    F: int
    M: int
    A: int
    class_code: str
    cluster: int
    region: int
    warmth: int


@dataclass(frozen=True)
class Segmentation:
    as_of: date | None
    base: int
    churn: int
    r1: int
    r2: int
    f1: Fraction
    f2: Fraction
    m1: int
    m2: int
    cards: dict[str, CardRow]
    returns_only: frozenset[str]
    no_gaps: bool


def segment(
    rows: Iterable[Row],
    as_of: date | None = None,
    *,
    since: date | None = None,
    shops: Collection[str] | None = None,
    frozen: Segmentation | None = None,
    monetary_over: MonetaryOver = "all",
) -> Segmentation:
    """The segments of all cards on one day; `frozen` lends its base, churn and borders."""
    # Choice: `since` and `shops` narrow the table before anything else is looked at, so the
    # default as-of day is the last identified day of what is left.
    rows = list(rows)
    # M is rounded to whole roubles where every amount is whole (spec, Metrics per card).
    unit = 1 if any(amount % 100 for _, _, _, amount in rows) else 100
    table = [
        row
        for row in sorted(rows, key=lambda row: row[0])
        if (since is None or row[0].date() >= since) and (shops is None or row[1] in shops)
    ]
    if as_of is None:
        # Choice: a return counts here, it is an identified line of the table too.
        days = [at.date() for at, _, card, _ in table if is_identified(card)]
        as_of = max(days) if days else None
    if as_of is not None:
        table = [row for row in table if row[0].date() <= as_of]

    total: dict[str, int] = defaultdict(int)
    visits: dict[str, list[date]] = defaultdict(list)
    amounts: list[tuple[date, int]] = []
    for at, _, card, amount in table:
        known = is_identified(card)
        if amount > 0 and (known or monetary_over == "all"):
            amounts.append((at.date(), amount))
        if known:
            assert card is not None
            total[card] += amount
            if amount > 0:
                visits[card].append(at.date())
    returns_only = frozenset(card for card in total if card not in visits)

    if not visits or as_of is None:  # nobody to segment
        return Segmentation(
            as_of=as_of,
            base=frozen.base if frozen else 1,
            churn=frozen.churn if frozen else 1,
            r1=frozen.r1 if frozen else 0,
            r2=frozen.r2 if frozen else 0,
            f1=frozen.f1 if frozen else Fraction(0),
            f2=frozen.f2 if frozen else Fraction(1),
            m1=frozen.m1 if frozen else 0,
            m2=frozen.m2 if frozen else 0,
            cards={},
            returns_only=returns_only,
            no_gaps=frozen.no_gaps if frozen else True,
        )

    # What is older than the fitting window counts in no percentile (spec, Fitting window).
    before = as_of - timedelta(days=FIT_DAYS)
    fitted_on = [card for card, days in visits.items() if days[-1] > before]
    recency = {card: (as_of - days[-1]).days for card, days in visits.items()}
    gaps = [
        (later - earlier).days
        for days in visits.values()
        for earlier, later in pairwise(days)
        if later > before
    ]

    if frozen is None:
        r1 = percentile_disc([recency[card] for card in fitted_on], "0.2") if fitted_on else 0
        r2 = percentile_disc([recency[card] for card in fitted_on], "0.4") if fitted_on else 0
        base = max(1, r1)
        churn = max(1, percentile_disc(gaps, "0.95")) if gaps else 1
        recent = [amount for day, amount in amounts if day > before]
        m1 = percentile_disc(recent, "0.8") if recent else 0
        m2 = percentile_disc(recent, "0.4") if recent else 0
    else:
        r1, r2, base, churn = frozen.r1, frozen.r2, frozen.base, frozen.churn
        m1, m2 = frozen.m1, frozen.m2

    frequency: dict[str, int] = {}  # in hundredths
    for card, days in visits.items():
        start = min(days[0], as_of - timedelta(days=base))
        stop = min(days[-1] + timedelta(days=churn), as_of)
        frequency[card] = round_half_away(Fraction(len(days) * base, (stop - start).days) * 100)

    if frozen is None:
        often_enough = [frequency[card] for card in fitted_on]
        f1 = Fraction(percentile_disc(often_enough, "0.85") if fitted_on else 0, 100)
        f2 = Fraction(round_half_away(Fraction(100 * base, churn)), 100)
    else:
        f1, f2 = frozen.f1, frozen.f2

    cards: dict[str, CardRow] = {}
    for card, days in visits.items():
        age = (as_of - days[0]).days
        mean = round_half_away(Fraction(total[card], len(days) * unit)) * unit
        often = Fraction(frequency[card], 100)

        # The first grade that fits, from 1 down: borders may coincide or even cross.
        if recency[card] <= r1:
            grade_r = 1
        elif recency[card] <= r2:
            grade_r = 2
        elif recency[card] <= churn:
            grade_r = 3
        else:
            grade_r = 4
        if often >= f1:
            grade_f = 1
        elif often > f2:
            grade_f = 2
        else:
            grade_f = 3
        if mean > m1:
            grade_m = 1
        elif mean > m2:
            grade_m = 2
        else:
            grade_m = 3
        if age > 180:
            grade_a = 1
        elif age > 30:
            grade_a = 2
        else:
            grade_a = 3

        class_code = f"{grade_r}{grade_f}{grade_m}{grade_a}"
        cluster = CLUSTER_OF_CLASS[class_code]
        region = REGION_OF_CLUSTER[cluster]
        cards[card] = CardRow(
            cheques=len(days),
            total=total[card],
            first=days[0],
            last=days[-1],
            recency=recency[card],
            frequency_hundredths=frequency[card],
            monetary_kopecks=mean,
            age=age,
            R=grade_r,
            F=grade_f,
            M=grade_m,
            A=grade_a,
            class_code=class_code,
            cluster=cluster,
            region=region,
            warmth=region // 100,  # "закодировано 1-й цифрой в коде региона"
        )

    return Segmentation(
        as_of=as_of,
        base=base,
        churn=churn,
        r1=r1,
        r2=r2,
        f1=f1,
        f2=f2,
        m1=m1,
        m2=m2,
        cards=cards,
        returns_only=returns_only,
        no_gaps=frozen.no_gaps if frozen else not gaps,
    )


# --- migration -----------------------------------------------------------------------------------

LEVELS: dict[str, Callable[[CardRow], str]] = {
    "class": lambda row: row.class_code,
    "cluster": lambda row: str(row.cluster),
    "region": lambda row: str(row.region),
    "warmth": lambda row: str(row.warmth),
}


def migrate(
    rows: Iterable[Row],
    d1: date,
    d2: date,
    level: str,
    refit: bool = False,
    between: bool = False,
) -> dict[tuple[str, str], tuple[int, int]]:
    """(segment at D1 or "new", segment at D2 or "none") -> (cards, their kopecks at D2).

    Choice: the kopecks at D2 are the totals of the D2 segmentation, so a card that has no row there
    ("none") brings 0, even where it brought something back in between.
    """
    if not d1 < d2:
        raise ValueError("D1 must be before D2")
    table = list(rows)
    name = LEVELS[level]
    before = segment(table, d1)
    if not before.cards and not refit:
        raise ValueError("nobody is segmented at D1, there is nothing to freeze")
    after = segment(
        table,
        d2,
        since=d1 + timedelta(days=1) if between else None,
        frozen=None if refit else before,
    )
    matrix: dict[tuple[str, str], tuple[int, int]] = {}
    for card in before.cards.keys() | after.cards.keys():
        old, new = before.cards.get(card), after.cards.get(card)
        cell = (name(old) if old else "new", name(new) if new else "none")
        cards, kopecks = matrix.get(cell, (0, 0))
        matrix[cell] = (cards + 1, kopecks + (new.total if new else 0))
    return matrix


# --- overview ------------------------------------------------------------------------------------


def overview(
    rows: Iterable[Row], since: date | None = None, until: date | None = None
) -> dict[str, Any]:
    """The whole period in numbers, the same numbers per shop under "shops"; kopecks, fractions."""
    table = [
        row
        for row in rows
        if (since is None or row[0].date() >= since) and (until is None or row[0].date() <= until)
    ]
    by_shop: dict[str, list[Row]] = defaultdict(list)
    for row in table:
        by_shop[row[1]].append(row)

    shops_of_card: dict[str, set[str]] = defaultdict(set)
    for _, shop, card, amount in table:
        if amount > 0 and card is not None and is_identified(card):
            shops_of_card[card].add(shop)

    answer = _numbers(table)
    answer["cards_by_shops"] = dict(Counter(len(shops) for shops in shops_of_card.values()))
    answer["shops"] = {shop: _numbers(lines) for shop, lines in by_shop.items()}
    return answer


def _numbers(table: Sequence[Row]) -> dict[str, Any]:
    purchases = [amount for _, _, _, amount in table if amount > 0]
    revenue = sum(amount for _, _, _, amount in table)
    known = [(card, amount) for _, _, card, amount in table if is_identified(card)]
    known_cheques = sum(1 for _, amount in known if amount > 0)
    known_revenue = sum(amount for _, amount in known)
    # Choice: a share or a statistic of nothing is None.
    return {
        "cheques": len(purchases),
        "revenue": revenue,
        "cards": len({card for card, amount in known if amount > 0}),
        "identified_cheques": known_cheques,
        "identified_revenue": known_revenue,
        "unidentified_cheques_share": (
            Fraction(len(purchases) - known_cheques, len(purchases)) if purchases else None
        ),
        "unidentified_revenue_share": (
            Fraction(revenue - known_revenue, revenue) if revenue else None
        ),
        "min": min(purchases, default=None),
        "max": max(purchases, default=None),
        "mean": Fraction(revenue, len(purchases)) if purchases else None,
        "median": percentile_cont(purchases, "0.5") if purchases else None,
    }
