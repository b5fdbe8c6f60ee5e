"""A third engine, for tests only: the plan on DuckDB over the store's files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import narwhals.stable.v2 as nw
import polars as pl

from rfma_fast.engines.cards import FrameCards
from rfma_fast.engines.facts import Distributions, Facts
from rfma_fast.engines.planned import planned_distributions, planned_facts, planned_kopecks
from rfma_fast.engines.scope import Scope
from rfma_fast.engines.table import card_table
from rfma_fast.plan.fields import Field
from rfma_fast.plan.frame import Frame
from rfma_fast.plan.shown import Shown
from rfma_fast.store.snapshot import Snapshot

Relation = duckdb.DuckDBPyRelation


class DuckEngine:
    """Keeps states as tables of a database in memory."""

    name = "duckdb"
    local = False

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self._kept = 0

    def facts(self, scopes: Sequence[Scope], fields: Sequence[Field]) -> Iterator[Facts]:
        return (planned_facts(self, scope, fields) for scope in scopes)

    def distributions(self, scope: Scope) -> Distributions:
        return planned_distributions(self, scope)

    def has_kopecks(self, snapshot: Snapshot, column: str) -> bool:
        return planned_kopecks(self, snapshot, column)

    def scan(self, scope: Scope, columns: Sequence[str] = ()) -> Frame:
        rows = self.connection.read_parquet(scope.snapshot.paths(scope.period))
        period = scope.period
        if period.since:
            rows = rows.filter(f"day >= date '{period.since}'")
        rows = rows.filter(f"day <= date '{period.until}'")
        if scope.shops:
            shops = ", ".join("'" + shop.replace("'", "''") + "'" for shop in scope.shops)
            rows = rows.filter(f"shop in ({shops})")
        all_of_them = scope.population.cards == "all"
        inside = "card > 0" + (" or unidentified_id is not null" if all_of_them else "")
        if scope.population.rule:
            keys = self.connection.read_parquet(scope.snapshot.key_paths())
            printed = keys.select("key, card as printed")
            rows = rows.join(printed, "card = key", how="left")
            rule = scope.population.rule.replace("'", "''")
            inside = (
                f"coalesce(regexp_matches(coalesce(printed, unidentified_id), '{rule}'), false)"
            )
        named = {"id": "coalesce(unidentified_id, '') as id"}
        wanted = [name for name in dict.fromkeys((*scope.unit, *columns)) if name != "card"]
        return nw.from_native(
            rows.select(
                f"cast({inside} as bigint) as inside, cast(card as bigint) as card, "
                "cast(day - date '1970-01-01' as bigint) as day, amount"
                + "".join(f", {named.get(name, name)}" for name in wanted)
            )
        )

    def fetch(self, *frames: Frame) -> list[pl.DataFrame]:
        return [frame.to_native().pl() for frame in frames]

    def keep(self, states: Frame, *frames: Frame) -> tuple[FrameCards, list[pl.DataFrame]]:
        self._kept += 1
        states.to_native().create(f"kept{self._kept}")
        kept: Frame = nw.from_native(self.connection.table(f"kept{self._kept}"))
        return FrameCards(kept, self), self.fetch(*frames)

    def table(self, graded: Frame, scope: Scope, columns: Sequence[Shown]) -> pl.DataFrame:
        return card_table(self.fetch(graded)[0].lazy(), scope, columns)

    def write(self, graded: Frame, scope: Scope, columns: Sequence[Shown], path: str) -> None:
        self.table(graded, scope, columns).write_parquet(path)
