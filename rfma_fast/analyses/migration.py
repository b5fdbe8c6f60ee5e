"""Migration: from which group to which the cards went between two dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

import narwhals.stable.v2 as nw
import polars as pl

from rfma_fast.analyses.facts import fields_for
from rfma_fast.analyses.history import read_history
from rfma_fast.analyses.horizon import refuse_far_future
from rfma_fast.analyses.money import roubles
from rfma_fast.analyses.scoping import scope_of
from rfma_fast.analyses.segmentation import Segmentation, grade
from rfma_fast.engines import Engine
from rfma_fast.i18n import misuse, problem
from rfma_fast.plan.frame import Frame
from rfma_fast.plan.summary import NONE, class_flows, paired
from rfma_fast.schemes.model import Scheme
from rfma_fast.store.snapshot import Snapshot

if TYPE_CHECKING:
    from rfma_fast.analyses.effects import Effects
    from rfma_fast.analyses.movements import Movements
    from rfma_fast.analyses.previous import Previous
    from rfma_fast.analyses.spending import Spending

Borders = Literal["frozen", "refit"]

NEW = "new"
"""Where a card came from that had not bought by the first date."""
NO_PURCHASE = "none"
"""Where a card went that did not buy between the dates, if only those days are looked at."""


@dataclass(frozen=True)
class Migration:
    """Two segmentations and the flows between their classes."""

    before: Segmentation
    after: Segmentation
    borders: Borders
    between: bool
    """Whether the second segmentation looks only at cheques after the first date."""
    flows: pl.DataFrame
    """from, to (class numbers), cards, total_from, total_to (kopecks)."""

    def cells(self, level: str) -> pl.DataFrame:
        """Return from, to, cards, share, column_share, revenue, revenue_before of a level's cells.

        Cells without cards are left out; ``share`` is of the row, ``column_share`` of the column.
        ``revenue`` is what the cards brought in all their time up to the second date, so that
        columns add up to the groups' revenue there; ``revenue_before`` is the same up to the first:
        it grows even where cards go cold, ``spending`` tells what changed. With ``between`` it is
        what they brought after the first date. In code order, ``new``
        and ``none`` last.
        """
        summed = self.coded(level).sort(
            _last(pl.col("from"), NEW), "from", _last(pl.col("to"), NO_PURCHASE), "to"
        )
        cards = pl.col("cards")
        return summed.select(
            "from",
            "to",
            "cards",
            (cards / cards.sum().over("from")).alias("share"),
            (cards / cards.sum().over("to")).alias("column_share"),
            roubles("total_to").alias("revenue"),
            roubles("total_from").alias("revenue_before"),
        )

    def greatest(self, level: str = "class") -> pl.DataFrame:
        """Return the cells of a level, those with most cards first, ties in code order."""
        return self.cells(level).sort("cards", "from", "to", descending=[True, False, False])

    def coded(self, level: str) -> pl.DataFrame:
        """Return from, to (codes), cards, total_from, total_to (kopecks) of a level's cells."""
        self.before.check_level(level)
        figures = pl.col("cards", "total_from", "total_to").sum()
        return self.with_codes(self.flows, level).group_by("from", "to").agg(figures)

    def movements(self, level: str) -> Movements:
        """Return how many cards became warmer, stayed as warm, became colder, came and went."""
        from rfma_fast.analyses.movements import movements

        return movements(self, level)

    def sizes(self, level: str) -> pl.DataFrame:
        """Return how each group of a level came to its size at the second date.

        code, name, before, stayed, in, out, new, gone, after, revenue_before, revenue, in the
        scheme's order: before + in + new − out − gone = after, and stayed = before − out − gone.
        """
        from rfma_fast.analyses.movements import sizes

        return sizes(self, level)

    def by(self, what: str, level: str) -> pl.DataFrame:
        """Return the movements by ``shop`` (the home shop) or ``cohort`` (the first month).

        The label, cards, a column a movement, mean_change, revenue_before, revenue; in the order
        of labels. A home shop is the one with most cheques up to the second date; of equals the
        one with more revenue there, then with the later last purchase, then the first by name.
        """
        from rfma_fast.analyses.labels import movements_by

        return movements_by(self, what, level)

    @cached_property
    def effects(self) -> Effects:
        """Return what people's behaviour and what moved borders did to the sizes of groups."""
        from rfma_fast.analyses.effects import effects

        return effects(self)

    @cached_property
    def previous(self) -> Previous:
        """Return the pair of dates just before, as long: known cards cool in any calm time, too."""
        from rfma_fast.analyses.previous import previous

        return previous(self)

    def spending(self, days: int | None = None) -> Spending:
        """Return what the cards spent in windows before each date, by default as long as between.

        ``revenue`` elsewhere is what cards brought in all their time up to a date.
        """
        from rfma_fast.analyses.spending import spending

        return spending(self, days)

    @cached_property
    def pairs(self) -> pl.DataFrame:
        """Return the unit, from, to (class numbers), total_from, total_to of every card."""
        unit = list(self.after.history.scope.unit)
        both = paired(states_of(self.before), states_of(self.after), unit)
        return self.after.history.engine.fetch(both)[0]

    @property
    def new(self) -> int:
        """Return the number of cards that first bought after the first date."""
        return int(self.flows.filter(pl.col("from") == NONE).get_column("cards").sum())

    @property
    def gone(self) -> int:
        """Return the number of cards that have no group at the second date."""
        return int(self.flows.filter(pl.col("to") == NONE).get_column("cards").sum())

    def cards(self, level: str, source: str, target: str) -> pl.DataFrame:
        """Return the per-card table, as of the second date, of the cards behind one cell.

        ``source`` may be ``new``, ``target`` may be ``none``: then the table is as of the first
        date, since the card has no class at the second.
        """
        self.before.check_level(level)
        for code, extra in ((source, NEW), (target, NO_PURCHASE)):
            known = [*self.before.group_codes(level), extra]
            if code not in known:
                raise problem(
                    "migrate.unknown_group", got=code, level=level, known=", ".join(known)
                )
        segmentation = self.before if target == NO_PURCHASE else self.after
        history = segmentation.history
        behind = self.with_codes(self.pairs, level).filter(
            pl.col("from") == source, pl.col("to") == target
        )
        own = history.segmented.join(behind, on=list(history.scope.unit), how="semi")
        return replace(segmentation, history=history.only(own)).table()

    def with_codes(self, flows: pl.DataFrame, level: str) -> pl.DataFrame:
        """Put the codes of a level's groups in the place of class numbers in from and to."""
        codes = pl.Series(self.before.codebook.codes(level), dtype=pl.String)
        return flows.with_columns(
            pl.when(pl.col(side) == NONE)
            .then(pl.lit(absent))
            .otherwise(pl.lit(codes).gather(pl.col(side).clip(0)))
            .alias(side)
            for side, absent in (("from", NEW), ("to", NO_PURCHASE))
        )


def migrate(
    engine: Engine,
    snapshot: Snapshot,
    scheme: Scheme,
    since: date,
    until: date | None = None,
    *,
    borders: Borders = "frozen",
    between: bool = False,
    shops: Sequence[str] = (),
) -> Migration:
    """Segment the cards at two dates and count who went where.

    The thresholds are those of the first date (``frozen``) or fitted at each (``refit``).
    ``between`` looks, for the second date, only at cheques after the first.
    """
    checked_borders(borders)
    first = scope_of(engine, snapshot, scheme, since, None, shops)
    second = scope_of(engine, snapshot, scheme, until, None, shops)
    if first.as_of >= second.as_of:
        raise misuse("migrate.reversed", since=first.as_of, until=second.as_of)
    if between:
        second = replace(second, since=first.last_seen + timedelta(days=1))
    fields = fields_for(scheme)
    refit = borders == "refit"
    before = grade(read_history(engine, first, fields), scheme, may_be_empty=refit)
    frozen = None if refit else before.thresholds
    after = grade(read_history(engine, second, fields), scheme, frozen, may_be_empty=between)
    if until is not None:
        refuse_far_future(after)
    return Migration(before, after, borders, between, flows_between(before, after))


def checked_borders(borders: str) -> None:
    """Refuse another word than ``frozen`` or ``refit``."""
    if borders not in get_args(Borders):
        raise misuse(
            "option.unknown", option="borders", got=borders, known=", ".join(get_args(Borders))
        )


def flows_between(before: Segmentation, after: Segmentation) -> pl.DataFrame:
    """Return from, to (class numbers), cards, total_from, total_to of two dates."""
    unit = before.history.scope.unit
    return after.history.engine.fetch(class_flows(states_of(before), states_of(after), unit))[0]


def _last(column: pl.Expr, code: str) -> pl.Expr:
    return column == code


def states_of(found: Segmentation) -> Frame:
    """Return the unit, class, cheques and total of a segmentation's cards, in 64 bits."""
    return found.kept.frame.with_columns(nw.col("cheques", "total").cast(nw.Int64))
