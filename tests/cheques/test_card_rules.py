r"""A rule of cards means the same everywhere: ``\d \w \s \b`` are of ASCII."""

from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfma_fast.cheques.card_rules import in_ascii, is_card_rule
from rfma_fast.engines.spark.patterns import portable
from rfma_fast.store.cards import Codes

DIGITS = ["2000000000015", "٢٠٠٠٠٠٠٠٠٠٠١٥", "２０００００００００００１５"[:13], "२०००००००००००१"]


def identified(rule: str, cards: list[str]) -> list[bool]:
    rows = Codes(rule).put_on(pl.DataFrame({"card": cards}))
    return rows.get_column("card").is_not_null().to_list()


@pytest.mark.parametrize("rule", [r"^\d{13}$", r"^[\d]{13}$", r"^\w+$", "^[0-9]{13}$"])
def test_digits_of_other_scripts_are_no_card(rule: str) -> None:
    assert identified(rule, DIGITS) == [True, False, False, False]


@pytest.mark.parametrize(
    ("rule", "card", "expected"),
    [
        (r"^\w+$", "Ключ", False),
        (r"^\W+$", "Ключ", True),
        (r"^\D+$", "٢", True),
        (r"^a\sb$", "a\u00a0b", False),
        (r"^a\sb$", "a b", True),
        (r"^a\Sb$", "a\u00a0b", True),
        (r"^[\d-]+$", "1-2", True),
        (r"^[^\d]+$", "٢", True),
        (r"^[\w--\d]+$", "ab", True),
        (r"^[\w--\d]+$", "a1", False),
        (r"к\b1", "к1", True),
        (r"a\b1", "a1", False),
        (r"^\\d$", r"\d", True),
        (r"^\\\d$", r"\5", True),
        (r"^\p{Nd}$", "٢", True),
    ],
)
def test_classes_and_borders_know_ascii_only(rule: str, card: str, expected: bool) -> None:
    assert is_card_rule(rule)
    assert identified(rule, [card]) == [expected]


@pytest.mark.parametrize("rule", ["([0-9", r"[\b]", r"\d{2,1}", "(?P<", "a{99999999}"])
def test_what_is_no_rule_stays_none(rule: str) -> None:
    assert not is_card_rule(rule)


@given(st.text(r"\dwsDWSab1٢ -^$[]", max_size=8), st.text("ab1٢к _-\u00a0", max_size=4))
def test_a_rule_is_read_as_python_reads_it_in_ascii(rule: str, card: str) -> None:
    try:
        compiled = re.compile(rule.replace("$", r"\Z"), re.ASCII)
    except (re.error, FutureWarning):
        return
    if not is_card_rule(rule) or re.search(r"\[|\\[^dwsDWS]", rule):
        return
    assert identified(rule, [card]) == [compiled.search(card) is not None]


def test_a_cluster_is_told_the_same_rule() -> None:
    assert portable(r"^\d{13}$") == in_ascii(r"^\d{13}$") == "^[0-9]{13}$"
