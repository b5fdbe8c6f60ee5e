"""Notes and pages of a chain of very many shops name some of them and say how many are left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from rfma_fast import open_store
from rfma_fast.analyses.trend import SHOPS_TOLD
from rfma_fast.api import Store
from rfma_fast.web import site
from rfma_fast.web.answers import Answers
from rfma_fast.web.asked import Asked


@pytest.fixture
def chain(tmp_path: Path) -> Store:
    """Return a store of 60 shops that opened in the second month, and of one that never closed."""
    rows = ["2022-01-05,Z,,1", "2022-02-05,Z,,1"] + [f"2022-02-05,S{n},,1" for n in range(60)]
    (tmp_path / "t.csv").write_text("at,shop,card,amount\n" + "\n".join(rows))
    store = open_store(tmp_path / "store")
    store.ingest(tmp_path / "t.csv", no_cards=True)
    return store


def test_the_notes_name_the_first_shops_and_count_the_others(chain: Store) -> None:
    notes = chain.overview().trend.warnings
    started = [told["shop"] for key, told in notes if key == "note.shop_started"]
    assert started == [f"S{n}" for n in range(SHOPS_TOLD)]
    assert notes[-1] == ("note.more_shops", {"rest": "40"})


def test_of_very_many_shops_the_name_is_written_not_chosen(
    chain: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site.Site(Answers(str(chain.path)), Asked(), live=True, schemes=("rfma",))
    assert len(made.shop_filter().options) == 62
    monkeypatch.setattr(site, "SHOPS_TO_CHOOSE", 60)
    field = made.shop_filter()
    assert (field.kind, field.options, field.label) == ("text", (), "Shop, by its name (of 61)")
