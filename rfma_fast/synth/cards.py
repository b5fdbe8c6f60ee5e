"""The cards of a chain: who holds one, how often and how richly they buy, who comes in a month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rfma_fast.synth.chain import Chain, Floats, Ints, Purpose, largest_remainder

ONE_TIMERS = 0.22
LIFE_MONTHS = 14.0
HABIT_SPREAD = 1.0
TASTE_SPREAD = 0.45
AWAY = 0.04
SHOP_BITS = 32
NO_CARD_AT_ALL = 0.02
AT_THE_TILL = 0.03

FRESH, MISSING, TILL = -1, -2, -3
"""What stands in the place of a card's number: a throw-away id, nothing, the id of the till."""


@dataclass(frozen=True)
class Cards:
    """The habits of all cards, about 10 bytes a card.

    Cards are numbered from 0: first the regulars, shop by shop and in the order they join, then
    those who come once, in the same order. So whoever has joined a shop is a run of numbers.
    """

    chain: Chain
    """The chain whose cards these are."""
    regulars: Ints
    """The number of the first regular of each shop, and behind it where the last shop ends."""
    one_timers: Ints
    """The same for those who come once."""
    appetite: NDArray[np.float32]
    """How often a regular comes, relative to the others of the shop."""
    taste: NDArray[np.float32]
    """Logarithm of a regular's usual amount over that of the shop."""
    leaves: NDArray[np.uint16]
    """The month in which a regular comes no more."""

    @classmethod
    def of(cls, chain: Chain) -> Cards:
        """Hand the cards out to the shops and draw the habits of their holders."""
        spec = chain.spec
        held = largest_remainder(spec.card_count, chain.trade.sum(axis=0) * chain.identified)
        once = np.floor(held * ONE_TIMERS).astype(np.int64)
        regulars = np.concatenate([[0], np.cumsum(held - once)])
        one_timers = regulars[-1] + np.concatenate([[0], np.cumsum(once)])
        random = spec.random(Purpose.HABITS)
        total = int(regulars[-1])
        # exp in 64 bits: its last bit differs between processors, and must not reach the result.
        appetite = np.exp(HABIT_SPREAD * random.standard_normal(total, np.float32).astype(float))
        taste = TASTE_SPREAD * random.standard_normal(total, np.float32)
        leaves = np.minimum(random.geometric(1 / LIFE_MONTHS, total), 60_000).astype(np.uint16)
        cards = cls(
            chain, regulars, one_timers, appetite.astype(np.float32), taste.astype("f4"), leaves
        )
        for shop in range(spec.shops):
            first, end = regulars[shop], regulars[shop + 1]
            joined = np.ceil((end - first) * cards._joined(shop)).astype(np.int64)
            months = np.arange(spec.months, dtype=np.uint16)
            leaves[first:end] += np.repeat(months, np.diff(joined, prepend=0))
        return cards

    def visits(self, month: int) -> Ints:
        """Return who comes where in a month, in random order; ``apart`` tells the two for each.

        Who is the number of a card, or ``FRESH``, ``MISSING`` or ``TILL``.
        """
        chain, shops = self.chain, self.chain.spec.shops
        random = chain.spec.random(Purpose.VISITS, month)
        wanted = random.binomial(chain.rows[month], chain.identified)
        guests = [self._of_shop(shop, month, int(wanted[shop]), random) for shop in range(shops)]
        known = np.array([len(numbers) for numbers in guests])
        homes = np.repeat(np.arange(shops), known)
        away = np.flatnonzero(random.random(len(homes), np.float32) < AWAY)
        homes[away] = random.permutation(homes[away])
        unknown = chain.rows[month] - known
        kind = random.random(int(unknown.sum()), np.float32)
        strangers = np.full(len(kind), FRESH)
        strangers[kind < NO_CARD_AT_ALL + AT_THE_TILL] = TILL
        strangers[kind < NO_CARD_AT_ALL] = MISSING
        visits = np.concatenate([*guests, strangers]) << SHOP_BITS
        visits[: len(homes)] |= homes
        visits[len(homes) :] |= np.repeat(np.arange(shops), unknown)
        random.shuffle(visits)
        return visits

    def _joined(self, shop: int) -> Floats:
        """Return the share of a shop's regulars that have joined by the end of each month."""
        share = self._trade_until(shop)
        if self.chain.trade[0, shop] == 0:
            return share
        # As many as keep the number of regulars level had joined before the history begins.
        founders = LIFE_MONTHS / (LIFE_MONTHS + self.chain.spec.months)
        return founders + (1 - founders) * share

    def _trade_until(self, shop: int) -> Floats:
        """Return the share of a shop's trade done by the end of each month; the last is 1."""
        until = np.cumsum(self.chain.trade[:, shop])
        return np.asarray(until / until[-1])

    def _of_shop(self, shop: int, month: int, wanted: int, random: np.random.Generator) -> Ints:
        """Return the cards that come to a shop: as many as wanted, fewer if none is left."""
        joined_once, end_once = self.one_timers[shop], self.one_timers[shop + 1]
        until = np.floor((end_once - joined_once) * self._trade_until(shop)).astype(np.int64)
        before = until[month - 1] if month else 0
        here_once = min(int(until[month] - before), (wanted + 1) // 2)
        first, end = self.regulars[shop], self.regulars[shop + 1]
        end = first + int(np.ceil((end - first) * self._joined(shop)[month]))
        mood = random.standard_exponential(int(end - first), np.float32)
        mood *= self.appetite[first:end]
        mood *= self.leaves[first:end] > month
        regulars = first + shared_out(wanted - here_once, mood, random.uniform(0.01, 0.99))
        return np.concatenate([joined_once + before + np.arange(here_once), regulars])


def apart(visits: Ints) -> tuple[Ints, Ints]:
    """Take visits apart into who comes and the number of the shop, from 0."""
    return visits >> SHOP_BITS, visits & ((1 << SHOP_BITS) - 1)


def shared_out(total: int, weights: NDArray[np.float32], offset: float) -> Ints:
    """Return ``total`` positions in rising order, each about as often as its weight asks for.

    The weights lie end to end along a line and the positions are those hit by ``total`` evenly
    spaced points, the first at ``1 - offset`` of a step: no position is more than one hit off its
    share. Nothing is returned where all weights are zero.
    """
    along = np.cumsum(weights, dtype=np.float64)
    if len(along) == 0 or along[-1] <= 0:
        return np.empty(0, np.int64)
    along *= total / along[-1]
    along += offset
    hits = np.floor(along, out=along).astype(np.int64)
    hits[1:] -= hits[:-1].copy()
    return np.repeat(np.arange(len(weights)), hits)
