"""What groups did after past dates, in plain Python: loops over cheques, dates and cards."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf, sqrt

from oracles import naive
from oracles.naive import Row

Z = 1.959963984540054


@dataclass
class Did:
    """What the cards of one group did within a window."""

    outcomes: int
    cards: int
    returned: int
    cheques: int
    revenue: int
    rate: tuple[float, float]
    """The interval around the share that came again."""
    per_card: tuple[float, float]
    """The interval around the revenue per card, in kopecks."""


def month_ends(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if day.day == calendar.monthrange(day.year, day.month)[1]]


def outlook(rows: Sequence[Row], dates: Sequence[date], window: int, level: str) -> dict[str, Did]:
    """Pool what the cards of every group did in the days after each of the dates."""
    seen: dict[str, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for day in dates:
        before = [row for row in rows if row[0].date() <= day]
        for card, state in naive.segment(before, day).cards.items():
            later = [
                amount
                for at, _, whose, amount in rows
                if whose == card and day < at.date() <= day + timedelta(days=window)
            ]
            bought = sum(1 for amount in later if amount > 0)
            seen[naive.LEVELS[level](state)][card].append((bought, sum(later)))
    return {group: _pooled(list(cards.values())) for group, cards in seen.items()}


def _pooled(cards: list[list[tuple[int, int]]]) -> Did:
    outcomes = [outcome for card in cards for outcome in card]
    size = len(outcomes)
    came = sum(1 for bought, _ in outcomes if bought)
    money = sum(revenue for _, revenue in outcomes)
    share, mean = came / size, money / size
    spread = sum((sum(1 for b, _ in card if b) - share * len(card)) ** 2 for card in cards)
    told = 0 < came < size and len(cards) > 1
    effect = max(1.0, spread / (size * share * (1 - share))) if told else size / len(cards)
    apart = sum((sum(r for _, r in card) - mean * len(card)) ** 2 for card in cards)
    reach = Z * sqrt(apart * len(cards) / (len(cards) - 1)) / size if len(cards) > 1 else inf
    return Did(
        size,
        len(cards),
        came,
        sum(bought for bought, _ in outcomes),
        money,
        _wilson(share, size / effect),
        (mean - reach, mean + reach),
    )


def _wilson(share: float, size: float) -> tuple[float, float]:
    """Solve |share − p| = z·√(p(1 − p)/size) for p."""
    a, b, c = 1 + Z * Z / size, -(2 * share + Z * Z / size), share * share
    root = sqrt(max(0.0, b * b - 4 * a * c))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)
