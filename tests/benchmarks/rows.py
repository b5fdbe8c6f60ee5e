"""A table that contenders could trip over: returns, zeros, ties, days with several cheques."""

from __future__ import annotations

from random import Random

from oracles.naive import Row
from support.stores import UUID, bought

DAYS, CARDS, CHEQUES = 400, 180, 4_000
EVE, EVE_CARDS = DAYS - 1 - 365, 130
"""The day before those on which thresholds are fitted at the last day, and who came on it."""
AS_OF = ("2023-02-04", "2022-07-15")
"""The last day of the table and a day within a month."""


def rows() -> tuple[Row, ...]:
    """Return some thousand cheques of some hundred cards; amounts are whole roubles, most even."""
    random = Random(7)
    often = [f"2{number:012d}" for number in range(CARDS)]
    weights = [4_000, 4_000, *range(1, CARDS + 1)]
    made = []
    for _ in range(CHEQUES):
        (card,) = random.choices([None, UUID, *often], weights=weights)
        even, odd = 10_000 * random.randint(1, 30), 100 * random.randint(1, 3_000)
        kopecks = random.choice([even, even, even, even, odd, 0, -12_300])
        made.append(bought(random.randrange(DAYS), card, kopecks, minute=random.randrange(1_440)))
    # A new card each day that comes once: somebody stands on each border of days and of money.
    made += [
        bought(number, f"3{number:012d}", 10_000 * (1 + number % 30)) for number in range(DAYS)
    ]
    # Some came on the eve for the last time, the others once more after a long gap.
    made += [
        bought(day, f"{number % 2 + 4}{number:012d}", 4_000_000)
        for number in range(EVE_CARDS)
        for day in (0, EVE, EVE + 200)[: number % 2 + 2]
    ]
    made += [bought(number, "2999999999999", -100 * number) for number in range(1, 4)]
    return tuple(made)
