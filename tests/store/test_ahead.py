"""Work beside the main thread keeps its order, its errors and its bound."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rfma_fast.store.ahead import done_beside


@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_everything_is_done_once_and_in_order(count: int) -> None:
    assert list(done_beside(lambda n: n * n, range(count))) == [n * n for n in range(count)]


def test_only_one_thing_is_fetched_while_another_is_in_work() -> None:
    fetched: list[int] = []

    def things() -> Iterator[int]:
        for n in range(9):
            fetched.append(n)
            yield n

    for done, made in enumerate(done_beside(lambda n: n, things())):
        assert made == done
        assert len(fetched) <= done + 2


def test_an_error_in_the_work_or_in_the_fetching_comes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        list(done_beside(lambda n: 1 // n, [1, 0, 1]))

    def things() -> Iterator[int]:
        yield 1
        raise OSError("gone")

    seen: list[int] = []
    with pytest.raises(OSError, match="gone"):
        seen.extend(done_beside(lambda n: n, things()))
