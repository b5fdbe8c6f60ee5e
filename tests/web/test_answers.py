"""Answers: each computed once, kept while it is asked for, in the language of whoever asks."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import pytest

from rfma_fast import open_store, use_language
from rfma_fast.web.answers import KEPT, OF_CARDS_KEPT, Answers
from rfma_fast.web.asked import Asked
from rfma_fast.web.shops import largest_shops, largest_told
from rfma_fast.web.site import SHOPS_IN_A_FILE, Site


def test_an_answer_is_computed_once_however_many_ask(chain: Path) -> None:
    answers, begun, computed = Answers(str(chain)), threading.Event(), []

    def compute() -> int:
        computed.append(1)
        begun.wait(10)
        return 7

    told: list[int] = []
    asking = [
        threading.Thread(target=lambda: told.append(answers.once("overview", "key", compute)))
        for _ in range(8)
    ]
    for thread in asking:
        thread.start()
    begun.set()
    for thread in asking:
        thread.join()
    assert told == [7] * 8
    assert computed == [1]


def test_what_was_not_asked_for_longest_leaves_first(chain: Path) -> None:
    answers = Answers(str(chain))
    computed: list[int] = []

    def ask(kind: str, key: int) -> None:
        answers.once(kind, key, lambda: computed.append(key))

    for kind, kept in (("overview", KEPT), ("segment", OF_CARDS_KEPT)):
        computed.clear()
        for key in range(kept):
            ask(kind, key)
        ask(kind, 0)
        ask(kind, kept)
        ask(kind, 0)
        assert computed == [*range(kept + 1)]
        ask(kind, 1)
        assert computed == [*range(kept + 1), 1]


def test_the_more_cards_a_store_has_the_fewer_answers_with_a_row_a_card_are_kept(
    chain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = open_store(chain).snapshot.keys().collect().height
    for rows, kept in ((cards * 2, 2), (cards // 2, 1), (cards * 100, OF_CARDS_KEPT)):
        monkeypatch.setattr("rfma_fast.web.answers.ROWS_KEPT", rows)
        answers = Answers(str(chain))
        computed: list[int] = []
        for _ in range(2):
            for key in range(kept):
                answers.once("segment", key, partial(computed.append, key))
        assert computed == [*range(kept)]
        answers.once("segment", kept, partial(computed.append, kept))
        answers.once("segment", 0, partial(computed.append, 0))
        assert computed == [*range(kept + 1), 0]


def test_an_answer_that_failed_is_computed_anew(chain: Path) -> None:
    answers, fails = Answers(str(chain)), [True, False]

    def compute() -> str:
        if fails.pop(0):
            raise ValueError
        return "told"

    for told in (None, "told"):
        try:
            assert answers.once("overview", "key", compute) == told
        except ValueError:
            assert told is None


def test_statistics_name_groups_in_the_language_in_use(chain: Path) -> None:
    answers = Answers(str(chain))

    def names(language: str) -> list[str]:
        use_language(language)
        found = answers.statistics(None, None, None, "region", None, "rfma", ())
        return list(found.groups.get_column("name"))

    english, russian = names("en"), names("ru")
    assert "regular" in english
    assert "середняк" in russian
    assert names("en") == english


def test_a_file_shows_the_shops_with_most_revenue_in_natural_order(chain: Path) -> None:
    store = open_store(chain)
    found = store.overview()
    site = Site(Answers(str(chain)), Asked(), live=False, schemes=("rfma",))
    assert [shop for shop, _ in largest_shops(site, found)] == list(found.shops)
    assert largest_told(site, found) == ""
    shops = {f"Shop {n}": trade for n, trade in enumerate([*found.shops.values()] * 5)}
    wide = type(found)(**{**vars(found), "shops": shops})
    shown = [shop for shop, _ in largest_shops(site, wide)]
    assert len(shown) == SHOPS_IN_A_FILE
    assert shown == [shop for shop in shops if shop in shown]
    least = min(shops[shop].revenue for shop in shown)
    assert all(shops[shop].revenue <= least for shop in shops if shop not in shown)
    assert str(len(shops)) in largest_told(site, wide)
