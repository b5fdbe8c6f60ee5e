"""What the analyst's questions cost beside the bare scan of the columns that they are about.

    python benchmarks/questions.py --store PATH [--rounds 3]

Each question is asked in this process, in turn with its bare scan (the sum or the count of each of
its columns over all months); the medians of the clock and of the processor's seconds are told, with
their ratios. Every answer is first held to sums that DuckDB finds in the store's files; one that is
wrong ends the run.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from rfma_fast import Store, open_store

MONEY = ("card", "day", "amount")
TRADE = (*MONEY, "shop")
STRANGERS = ("unidentified_id", "day", "shop", "amount")


@dataclass(frozen=True)
class Known:
    """What DuckDB finds in the files."""

    cheques: int
    revenue: int
    """Kopecks."""
    cards: int
    identified_revenue: int


@dataclass(frozen=True)
class Question:
    """One question, and how its answer is held to what is known."""

    name: str
    columns: tuple[str, ...]
    ask: Callable[[Store], Any]
    holds: Callable[[Any, Known], bool]


def known_of(store: Store) -> Known:
    """Ask DuckDB for the sums of the store's files."""
    paths = store.snapshot.paths()
    row = duckdb.execute(
        "select count(*) filter (amount > 0), sum(amount), "
        "count(distinct card) filter (card > 0 and amount > 0), sum(amount) filter (card > 0) "
        "from read_parquet($1, hive_partitioning = false)",
        [paths],
    ).fetchone()
    assert row is not None
    return Known(*(int(value) for value in row))


def questions(store: Store) -> list[Question]:
    """Return the questions to a store."""
    last = store.snapshot.last_identified_day
    assert last is not None
    before = last - timedelta(days=100)
    card = str(store.snapshot.keys().head(1).collect().item(0, "card"))

    def cards(found: Any, known: Known) -> bool:
        return bool(found.cards == known.cards)

    def migrated(found: Any, known: Known) -> bool:
        return int(found.cells("region").get_column("cards").sum()) == known.cards

    return [
        Question(
            "thresholds",
            MONEY,
            lambda s: told(s.thresholds()),
            lambda f, k: f.segmentation.cards == k.cards,
        ),
        Question(
            "thresholds --set",
            MONEY,
            lambda s: s.what_if({"R": (30, 90, 180)}),
            lambda f, k: int(f.cells("region").get_column("cards").sum()) == k.cards,
        ),
        Question(
            "thresholds sensitivity",
            MONEY,
            lambda s: s.sensitivity(),
            lambda f, k: bool(f.segmentation.cards == k.cards),
        ),
        Question(
            "overview",
            TRADE,
            lambda s: s.overview(),
            lambda f, k: (f.all.cheques, f.all.revenue, f.cards) == (k.cheques, k.revenue, k.cards),
        ),
        Question(
            "overview --ids",
            STRANGERS,
            lambda s: s.returning_ids(),
            lambda f, k: True,
        ),
        Question("statistics", TRADE, lambda s: s.statistics(), total_of),
        Question("statistics --by shop", TRADE, lambda s: s.statistics(by="shop"), total_of),
        Question("statistics --by month", TRADE, lambda s: s.statistics(by="month"), total_of),
        Question("card", MONEY, lambda s: s.card(card), lambda f, k: f.card == card),
        Question(
            "cooling --days 30",
            MONEY,
            lambda s: s.cooling(30),
            lambda f, k: f.found.cards == k.cards,
        ),
        Question(
            "acquisition",
            TRADE,
            lambda s: s.acquisition(),
            cards,
        ),
        Question("migrate", MONEY, lambda s: moved(s.migrate(before, last)), migrated),
        Question(
            "migrate --decompose",
            MONEY,
            lambda s: decomposed(s, before, last),
            migrated,
        ),
        Question(
            "migrate --by shop",
            TRADE,
            lambda s: by_shop(s, before, last),
            migrated,
        ),
    ]


def total_of(found: Any, known: Known) -> bool:
    """Hold the totals of a statistics to what is known."""
    row = found.total.row(0, named=True)
    return (row["cheques"], int(row["revenue"] * 100)) == (known.cheques, known.revenue)


def told(found: Any) -> Any:
    """Make everything that the research shows."""
    _ = (found.proposals, found.pareto, found.candidates, [axis.bins for axis in found.axes])
    return found


def moved(found: Any) -> Any:
    """Make everything that a migration shows."""
    _ = (found.movements("region"), found.sizes("region"), found.greatest("class"))
    return found


def decomposed(store: Store, first: date, second: date) -> Any:
    """Make a migration and what people and borders did to it."""
    found = store.migrate(first, second)
    found.effects.frame("region")
    return found


def by_shop(store: Store, first: date, second: date) -> Any:
    """Make a migration by home shop."""
    found = store.migrate(first, second)
    found.by("shop", "region")
    return found


def scan(store: Store, columns: Sequence[str]) -> None:
    """Read columns of all months and throw them away: sums of numbers, lengths of texts."""
    rows = pl.scan_parquet(store.snapshot.paths(), hive_partitioning=False, glob=False)
    texts = ("shop", "unidentified_id")
    sums = [
        pl.col(name).str.len_bytes().sum() if name in texts else pl.col(name).to_physical().sum()
        for name in columns
    ]
    rows.select(sums).collect(engine="streaming")


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Return seconds by the clock, seconds of the processor, and the answer."""
    clock, processor = time.perf_counter(), time.process_time()
    answer = work()
    return time.perf_counter() - clock, time.process_time() - processor, answer


def cost_of(question: Question, store: Store, known: Known, rounds: int) -> dict[str, Any]:
    """Ask a question in turn with its bare scan; end the run if the answer is wrong."""
    costs: dict[str, list[float]] = {name: [] for name in ("clock", "cpu", "scan", "scan_cpu")}
    for _ in range(rounds):
        clock, cpu, _ = timed(lambda: scan(store, question.columns))
        costs["scan"].append(clock)
        costs["scan_cpu"].append(cpu)
        clock, cpu, answer = timed(lambda: question.ask(open_store(store.path)))
        costs["clock"].append(clock)
        costs["cpu"].append(cpu)
        if not question.holds(answer, known):
            sys.exit(f"{question.name}: the answer is not what DuckDB finds")
    row: dict[str, Any] = {"question": question.name}
    row |= {name: round(statistics.median(some), 3) for name, some in costs.items()}
    row["ratio"] = round(row["clock"] / row["scan"], 1)
    row["cpu_ratio"] = round(row["cpu"] / row["scan_cpu"], 1)
    return row


def main() -> None:
    """Ask all questions and tell what they cost."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--store", required=True)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("-o", type=Path)
    given = options.parse_args()
    store = open_store(given.store)
    known = known_of(store)
    rows = []
    for question in questions(store):
        rows.append(cost_of(question, store, known, given.rounds))
        print(rows[-1], flush=True)
    if given.o:
        given.o.write_text(json.dumps({"cheques": known.cheques, "questions": rows}, indent=1))


if __name__ == "__main__":
    main()
