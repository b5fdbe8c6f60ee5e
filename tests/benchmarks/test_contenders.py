"""Every contender that is installed gives the product's answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from contenders import COLD, CONTENDERS, PARTS, YARDSTICKS, Contender
from kit import machine, postgres
from kit.process import run
from kit.question import Answer, Question
from support.stores import written

from benchmarks.rows import AS_OF, rows

EXTRAS = os.environ.get("RFMA_BENCH_EXTRAS", ".bench-extras/bin/python")
OTHERS = [one for one in CONTENDERS if one.name != COLD]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, tuple[str, ...]]:
    opened = written(tmp_path_factory.mktemp("contest") / "store", rows())
    return opened.path, tuple(opened.snapshot.paths())


@pytest.fixture(scope="module")
def expected(store: tuple[str, tuple[str, ...]]) -> dict[str, Answer]:
    cold = next(one for one in CONTENDERS if one.name == COLD)
    answers = {as_of: asked(cold, Question(*store, as_of)) for as_of in AS_OF}
    assert min(map(len, answers.values())) > 20
    return answers


@pytest.fixture(scope="module")
def server(store: tuple[str, tuple[str, ...]]) -> Iterator[str]:
    if postgres.binaries() is None:
        pytest.skip("postgresql is not installed")
    with postgres.running(cores=1, memory_gb=1) as socket:
        run("kit.load:load", {"server": socket, "files": store[1]})
        yield socket


def asked(one: Contender, question: Question) -> Answer:
    python = EXTRAS if one.kind == "part" else sys.executable
    installed = machine.versions(one.needs, python)
    for name in one.needs:
        if name != "postgresql" and name not in installed:
            pytest.skip(f"{name} is not installed")
    answer: Answer = run(f"contenders.{one.function}", question.arguments(), python=python).value
    return answer


@pytest.mark.parametrize("as_of", AS_OF)
@pytest.mark.parametrize("one", OTHERS, ids=lambda one: one.name)
def test_answers_as_the_product_does(
    one: Contender,
    as_of: str,
    store: tuple[str, tuple[str, ...]],
    expected: dict[str, Answer],
    request: pytest.FixtureRequest,
) -> None:
    socket = request.getfixturevalue("server") if "postgresql" in one.needs else ""
    assert asked(one, Question(*store, as_of, socket)) == expected[as_of]


@pytest.mark.parametrize("one", PARTS, ids=lambda one: one.name)
def test_a_package_scores_as_its_definition_says(
    one: Contender, store: tuple[str, tuple[str, ...]]
) -> None:
    question = Question(*store, AS_OF[0])
    expected = run(f"contenders.{one.expected}", question.arguments()).value
    assert asked(one, question) == expected


def test_scans_sum_the_same_rows(store: tuple[str, tuple[str, ...]]) -> None:
    answers = [asked(one, Question(*store, AS_OF[0])) for one in YARDSTICKS]
    assert answers[0] == answers[1]
    assert answers[0][0][0] == len(set(rows()))
    assert answers[0][0][3] == sum(amount for *_, amount in set(rows()))


@pytest.mark.parametrize("one", [*CONTENDERS, *YARDSTICKS, *PARTS], ids=lambda one: one.name)
def test_stands_in_a_file_of_its_own(one: Contender) -> None:
    home = Path(__file__).parents[2] / "benchmarks" / "contenders"
    assert (home / one.source).exists()
    assert (home / f"{one.function.partition(':')[0]}.py").exists()
