import re

import numpy as np

from rfma_fast.synth.texts import card_numbers, document_heads, document_ids, uuids


def test_a_card_number_has_thirteen_digits_and_belongs_to_one_card() -> None:
    texts = card_numbers(np.arange(100_000), seed=5)
    assert texts.str.contains(r"^2000\d{9}$").all()
    assert texts.n_unique() == 100_000


def test_card_numbers_reach_to_the_last_card_there_may_be() -> None:
    first, last = card_numbers(np.array([0, 10**9 - 1]), seed=0)
    assert first == "2000000000000"
    assert last == "2000381966011"


def test_a_throw_away_id_has_the_shape_of_a_uuid() -> None:
    texts = uuids(1_000, np.random.default_rng(1))
    shape = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
    assert all(shape.fullmatch(text) for text in texts)
    assert texts.n_unique() == 1_000


def test_no_throw_away_ids_are_an_empty_column() -> None:
    assert uuids(0, np.random.default_rng(1)).to_list() == []


def test_a_document_id_tells_shop_session_day_and_number() -> None:
    heads = document_heads(2, np.array([18_821, 18_822]), first_day=18_821)
    ids = document_ids(heads, np.array([0, 1, 3]), np.array([7, 12, 1]))
    assert ids.to_list() == [
        "15#1000001#65938#1_7",
        "15#2000001#65938#2_12",
        "15#2000002#65939#2_1",
    ]
