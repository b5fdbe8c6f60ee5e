"""Killed at any step, a store is as before or as after; the repeated operation completes it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from support.figures import record

from crashes.kit import Counts, Ground, zygote
from crashes.operations import OPERATIONS

FEW = 40
MOMENTS = 200
operations = pytest.mark.parametrize("operation", OPERATIONS)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with zygote() as process:
        yield Ground(tmp_path_factory.mktemp("crashes") / "ground", process)


def chosen(ground: Ground) -> dict[str, list[int]]:
    """Return a few steps of every operation: the commits, and others by chance."""
    dice = random.Random(11)
    telling = ("half of a commit", "a commit with two names", "half of the bytes", "a commit done")
    found: dict[str, list[int]] = {name: [] for name in OPERATIONS}
    for name, steps in ground.steps.items():
        commits = [number for number, step in enumerate(steps, start=1) if step in telling]
        found[name] = dice.sample(commits, min(4, len(commits)))
    while sum(map(len, found.values())) < FEW:
        name = dice.choice(list(found))
        step = dice.randint(1, len(ground.steps[name]))
        if step not in found[name]:
            found[name].append(step)
    return found


@operations
def test_a_store_survives_being_killed_at_some_steps(ground: Ground, operation: str) -> None:
    for step in chosen(ground)[operation]:
        assert ground.survives(operation, step=step), (operation, step)
    assert (ground.counts.lost, ground.counts.doubled) == (0, 0)


def test_an_operation_that_is_not_killed_takes_every_kind_of_step(ground: Ground) -> None:
    told = {step for steps in ground.steps.values() for step in steps}
    assert {
        "os.mkdir", "os.rename", "os.remove", "os.rmdir", "half of the bytes", "all bytes",
        "half of write_parquet", "write_parquet", "half of write_ipc", "commit", "half of a commit",
        "a commit with two names", "a commit done", "create",
    } <= told  # fmt: skip
    assert all(len(steps) > 2 for steps in ground.steps.values())


@pytest.mark.slow
def test_a_store_survives_being_killed_at_every_step(ground: Ground) -> None:
    ground.counts = Counts()
    for operation, steps in ground.steps.items():
        for step in range(1, len(steps) + 1):
            # Threads may take fewer steps than they did before; then nothing was killed.
            ground.survives(operation, step=step)
    counts = ground.counts
    assert counts.faults > sum(map(len, ground.steps.values())) * 0.95
    assert (counts.lost, counts.doubled) == (0, 0)
    record(
        "killed at every step in the file system",
        {"faults": counts.faults, "found as before": counts.old, "found as after": counts.new,
         "leftovers removed": counts.leftovers, "lost": counts.lost, "doubled": counts.doubled},
    )  # fmt: skip


@pytest.mark.slow
def test_a_store_survives_being_killed_at_random_moments(ground: Ground) -> None:
    ground.counts = Counts()
    dice = random.Random(2026)
    names = list(OPERATIONS)
    runs = 0
    while ground.counts.faults < MOMENTS:
        ground.survives(names[runs % len(names)], seconds=dice.uniform(0.005, 0.25))
        runs += 1
        assert runs < 10 * MOMENTS
    counts = ground.counts
    assert (counts.lost, counts.doubled) == (0, 0)
    record(
        "killed at a random moment",
        {"faults": counts.faults, "found as before": counts.old, "found as after": counts.new,
         "leftovers removed": counts.leftovers, "lost": counts.lost, "doubled": counts.doubled},
    )  # fmt: skip
