"""The states of cards: kept where the engine folded them, asked without being brought here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import polars as pl

from rfma_fast.i18n import problem
from rfma_fast.plan.terms import Term, expression

if TYPE_CHECKING:
    from rfma_fast.engines.protocol import Engine
    from rfma_fast.plan.frame import Frame


class Cards(Protocol):
    """One row a unit: its columns, the fields of its state, and what was measured of it."""

    @property
    def here(self) -> pl.DataFrame:
        """Return the rows themselves; refused where they stay on a cluster."""
        ...

    @property
    def frame(self) -> Frame:
        """Return the rows as the plan takes them, in no order."""
        ...

    @property
    def height(self) -> int:
        """Return how many rows there are."""
        ...

    def where(self, *conditions: Term) -> Cards:
        """Return the rows that meet all conditions."""
        ...

    def select(self, *columns: str) -> Cards:
        """Return the rows with some of their columns."""
        ...

    def measured(self, name: str, value: Term) -> Cards:
        """Return the rows with one more column, the value of a term."""
        ...

    def sum(self, column: str) -> int:
        """Return the sum of a column."""
        ...

    def largest(self, columns: Sequence[str]) -> int:
        """Return the largest magnitude in some columns, 0 where they are empty."""
        ...

    def counts(self, name: str) -> pl.DataFrame:
        """Return value, count of a column, blanks left out."""
        ...

    def by_class(self, name: str) -> pl.DataFrame:
        """Return value, class, cards, total of a column, in rising order, blanks left out."""
        ...

    def sizes(self) -> pl.DataFrame:
        """Return class, cards, cheques, total of the classes that have a card, by number."""
        ...


@dataclass(frozen=True)
class LocalCards:
    """States in this process."""

    here: pl.DataFrame

    @property
    def frame(self) -> Frame:
        """Return the rows as the plan takes them."""
        import narwhals.stable.v2 as nw

        return nw.from_native(self.here.lazy())

    @property
    def height(self) -> int:
        """Return how many rows there are."""
        return self.here.height

    def where(self, *conditions: Term) -> LocalCards:
        """Return the rows that meet all conditions: the same frame where every row does."""
        if not conditions:
            return self
        all_of = pl.all_horizontal(expression(condition, pl) for condition in conditions)
        met = self.here.select(all_of.alias("met")).to_series()
        return self if met.all() else LocalCards(self.here.filter(met))

    def select(self, *columns: str) -> LocalCards:
        """Return the rows with some of their columns."""
        return LocalCards(self.here.select(columns))

    def measured(self, name: str, value: Term) -> LocalCards:
        """Return the rows with one more column, the value of a term."""
        column = self.here.lazy().select(expression(value, pl).alias(name))
        return LocalCards(self.here.with_columns(column.collect(engine="streaming").to_series()))

    def sum(self, column: str) -> int:
        """Return the sum of a column."""
        return int(self.here.select(pl.col(column).cast(pl.Int64).sum()).item() or 0)

    def largest(self, columns: Sequence[str]) -> int:
        """Return the largest magnitude in some columns, 0 where they are empty."""
        ends = self.here.select(pl.col(columns).min().name.suffix(" min"), pl.col(columns).max())
        return max(abs(int(end or 0)) for end in ends.row(0))

    def counts(self, name: str) -> pl.DataFrame:
        """Return value, count of a column, blanks left out."""
        from rfma_fast.dense.counts import counted

        found = counted(self.here.get_column(name).drop_nulls().to_numpy())
        return pl.DataFrame({"value": found.values, "count": found.count})

    def by_class(self, name: str) -> pl.DataFrame:
        """Return value, class, cards, total of a column, in rising order, blanks left out."""
        known = self.here.lazy().filter(pl.col(name).is_not_null())
        found = known.group_by(pl.col(name).cast(pl.Int64).alias("value"), "class").agg(
            pl.len().cast(pl.Int64).alias("cards"), pl.col("total").cast(pl.Int64).sum()
        )
        return found.sort("value", "class").collect(engine="streaming")

    def sizes(self) -> pl.DataFrame:
        """Return class, cards, cheques, total of the classes that have a card, by number."""
        figures = pl.col("cheques", "total").cast(pl.Int64).sum()
        sizes = (
            self.here.lazy().group_by("class").agg(pl.len().cast(pl.Int64).alias("cards"), figures)
        )
        return sizes.sort("class").collect(engine="streaming")


@dataclass(frozen=True)
class FrameCards:
    """States that stay where an engine keeps them; only counts and sums of them come here."""

    frame: Frame
    engine: Engine

    @property
    def here(self) -> pl.DataFrame:
        """Refuse to bring the rows here."""
        raise problem("cluster.cards_stay", engine=self.engine.name)

    @cached_property
    def height(self) -> int:
        """Return how many rows there are."""
        import narwhals.stable.v2 as nw

        return self._one(nw.len())

    def where(self, *conditions: Term) -> FrameCards:
        """Return the rows that meet all conditions."""
        if not conditions:
            return self
        return FrameCards(self.frame.filter(*map(expression, conditions)), self.engine)

    def select(self, *columns: str) -> FrameCards:
        """Return the rows with some of their columns."""
        return FrameCards(self.frame.select(*columns), self.engine)

    def measured(self, name: str, value: Term) -> FrameCards:
        """Return the rows with one more column, the value of a term."""
        return FrameCards(self.frame.with_columns(expression(value).alias(name)), self.engine)

    def sum(self, column: str) -> int:
        """Return the sum of a column."""
        import narwhals.stable.v2 as nw

        return self._one(nw.col(column).sum())

    def largest(self, columns: Sequence[str]) -> int:
        """Return the largest magnitude in some columns, 0 where they are empty."""
        import narwhals.stable.v2 as nw

        ends = [
            end.cast(nw.Int64).alias(f"{column} {name}")
            for column in columns
            for name, end in (("min", nw.col(column).min()), ("max", nw.col(column).max()))
        ]
        found = self.engine.fetch(self.frame.select(*ends))[0]
        return max(abs(int(end or 0)) for end in found.row(0))

    def counts(self, name: str) -> pl.DataFrame:
        """Return value, count of a column, blanks left out."""
        import narwhals.stable.v2 as nw

        values = self.frame.select(value=nw.col(name).cast(nw.Int64))
        some = values.filter(~nw.col("value").is_null())
        counted = some.group_by("value").agg(count=nw.len().cast(nw.Int64))
        return self.engine.fetch(counted)[0]

    def by_class(self, name: str) -> pl.DataFrame:
        """Return value, class, cards, total of a column, in rising order, blanks left out."""
        import narwhals.stable.v2 as nw

        known = self.frame.filter(~nw.col(name).is_null()).select(
            "class", value=nw.col(name).cast(nw.Int64), total=nw.col("total").cast(nw.Int64)
        )
        found = known.group_by("value", "class").agg(
            cards=nw.len().cast(nw.Int64), total=nw.col("total").sum()
        )
        return self.engine.fetch(found)[0].sort("value", "class")

    def sizes(self) -> pl.DataFrame:
        """Return class, cards, cheques, total of the classes that have a card, by number."""
        import narwhals.stable.v2 as nw

        sizes = self.frame.group_by("class").agg(
            cards=nw.len().cast(nw.Int64),
            cheques=nw.col("cheques").sum().cast(nw.Int64),
            total=nw.col("total").sum().cast(nw.Int64),
        )
        return self.engine.fetch(sizes)[0].sort("class")

    def _one(self, figure: object) -> int:
        import narwhals.stable.v2 as nw

        asked = self.frame.select(figure.cast(nw.Int64).alias("figure"))  # type: ignore[attr-defined]
        return int(self.engine.fetch(asked)[0].item() or 0)
