"""What a start costs: the command against the bare import of what it is built on."""

from __future__ import annotations

import sys
from pathlib import Path

from kit.contest import Contest
from kit.process import run
from kit.rounds import Task, in_turn

MOST_CHEQUES = 40_000
FEWEST_ROUNDS = 5
HELP, HELP_BASE = "rfma --help", "import typer, rich"
SEGMENT, SEGMENT_BASE = "rfma segment", "import polars, deltalake"


def measure(contest: Contest) -> None:
    """Measure the help and a segmentation of a small store, each beside its bare imports."""
    store = _small_store(contest)
    commands = {
        HELP: [*_rfma(), "--help"],
        HELP_BASE: [sys.executable, "-c", HELP_BASE],
        SEGMENT: [*_rfma(), "segment", "--store", str(store)],
        SEGMENT_BASE: [sys.executable, "-c", SEGMENT_BASE],
    }
    tasks = [
        Task(
            name,
            "product" if name.startswith("rfma") else "yardstick",
            "kit.commands:run",
            {"command": command},
            timeout=contest.timeout,
        )
        for name, command in commands.items()
    ]
    rounds = max(contest.rounds, FEWEST_ROUNDS)
    contest.results.jobs["start-up"] = in_turn(tasks, rounds, said=contest.said)


def _rfma() -> list[str]:
    """Return the command as installed beside the interpreter, else the same by its function."""
    script = Path(sys.executable).with_name("rfma")
    if script.exists():
        return [str(script)]
    return [sys.executable, "-c", "from rfma_fast.cli import main; main()"]


def _small_store(contest: Contest) -> Path:
    source = contest.table
    if source is None:
        source = contest.directory / "small.csv"
        cheques = min(MOST_CHEQUES, contest.scale.cheques)
        sizes = {"cheques": cheques, "cards": None, "months": 12}
        run("kit.prepare:source", {"path": str(source), **sizes})
        return contest.store_of("small-store", [source])
    return contest.store_of("table-store", [source])
