"""The tester on fixed seeds; `make differential` tries others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.figures import record

from differential.elsewhere import Elsewhere, running
from differential.run import run, run_all


@pytest.fixture(scope="module")
def beside() -> Iterator[Elsewhere]:
    with running() as elsewhere:
        yield elsewhere


@pytest.mark.parametrize("seed", range(5))
def test_every_way_to_an_answer_agrees_with_the_others_and_with_the_reckoning(
    seed: int, beside: Elsewhere
) -> None:
    found = run(seed, beside=beside)
    assert found.disagreements == []
    assert found.comparisons >= found.questions


@pytest.mark.slow
def test_many_stores_are_asked_in_every_way() -> None:
    found = run_all(range(1000, 1040))
    record(
        "answers held to other ways",
        {
            "stores": found.stores,
            "questions": found.questions,
            "comparisons": found.comparisons,
            "disagreements": len(found.disagreements),
        },
    )
    assert found.disagreements == []
