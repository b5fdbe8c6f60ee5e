"""The real table as a store, built once a session."""

from __future__ import annotations

import pytest
from oracles import real

from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.api import Store


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden",
        action="store_true",
        help="write the golden files of tests/reports anew instead of comparing with them",
    )


@pytest.fixture(scope="session")
def real_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The real table, ingested; tests that ask for it are skipped where the table is not."""
    if not real.REAL.exists():
        pytest.skip(f"the real table is not here: {real.REAL} (set RFMA_REAL_TABLE to its path)")
    store = Store(tmp_path_factory.mktemp("real") / "store")
    report = store.ingest(real.REAL)
    assert (report.stored, report.rejected) == (38_486, 0)
    return store


@pytest.fixture(scope="session")
def real_segmentation(real_store: Store) -> Segmentation:
    """The real table segmented as of its last identified day."""
    return real_store.segment()
