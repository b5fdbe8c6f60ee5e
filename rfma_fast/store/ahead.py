"""Work that runs beside the thread that asks for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


def done_beside(
    work: Callable[[Given], Made], things: Iterable[Given], waiting: int = 1
) -> Iterator[Made]:
    """Yield what the work makes of each thing, in their order, while the next is being fetched.

    At most ``waiting`` things and the one in work are held.
    """
    with ThreadPoolExecutor(1) as worker:
        given: deque[Future[Made]] = deque()
        for thing in things:
            given.append(worker.submit(work, thing))
            if len(given) > waiting:
                yield given.popleft().result()
        while given:
            yield given.popleft().result()
