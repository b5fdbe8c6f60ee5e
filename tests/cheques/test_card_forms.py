"""Which ids are cards: the ids themselves show it."""

from __future__ import annotations

import re
import uuid
from random import Random

import polars as pl
import pytest
from oracles.real import REAL, needs_real

from rfma_fast.cheques.card_forms import NAMED_RULES, CardSurvey, rule_of, survey
from rfma_fast.cheques.card_rules import in_ascii
from rfma_fast.cheques.texts import somebody

CARDS = [f"2000000{number:06d}" for number in range(40)]
PHONES = [f"7912{number:07d}" for number in range(40)]
EMAILS = [f"User{number}@example.org" for number in range(40)]
NUMBERS = [str(number) for number in range(12_346, 12_386)]


def throw_away(count: int, seed: int = 1) -> list[str]:
    dice = Random(seed)
    return [str(uuid.UUID(int=dice.getrandbits(128))) for _ in range(count)]


def seen(*ids: str | None) -> CardSurvey:
    half = len(ids) // 2
    return survey([pl.Series(ids[:half], dtype=pl.String), pl.Series(ids[half:], dtype=pl.String)])


@pytest.mark.parametrize(
    ("ids", "name"),
    [
        (CARDS * 3, "13-digits"),
        (CARDS, "13-digits"),
        (CARDS * 3 + throw_away(200), "13-digits"),
        (CARDS + throw_away(200), "13-digits"),
        (PHONES * 3, "phone"),
        (PHONES * 3 + throw_away(100), "phone"),
        (EMAILS * 2 + [email.lower() for email in EMAILS], "email"),
        (throw_away(40) * 3, "uuid"),
        (NUMBERS * 3, "digits"),
        ([*CARDS, *NUMBERS] * 3, "13-digits"),
        ([*CARDS, *EMAILS, *throw_away(9)] * 9, "13-digits"),
        ([*PHONES, *throw_away(9)] * 9, "phone"),
        ([*PHONES, *NUMBERS] * 3, "digits"),
        ([*PHONES, *EMAILS] * 3, "any"),
        (["Иванов", "Петров", "Сидоров"] * 5, "any"),
        (CARDS * 3 + ["guest"] * 60, "13-digits"),
        (["guest"] * 60, "any"),
    ],
)
def test_the_rule_is_that_of_the_ids_that_come_back(ids: list[str], name: str) -> None:
    assert seen(*ids, None, None).proposed == name


def test_no_id_shows_no_rule() -> None:
    assert seen(None, None, None).proposed is None


def test_every_form_is_counted_with_examples() -> None:
    found = seen(*PHONES[:2], *PHONES[:1], "a@b.c", None)
    assert (found.rows, found.given, found.proposed) == (5, 4, None), "too few to tell"
    told = [(form.code, form.rows, form.ids, form.examples) for form in found.forms]
    assert told == [("phone", 3, 2, tuple(PHONES[:2])), ("email", 1, 1, ("a@b.c",))]


@needs_real
def test_the_cards_of_the_real_table_are_those_of_13_digits() -> None:
    ids = pl.read_csv(REAL, infer_schema=False).get_column("card")
    assert survey([ids]).proposed == "13-digits"


@pytest.mark.parametrize("name", NAMED_RULES)
def test_a_named_rule_is_a_regular_expression_here_and_in_python(name: str) -> None:
    told = {"13-digits": CARDS, "uuid": throw_away(9), "email": EMAILS, "phone": PHONES}
    for one in told.get(name, NUMBERS):
        assert re.search(rule_of(name), one)
        assert pl.Series([one]).str.contains(in_ascii(rule_of(name))).item()


def test_what_stands_for_nobody_is_no_id() -> None:
    words = ["NULL", "(null)", "NaN", "None", "0", "-", r"\N", "<>", "n/a", "нет"]
    assert somebody(pl.Series([*words, "000", "10", None])).to_list() == [
        *[None] * len(words), "000", "10", None,
    ]  # fmt: skip
