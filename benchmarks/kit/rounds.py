"""Rounds in turn: everybody once, then everybody again; answers compared before times count."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kit.process import Failed, Run, TooLong, run
from kit.results import Measure


class Different(Exception):
    """Somebody gave another answer; the message names who, and the first difference."""


@dataclass(frozen=True)
class Task:
    """One function to time in a process of its own."""

    name: str
    kind: str
    function: str
    arguments: dict[str, Any]
    source: str = ""
    asked: str = ""
    """Tasks that were asked the same give the same answer; empty: the answer is its own."""
    python: str = sys.executable
    timeout: float | None = None
    left_out: str | None = None
    before: Callable[[], None] = field(default=lambda: None)
    """What is done before each round and not timed."""


def in_turn(
    tasks: Sequence[Task],
    rounds: int,
    answers: dict[str, Any] | None = None,
    said: Callable[[str], None] = lambda line: None,
) -> list[Measure]:
    """Run the tasks in turn and return their measures; a different answer raises ``Different``.

    ``answers`` holds question → answer known so far and learns the new ones. A contender that fails
    or takes too long is left out from then on; where the product does, ``Failed`` is raised.
    """
    known = {} if answers is None else answers
    measures = {
        task.name: Measure(task.name, task.kind, task.source, left_out=task.left_out)
        for task in tasks
    }
    for number in range(rounds):
        for task in tasks:
            measure = measures[task.name]
            if measure.left_out is None and (done := _tried(task, measure)):
                _compare(task, done.value, known)
                measure.seconds.append(done.seconds)
                measure.process_seconds.append(done.process_seconds)
                measure.mb.append(done.mb)
                measure.cpu_seconds += [] if done.cpu_seconds is None else [done.cpu_seconds]
                said(f"{number + 1}/{rounds} {task.name}: {done.seconds:.3f} s")
    return list(measures.values())


def answer(task: Task) -> Any:
    """Return what one run of a task answers."""
    task.before()
    return run(task.function, task.arguments, python=task.python, timeout=task.timeout).value


def _tried(task: Task, measure: Measure) -> Run | None:
    try:
        task.before()
        return run(task.function, task.arguments, python=task.python, timeout=task.timeout)
    except (Failed, TooLong) as error:
        if task.kind == "product":
            raise Failed(f"{task.name}: {error}") from error
        measure.left_out = str(error)
        for rounds in (measure.seconds, measure.process_seconds, measure.cpu_seconds, measure.mb):
            rounds.clear()
        return None


def _compare(task: Task, value: Any, known: dict[str, Any]) -> None:
    if not task.asked:
        return
    expected = known.setdefault(task.asked, value)
    if value != expected:
        raise Different(f"{task.name} gives another answer: {first_difference(expected, value)}")


def first_difference(expected: Any, found: Any) -> str:
    """Return the first row in which two answers differ, in words."""
    if not isinstance(expected, list) or not isinstance(found, list):
        return f"{found} instead of {expected}"
    for number, (mine, theirs) in enumerate(zip(expected, found, strict=False), start=1):
        if mine != theirs:
            return f"row {number} is {theirs} instead of {mine}"
    return f"{len(found)} rows instead of {len(expected)}"
