"""Stores to be killed over, the process that is killed, and what must hold afterwards."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from oracles import naive
from oracles.naive import Row
from sources.handmade import row, write_csv
from support.words import borders_of, people

from crashes.operations import (
    OPERATIONS,
    State,
    first_load,
    load,
    plain_beside,
    seen_in_copy,
    state_of,
)
from rfma_fast.api import Store

HERE = Path(__file__).parent
TESTS = HERE.parent


def write_sources(directory: Path) -> None:
    """Write a history of three months and a load: late rows, new months and cards, bad rows."""
    directory.mkdir(parents=True)
    dice = random.Random(5)

    def cheques(first: date, days: int, cards: range, count: int, name: str) -> list[Any]:
        rows = []
        for number in range(count):
            day = first + timedelta(days=dice.randrange(days))
            card = f"20000000{dice.choice(cards):05d}" if dice.random() < 0.7 else ""
            at = datetime(day.year, day.month, day.day, 8 + number % 12, dice.randrange(60))
            amount = str(dice.randrange(5, 2000))
            rows.append(row(f"{at}", card=card, amount=amount, doc_id=f"{name}{number}"))
        return rows

    history = cheques(date(2022, 1, 3), 85, range(25), 160, "h")
    bad = [row("yesterday", doc_id="b1"), row(amount="12.345", doc_id="b2")]
    write_csv(directory / "history.csv", [*history, bad[0]])
    late = cheques(date(2022, 2, 1), 20, range(25), 20, "l")
    new = cheques(date(2022, 4, 1), 60, range(15, 40), 100, "n")
    write_csv(directory / "load.csv", [*late, *new, bad[1]])


@dataclass
class Zygote:
    """The process that forks the ones to be killed."""

    process: subprocess.Popen[str]

    def run(self, operation: str, store: Path, sources: Path, **when: Any) -> dict[str, Any]:
        """Run an operation, killed at a ``step`` or after ``seconds``, or not at all."""
        assert self.process.stdin
        assert self.process.stdout
        asked = {"operation": operation, "store": str(store), "sources": str(sources), **when}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


@contextmanager
def zygote() -> Iterator[Zygote]:
    paths = os.pathsep.join([str(TESTS), str(TESTS.parent)])
    environment = {**os.environ, "PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1"}
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "crashes.zygote"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
    ) as process:  # fmt: skip
        yield Zygote(process)
        assert process.stdin
        process.stdin.close()


@dataclass
class Counts:
    """What a set of faults has shown."""

    faults: int = 0
    old: int = 0
    new: int = 0
    lost: int = 0
    doubled: int = 0
    leftovers: int = 0


@dataclass
class Ground:
    """A directory with sources and with stores on which operations begin."""

    home: Path
    zygote: Zygote
    counts: Counts = field(default_factory=Counts)
    copies: dict[str, list[tuple[object, ...]] | None] = field(default_factory=dict)
    """What a reader of plain Parquet sees after each operation."""

    def __post_init__(self) -> None:
        write_sources(self.sources)
        first_load(self.home / "history", self.sources)
        shutil.copytree(self.home / "history", self.home / "versions")
        load(self.home / "versions", self.sources)

    @cached_property
    def old(self) -> set[str]:
        """Return the documents of the history."""
        with (self.sources / "history.csv").open(encoding="utf-8", newline="") as text:
            return {told["doc_id"] for told in csv.DictReader(text)}

    @property
    def sources(self) -> Path:
        return self.home / "sources"

    def begin(self, operation: str) -> Path:
        """Return a fresh store on which the operation may be run."""
        store = self.home / "store"
        shutil.rmtree(store, ignore_errors=True)
        shutil.rmtree(plain_beside(store).parent, ignore_errors=True)
        begins = OPERATIONS[operation].on
        if begins != "nothing":
            shutil.copytree(self.home / begins, store)
        return store

    @cached_property
    def states(self) -> dict[str, tuple[State, State]]:
        """Return, for each operation, what is in the store before it and after it."""
        found = {}
        for name, operation in OPERATIONS.items():
            store = self.begin(name)
            before = state_of(store)
            operation.run(store, self.sources)
            found[name] = (before, state_of(store))
            self.copies[name] = seen_in_copy(store)
            assert (before.cheques != found[name][1].cheques) == operation.changes
        return found

    @cached_property
    def steps(self) -> dict[str, list[str]]:
        """Return, for each operation, the steps of a run that is not killed."""
        found: dict[str, list[str]] = {}
        for name in OPERATIONS:
            ended = self.zygote.run(name, self.begin(name), self.sources)
            assert (ended["signal"], ended["code"]) == (0, 0), name
            found[name] = ended["steps"]
        return found

    def survives(self, operation: str, **when: Any) -> bool:
        """Kill an operation and hold everything that must hold; return whether it was killed."""
        before, after = self.states[operation]
        store = self.begin(operation)
        ended = self.zygote.run(operation, store, self.sources, **when)
        is_new = self._holds_one(store, before, after)
        # A reader of the copy sees the history, or the history and the load.
        whole = self.copies[operation] or []
        assert seen_in_copy(store) in (None, [row for row in whole if row[4] in self.old], whole)
        self._repeats(operation, store, after)
        assert seen_in_copy(store) == self.copies[operation]
        assert [one.name for one in plain_beside(store).parent.glob("*")] in ([], ["plain"])
        killed: bool = ended["signal"] == 9
        if killed:
            self.counts.faults += 1
            self.counts.new += is_new
            self.counts.old += not is_new
        return killed

    def _holds_one(self, store: Path, before: State, after: State) -> bool:
        found = state_of(store)
        assert found.cheques in (before.cheques, after.cheques)
        assert found.rejected in (before.rejected, after.rejected)
        is_new = found.cheques == after.cheques
        if is_new:
            # The quarantine may be ahead of the cheques, never behind them.
            assert found.rejected == after.rejected
        if found.cheques:
            self._answers(store, found)
            assert Store(store).verify().findings == ()
        return is_new

    def _repeats(self, operation: str, store: Path, after: State) -> None:
        OPERATIONS[operation].run(store, self.sources)
        found = state_of(store)
        self.counts.lost += len(set(after.cheques) - set(found.cheques))
        self.counts.doubled += len(found.cheques) - len(set(found.cheques))
        assert found == after
        swept = Store(store).gc(spare_minutes=0)
        self.counts.leftovers += len(swept.removed)
        assert Store(store).gc(spare_minutes=0).removed == ()
        assert not list(store.rglob("*#*"))
        assert {path.name for path in store.iterdir()} <= TOLD
        assert state_of(store) == after
        self._answers(store, after)
        assert Store(store).verify().findings == ()

    def _answers(self, store: Path, state: State) -> None:
        said = Store(store).segment()
        wanted = self._oracle(state)
        assert said.cards == len(wanted.cards)
        assert people(said) == wanted.cards
        assert said.thresholds.borders == borders_of(wanted)

    def _oracle(self, state: State) -> naive.Segmentation:
        if state.cheques not in self._oracles:
            sources = [self.sources / name for name in ("history.csv", "load.csv")]
            told = [cheques_of(source) for source in sources]
            rows = {len(told[0]): told[0], len(told[0]) + len(told[1]): told[0] + told[1]}
            self._oracles[state.cheques] = naive.segment(rows[len(state.cheques)])
        return self._oracles[state.cheques]

    @cached_property
    def _oracles(self) -> dict[object, naive.Segmentation]:
        return {}


TOLD = {"cheques", "keys", "rejected", "checkpoints", "_exports.json"}


def cheques_of(source: Path) -> list[Row]:
    """Read a source as the oracle takes it, without the product."""
    with source.open(encoding="utf-8", newline="") as text:
        rows = [told for told in csv.DictReader(text) if told["doc_id"] not in ("b1", "b2")]
    return [
        (datetime.fromisoformat(told["at"]), told["shop"], told["card"] or None,
         int(told["amount"]) * 100)
        for told in rows
    ]  # fmt: skip
