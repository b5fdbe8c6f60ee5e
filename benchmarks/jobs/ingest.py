"""Loading: one CSV file against DuckDB's bare COPY of it, and one month more."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from contenders import COLD, CONTENDERS
from kit.contest import Contest
from kit.process import run
from kit.rounds import Task, in_turn

MOST_IN_ONE_CSV = 20_000_000
INGEST, COPY = "rfma ingest", "DuckDB COPY"
STORE_BYTES, COPY_BYTES = "store of the CSV file, bytes", "DuckDB's Parquet of it, bytes"
HELD = (11, 35)
"""How many months a store holds before one more is added."""


def measure(contest: Contest) -> None:
    """Measure the load of one CSV file and of one month more; weigh what is on disk."""
    _one_csv(contest)
    _one_month_more(contest)


def octets(directory: Path) -> int:
    """Return the bytes of all files below a directory."""
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


def _one_csv(contest: Contest) -> None:
    scale, figures = contest.scale, contest.results.figures
    large = f"one CSV file is made up to {MOST_IN_ONE_CSV:,} cheques"
    left_out = large if scale.cheques > MOST_IN_ONE_CSV else None
    csv = contest.directory / "cheques.csv"
    if left_out is None:
        sizes = {"cheques": scale.cheques, "cards": scale.cards, "months": scale.months}
        run("kit.prepare:source", {"path": str(csv), **sizes})
    store, copied = contest.directory / "csv-store", contest.directory / "duckdb-copy"
    tasks = [
        Task(
            name,
            kind,
            f"contenders.{function}",
            {"source": str(csv), "target": str(target)},
            source=f"{function.partition(':')[0]}.py",
            asked="rows of the CSV file",
            timeout=contest.timeout,
            left_out=left_out,
            before=_without(target),
        )
        for name, kind, function, target in (
            (INGEST, "product", "rfma_loads:ingest", store),
            (COPY, "contender", "duckdb_copy:copy", copied),
        )
    ]
    found = in_turn(tasks, contest.rounds, contest.answers, contest.said)
    contest.results.jobs["ingest"] = found
    if left_out is None:
        figures["CSV file, bytes"] = csv.stat().st_size
        figures[STORE_BYTES] = octets(store)
        figures[COPY_BYTES] = octets(copied)
        _same_answer(contest, store)
        _without(store)()
        _without(copied)()


def _same_answer(contest: Contest, store: Path) -> None:
    """Ask the store that was made of the CSV file what the one of month files was asked."""
    cold = next(one for one in CONTENDERS if one.name == COLD)
    task = contest.task(cold, contest.question(contest.facts["last"]), "last day")
    other = replace(task, name=INGEST, arguments={**task.arguments, "store": str(store)})
    in_turn([task, other], 1, contest.answers)


def _one_month_more(contest: Contest) -> None:
    months = sorted(contest.source.iterdir())
    *before, last = months
    tasks = []
    for held in HELD:
        if held > len(before):
            continue
        base = contest.store_of(f"store-of-{held}-months", before[-held:])
        work = contest.directory / "grown-store"
        tasks.append(
            Task(
                f"one month to {held}",
                "product",
                "contenders.rfma_loads:ingest",
                {"source": str(last), "target": str(work)},
                source="rfma_loads.py",
                asked="rows of the last month",
                timeout=contest.timeout,
                before=_copied(base, work),
            )
        )
    found = in_turn(tasks, contest.rounds, contest.answers, contest.said)
    contest.results.jobs["one month more"] = found
    _without(contest.directory / "grown-store")()


def _without(path: Path) -> Callable[[], None]:
    return lambda: shutil.rmtree(path, ignore_errors=True)


def _copied(base: Path, work: Path) -> Callable[[], None]:
    def copy() -> None:
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(base, work)

    return copy
