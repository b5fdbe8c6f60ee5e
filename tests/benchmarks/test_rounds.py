"""A wrong answer is caught, a slow or broken contender is left out, the product may not fail."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from kit.process import Failed, run
from kit.rounds import Different, Task, first_difference, in_turn

BROKEN = """
import time

def right():
    return [[1111, 2, 5, 700], [4333, 1, 1, 100]]

def wrong():
    return [[1111, 2, 5, 700], [4333, 1, 1, 101]]

def slow():
    time.sleep(60)

def broken():
    raise ValueError("no such column")

def large():
    held = bytearray(120 * 2**20)
    for place in range(0, len(held), 4096):
        held[place] = 1
    return [[len(held)]]
"""


@pytest.fixture(autouse=True)
def _works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "works.py").write_text(BROKEN)
    known = [os.environ["PYTHONPATH"]] if "PYTHONPATH" in os.environ else []
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *known]))


def task(function: str, kind: str = "contender", timeout: float | None = None) -> Task:
    return Task(function, kind, f"works:{function}", {}, asked="it", timeout=timeout)


def test_a_wrong_answer_stops_the_run_and_is_named() -> None:
    with pytest.raises(Different) as caught:
        in_turn([task("right"), task("wrong")], rounds=1)
    assert str(caught.value) == (
        "wrong gives another answer: row 2 is [4333, 1, 1, 101] instead of [4333, 1, 1, 100]"
    )


def test_an_answer_known_before_counts_as_well() -> None:
    with pytest.raises(Different, match="right gives another answer"):
        in_turn([task("right")], rounds=1, answers={"it": [[1111, 2, 5, 700]]})


def test_rounds_are_kept_one_by_one() -> None:
    (measure,) = in_turn([task("right")], rounds=3)
    assert len(measure.seconds) == len(measure.process_seconds) == len(measure.mb) == 3
    assert all(a < b for a, b in zip(measure.seconds, measure.process_seconds, strict=True))


def test_a_contender_that_takes_too_long_is_left_out() -> None:
    slow, right = in_turn([task("slow", timeout=0.5), task("right")], rounds=2)
    assert (slow.seconds, slow.left_out) == ([], "more than 0.5 seconds")
    assert len(right.seconds) == 2


def test_a_contender_that_fails_is_left_out_with_its_last_words() -> None:
    (measure,) = in_turn([task("broken")], rounds=2)
    assert (measure.seconds, measure.left_out) == ([], "ValueError: no such column")


def test_the_product_may_not_fail() -> None:
    with pytest.raises(Failed, match="broken: ValueError: no such column"):
        in_turn([task("broken", kind="product")], rounds=1)


def test_the_peak_is_that_of_the_process_alone() -> None:
    held = bytearray(300 * 2**20)
    for place in range(0, len(held), 4096):
        held[place] = 1
    assert 120 < run("works:large", {}).mb < 200


def test_the_first_difference_may_be_a_missing_row() -> None:
    assert first_difference([[1], [2]], [[1]]) == "1 rows instead of 2"
