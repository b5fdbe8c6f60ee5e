"""The tester on fixed seeds; `make differential` tries others."""

from __future__ import annotations

import pytest
from support.figures import record

from differential.run import run, run_all


@pytest.mark.parametrize("seed", range(6))
def test_every_way_to_an_answer_agrees_with_the_others_and_with_the_reckoning(seed: int) -> None:
    found = run(seed)
    assert found.disagreements == []
    assert found.comparisons >= 20


@pytest.mark.slow
def test_many_stores_are_asked_in_every_way() -> None:
    found = run_all(range(1000, 1150))
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
