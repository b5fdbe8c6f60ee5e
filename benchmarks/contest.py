"""Whole segmentations of the same cheques by several contenders, answers compared first.

    python benchmarks/contest.py --cheques 20000000 --cards 900000 --months 36

Generates the cheques once (kept below ``--data``), ingests them, and runs every contender in a
process of its own, in turn, so that each starts cold. Prints seconds, peak memory and ratios.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Answer = list[list[int]]
"""Rows of class, cards, cheques, kopecks."""


@dataclass(frozen=True)
class Run:
    """One contender's run in a process of its own."""

    answer: Answer
    seconds: float
    mb: float


def rfma(store: str) -> Answer:
    """The product: a cold segmentation from the store."""
    from rfma_fast import open_store

    found = open_store(store).segment()
    classes = found.codebook.classes
    return [
        [int(classes[number]), cards, cheques, total]
        for number, cards, cheques, total in found.sizes.iter_rows()
    ]


def duckdb_one_query(store: str) -> Answer:
    """One SQL query over the same files."""
    import duckdb

    from rfma_fast import open_store

    snapshot = open_store(store).snapshot
    sql = (Path(__file__).parent / "contenders" / "duckdb_one_query.sql").read_text()
    values = {"files": snapshot.paths(), "as_of": snapshot.last_identified_day}
    return [list(map(int, row)) for row in duckdb.connect().execute(sql, values).fetchall()]


CONTENDERS: dict[str, Callable[[str], Answer]] = {
    "rfma": rfma,
    "duckdb one query": duckdb_one_query,
}


def main() -> None:
    """Prepare the data, run the contenders in turn, compare, print."""
    options = _options()
    if options.run:
        _child(options.run, options.store)
        return
    store = _prepared(options)
    runs: dict[str, list[Run]] = {name: [] for name in CONTENDERS}
    expected: Answer = []
    for _ in range(options.rounds):
        for name in CONTENDERS:
            found = _measured(name, store)
            expected = expected or found.answer
            if found.answer != expected:
                sys.exit(f"{name} gives another answer: no time counts")
            runs[name].append(found)
    best = statistics.median(run.seconds for run in runs["rfma"])
    print(f"{options.cheques:,} cheques, {len(expected)} classes, the same answer from all")
    for name, measured in runs.items():
        seconds = [run.seconds for run in measured]
        median = statistics.median(seconds)
        print(
            f"{name:20} {min(seconds):7.2f} {median:7.2f} {max(seconds):7.2f} s"
            f"  {max(run.mb for run in measured):7.0f} MB  {median / best:5.2f} × rfma"
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cheques", type=int, default=1_000_000)
    parser.add_argument("--cards", type=int)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--data", type=Path, default=Path(tempfile.gettempdir()) / "rfma-benchmarks"
    )
    parser.add_argument("--run", help=argparse.SUPPRESS)
    parser.add_argument("--store", help=argparse.SUPPRESS)
    return parser.parse_args()


def _prepared(options: argparse.Namespace) -> str:
    from rfma_fast import open_store
    from rfma_fast.synth import ChainSpec, write_cheques

    name = f"{options.cheques}-{options.cards or 'auto'}-{options.months}"
    source, store = options.data / f"{name}-source", options.data / f"{name}-store"
    if not store.exists():
        options.data.mkdir(parents=True, exist_ok=True)
        spec = ChainSpec(cheques=options.cheques, cards=options.cards, months=options.months)
        write_cheques(spec, source)
        open_store(store).ingest(source)
    return str(store)


def _measured(name: str, store: str) -> Run:
    command = [sys.executable, __file__, "--run", name, "--store", store]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{name} failed:\n{done.stderr}")
    return Run(**json.loads(done.stdout))


def _child(name: str, store: str) -> None:
    start = time.perf_counter()
    answer = CONTENDERS[name](store)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"answer": answer, "seconds": seconds, "mb": peak}))


if __name__ == "__main__":
    main()
