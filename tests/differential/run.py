"""Run the tester: one seed, some, or as many as fit into a time."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import count, takewhile
from pathlib import Path
from random import Random

from differential import elsewhere, moving, people, segmenting, trading
from differential.elsewhere import Elsewhere
from differential.stores import Chain, build
from differential.tally import Tally

QUESTIONS = 6
"""Questions put to a store."""
KINDS = [
    segmenting.ask, moving.ask, moving.ask_monthly, trading.ask_overview,
    trading.ask_statistics, trading.ask_acquisition, trading.ask_query,
    segmenting.ask_frozen,
    moving.ask_by_scheme,
    people.ask_cooling, people.ask_card, people.ask_outlook,
]  # fmt: skip


def run(seed: int, questions: int = QUESTIONS, beside: Elsewhere | None = None) -> Tally:
    """Make the store of a seed and put its questions to it, also to what runs beside."""
    tally, lot = Tally(stores=1), Random(seed)
    with tempfile.TemporaryDirectory(prefix="rfma-differential-") as name:
        directory = Path(name)
        chain = build(lot, directory)
        asks: list[Callable[[Random], None]] = [
            partial(_ask_any, chain=chain, tally=tally, directory=directory)
        ] * questions
        asks.append(partial(elsewhere.ask_report, chain=chain, tally=tally, directory=directory))
        if beside:
            asks.append(
                partial(elsewhere.ask_cluster, chain=chain, tally=tally, remote=beside.sail)
            )
        if beside and beside.server:
            asks.append(
                partial(elsewhere.ask_server, chain=chain, tally=tally, server=beside.server)
            )
            asks.append(
                partial(
                    elsewhere.ask_source,
                    chain=chain,
                    tally=tally,
                    server=beside.server,
                    directory=directory,
                )
            )
        elsewhere.ask_stored(chain, tally)
        for number, ask in enumerate(asks):
            try:
                ask(Random(f"{seed}/{number}"))
            except Exception:
                tally.disagreements.append(f"question {number}: {traceback.format_exc()}")
            tally.questions += 1
    if tally.disagreements:
        tally.disagreements = [
            f"seed {seed}: {told}".replace(str(directory), "…") for told in tally.disagreements
        ]
    return tally


def _ask_any(lot: Random, chain: Chain, tally: Tally, directory: Path) -> None:
    lot.choice(KINDS)(lot, chain, tally, directory)


def run_all(seeds: Iterable[int], told: bool = False) -> Tally:
    """Run seeds and add up what they found."""
    every = Tally()
    with elsewhere.running() as beside:
        for seed in seeds:
            found = run(seed, beside=beside)
            every.add(found)
            for line in found.disagreements if told else ():
                sys.stdout.write(f"{line}\n  python -m tests.differential --seed {seed}\n")
                sys.stdout.flush()
    return every


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.differential", description=__doc__)
    parser.add_argument("--seed", type=int, help="only this seed")
    parser.add_argument("--first", type=int, default=0, help="the first of many seeds")
    parser.add_argument("--seconds", type=float, default=60, help="how long many seeds may take")
    asked = parser.parse_args(arguments)
    seeds: Iterable[int]
    if asked.seed is not None:
        seeds = [asked.seed]
    else:
        until = time.monotonic() + asked.seconds
        seeds = takewhile(lambda seed: time.monotonic() < until, count(asked.first))
    found = run_all(seeds, told=True)
    for pair, number in sorted(found.by_pair.items()):
        sys.stdout.write(f"{number:>9,}  {pair}\n")
    sys.stdout.write(
        f"{found.stores:,} stores, {found.questions:,} questions, {found.comparisons:,} comparisons"
        f", {len(found.disagreements):,} disagreements\n"
    )
    return 1 if found.disagreements else 0
