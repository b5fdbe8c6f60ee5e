"""Work that runs beside the thread that asks for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


def done_beside(work: Callable[[Given], Made], things: Iterable[Given]) -> Iterator[Made]:
    """Yield what the work makes of each thing, in order, in another thread.

    While it works on one thing the next is fetched; no more than these two are held.
    """
    with ThreadPoolExecutor(1) as worker:
        running: deque[Future[Made]] = deque()
        for thing in things:
            made = [running.popleft().result() for _ in range(len(running))]
            running.append(worker.submit(work, thing))
            yield from made
        yield from (last.result() for last in running)
