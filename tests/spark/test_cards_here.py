"""What needs single cards on this machine is refused before a cluster is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.stores import ANNA, BORIS, bought, written

from rfma_fast.api import Store, open_store
from rfma_fast.errors import RfmaError
from rfma_fast.reports.export import write_frames
from rfma_fast.reports.forms import chosen_format
from rfma_fast.reports.segmentation import as_json
from spark.cluster import free_port

ROWS = [bought(0, ANNA, 100), bought(40, ANNA, 50), bought(41, BORIS, 70)]

QUESTIONS: dict[str, Callable[[Store], object]] = {
    "card": lambda store: store.card(ANNA),
    "cooling": lambda store: store.cooling(),
    "outlook": lambda store: store.outlook(),
    "what_if": lambda store: store.what_if({"recency": [10, 20, 30]}),
    "stability": lambda store: store.stability(),
    "transitions": lambda store: store.transitions(),
    "publish": lambda store: store.publish("postgresql://nobody/nothing"),
    "query of cards": lambda store: store.query("select count(*) from cards"),
    "query of segments": lambda store: store.query("select count(*) from segments"),
}


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return written(tmp_path_factory.mktemp("cards") / "store", ROWS)


@pytest.fixture
def nobody(local: Store) -> Store:
    """Give the store on a cluster that nobody runs: what asks it says that it is unreachable."""
    return open_store(local.path, engine="spark", remote=f"sc://127.0.0.1:{free_port()}")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_about_cards_is_refused_before_the_cluster_is_asked(
    nobody: Store, question: str
) -> None:
    with pytest.raises(RfmaError, match="leaves the cards on the cluster") as said:
        QUESTIONS[question](nobody)
    assert "polars" in str(said.value.hint)


def test_what_needs_no_cards_asks_the_cluster(nobody: Store) -> None:
    with pytest.raises(RfmaError, match="cannot be reached"):
        nobody.playbook(scheme="rfm8")


def test_a_query_of_cheques_asks_no_cluster(nobody: Store) -> None:
    assert nobody.query("select count(*) from cheques").item() == len(ROWS)


def test_runs_are_compared_by_their_tables_and_not_by_the_cluster(
    nobody: Store, local: Store, tmp_path: Path
) -> None:
    runs = []
    for day in ("2022-01-31", "2022-02-11"):
        found, file = local.segment(day), tmp_path / f"{day}.parquet"
        write_frames({"cards": found.table()}, chosen_format(None, file), file, as_json(found))
        runs.append(file)
    (note,) = nobody.diff(*runs).notes
    assert note[0] == "diff.note_not_replayed"
    assert "leaves the cards on the cluster" in str(note[1]["reason"])
    assert not local.diff(*runs).notes
