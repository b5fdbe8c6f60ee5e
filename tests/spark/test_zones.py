"""Days move in no zone: not in the client's, not in the server's, not in the session's."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.stores import ANNA, BORIS, UUID, bought, day, written

from rfma_fast.analyses.overview import overview
from rfma_fast.analyses.segmentation import segment
from rfma_fast.api import Store
from rfma_fast.engines import Engine, PolarsEngine
from rfma_fast.engines.spark import SparkEngine
from spark.kit import told
from spark.test_questions import overview_told

ZONES = ("Asia/Vladivostok", "America/Los_Angeles", "Asia/Kathmandu")
BORDERS = (0, 30, 31, 58, 59, 89, 90)
"""The first and the last day of months."""
MINUTES = (0, 1, 23 * 60 + 59)


@pytest.fixture(scope="module")
def nightly(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Give cheques around midnight, on the last and the first days of months."""
    rows = [
        bought(number, card, 100 + 10 * number + place, minute=minute)
        for number in BORDERS
        for minute in MINUTES
        for place, card in enumerate((ANNA, BORIS, UUID, None))
    ]
    return written(tmp_path_factory.mktemp("nightly") / "store", rows)


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Let this process live in a zone."""
    with monkeypatch.context() as here:
        here.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


def answers(engine: Engine, store: Store, files: Path) -> dict[str, Any]:
    january = segment(engine, store.snapshot, store.scheme(), as_of=date(2022, 1, 31))
    february = overview(engine, store.snapshot, since=date(2022, 2, 1), until=date(2022, 2, 28))
    return {"january": told(january, files), "february": overview_told(february)}


@pytest.fixture(scope="module")
def here(nightly: Store, cluster_files: Path) -> dict[str, Any]:
    """Give the answers of the local engine in the machine's own zone."""
    return answers(PolarsEngine(), nightly, cluster_files)


def test_february_has_the_cheques_of_its_own_days(here: dict[str, Any]) -> None:
    own = [number for number in BORDERS if date(2022, 2, 1) <= day(number) <= date(2022, 2, 28)]
    assert here["february"]["all"][0] == len(own) * len(MINUTES) * 4


def test_answers_move_neither_with_the_zone_of_the_client_nor_with_that_of_the_session(
    remote: str, nightly: Store, cluster_files: Path, zone: str, here: dict[str, Any]
) -> None:
    assert time.tzname != ("UTC", "UTC")
    assert answers(PolarsEngine(), nightly, cluster_files) == here
    engine = SparkEngine(remote)
    assert engine.session.conf.get("spark.sql.session.timeZone") == "UTC"
    # What we set is not needed: the plan has days only.
    elsewhere = ZONES[ZONES.index(zone) - 1]
    engine.session.conf.set("spark.sql.session.timeZone", elsewhere)
    assert answers(engine, nightly, cluster_files) == here
    engine.session.stop()
