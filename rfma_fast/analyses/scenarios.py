"""One card as it was, as it will be without a purchase, and as it would be with one more.

What a scheme measures depends on how far a cheque lies before the as-of date and on nothing else of
the calendar. A card on another day is therefore the same card with its cheques moved; all days and
what-ifs are graded together, each as if it were a card of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import narwhals.stable.v2 as nw
import polars as pl

from rfma_fast.analyses.history import limits_of
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.cheques.card_rules import as_printed
from rfma_fast.i18n import problem
from rfma_fast.periods import day_number
from rfma_fast.plan.fields import MICROSECONDS_A_DAY
from rfma_fast.plan.states import card_states
from rfma_fast.plan.summary import graded_cards
from rfma_fast.plan.terms import expression

_COLUMNS = ("time", "shop", "doc_id", "paid", "bonus_earned", "bonus_spent")
_ONE_MORE = "one_more"
_UNIT = "scenario"


@dataclass(frozen=True)
class Scenario:
    """A day from which a card is looked at."""

    as_of: date
    one_more: bool = False
    """Whether the card bought once more on the segmentation's as-of date."""


@dataclass(frozen=True)
class OneCard:
    """A segmented card and its cheques in scope, in order of time."""

    found: Segmentation
    """The segmentation, with this card alone in its table."""
    rows: pl.DataFrame
    """day (since 1970), time (microseconds), shop, amount, paid, bonuses (kopecks), doc_id."""

    @property
    def purchases(self) -> pl.DataFrame:
        """Return the rows that count as cheques."""
        if self.found.scheme.population.returns == "keep":
            return self.rows
        return self.rows.filter(pl.col("amount") > 0)

    @property
    def first(self) -> int:
        """Return the day of the first purchase, since 1970."""
        return int(self.purchases.item(0, "day"))

    def graded(self, scenarios: Sequence[Scenario], amount: int, shop: str) -> pl.DataFrame:
        """Return place, measures, grades and class of the scenarios in which it is segmented.

        ``amount`` (kopecks) and ``shop`` are those of the one more purchase.
        """
        found, history = self.found, self.found.history
        today = day_number(found.as_of)
        unseen = int(history.scope.midnight)
        extra = {
            "day": today - unseen,
            "time": MICROSECONDS_A_DAY - 1,
            "shop": shop,
            "amount": amount,
            "paid": amount,
            "doc_id": "one more",
        }
        more = pl.DataFrame([extra], schema_overrides={"paid": pl.Int64})
        marked = pl.concat(
            [
                self.rows.with_columns(pl.lit(False).alias(_ONE_MORE)),
                more.with_columns(pl.lit(True).alias(_ONE_MORE)),
            ],
            how="diagonal_relaxed",
        )
        days = pl.DataFrame(
            {
                _UNIT: range(len(scenarios)),
                "as_of": [day_number(scenario.as_of) for scenario in scenarios],
                "with": [scenario.one_more for scenario in scenarios],
            }
        )
        moved = (
            days.lazy()
            .join(marked.lazy(), how="cross")
            .filter(pl.col("day") <= pl.col("as_of") - unseen, pl.col("with") | ~pl.col(_ONE_MORE))
            .with_columns(
                (pl.col("day") + today - pl.col("as_of")).alias("day"),
                pl.lit(1, pl.Int64).alias("inside"),
            )
        )
        population = found.scheme.population
        states = card_states(
            nw.from_native(moved),
            (_UNIT,),
            history.fields,
            today,
            returns_count=population.returns == "keep",
        )
        enough = states.filter(
            nw.col("cheques") > 0, *(expression(limit) for limit in limits_of(population))
        )
        cards = graded_cards(
            enough,
            found.scheme.axes,
            history.moment,
            found.thresholds.borders,
            found.codebook,
        )
        return history.engine.fetch(cards)[0].sort(_UNIT)


def one_card(found: Segmentation, card: str) -> OneCard:
    """Return a card of a segmentation, with its cheques; one that is not in it is refused."""
    scope, history = found.history.scope, found.history
    if "shop" in scope.unit:
        raise problem("card.unit", scheme=found.scheme.code)
    printed = as_printed(pl.Series([card]), scope.snapshot.card_rule).item()
    keys = scope.snapshot.keys().filter(pl.col("card") == printed).collect()
    if keys.height:
        mine = pl.col("card") == int(keys.item(0, "key"))
    elif "id" in scope.unit:
        mine = (pl.col("card") == 0) & (pl.col("id") == card)
    else:
        raise problem("card.unknown", card=card, rule=scope.snapshot.card_rule)
    own = history.segmented.filter(mine)
    if not own.height:
        raise problem("card.not_segmented", card=card, until=scope.period.until)
    scan = history.engine.scan(scope, _COLUMNS)
    if scope.population.returns == "ignore":
        scan = scan.filter(nw.col("amount") > 0)
    rows = history.engine.fetch(nw.from_native(scan.to_native().filter(mine)))[0]
    alone = replace(found, history=history.only(own))
    return OneCard(alone, rows.sort("day", "time", "doc_id").select("day", "amount", *_COLUMNS))
