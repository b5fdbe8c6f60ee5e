"""The table of rules: every verdict has its name, its severity and its words there."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

import rfma_fast
from rfma_fast.cheques.rulebook import (
    FLOOR,
    GRACE_DAYS,
    MAX_REJECTS,
    READERS_RULES,
    RULES,
    Demands,
)
from rfma_fast.cheques.rules import check
from rfma_fast.i18n import use

PACKAGE = Path(rfma_fast.__file__).parent
NAMES = [rule.name for rule in RULES]
GOOD = {
    "at": "2022-06-09 12:34:56", "shop": "s", "card": "2000000000015", "amount": "100",
    "paid": "90", "bonus_earned": "5", "bonus_spent": "1", "doc_id": "d",
}  # fmt: skip
DEMANDS = Demands(floor=date(2000, 1, 1), last=date(2022, 6, 10), max_amount=500_00)


def verdict(fields: dict[str, str], demands: Demands = DEMANDS) -> str | None:
    raw = pl.DataFrame({"line": [1]} | {k: [v] for k, v in (GOOD | fields).items()})
    rejected = check(raw, demands).rejected
    return str(rejected.item(0, "rule")) if rejected.height else None


def test_a_rule_stands_once_and_has_words_in_both_languages() -> None:
    assert len(NAMES) == len(set(NAMES))
    english = [rule.meaning for rule in RULES]
    use("ru")
    try:
        russian = [rule.meaning for rule in RULES]
    finally:
        use("en")
    assert len(set(english)) == len(english)
    assert all(re.search("[а-я]", text) for text in russian)


def test_every_verdict_that_the_code_can_give_stands_in_the_table() -> None:
    fields = r"fields|quotes|at|shop|card|amount|paid|bonus_earned|bonus_spent|row"
    verdict_like = re.compile(rf'"((?:{fields})_(?:[a-z_]+))"')
    known = {*NAMES, *GOOD, "card_rule", "row_group_size"}
    for path in (*PACKAGE.glob("cheques/rules.py"), *PACKAGE.glob("store/verdicts.py")):
        found = set(verdict_like.findall(path.read_text(encoding="utf-8")))
        assert found - known == set(), path.name


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        (None, {}),
        (None, {"at": "2000-01-01"}),
        ("at_before_floor", {"at": "1999-12-31 23:59:59.999999"}),
        (None, {"at": "2022-06-10 23:59:59.999999"}),
        ("at_in_future", {"at": "2022-06-11"}),
        (None, {"amount": "500"}),
        (None, {"amount": "-500.00"}),
        ("amount_above_limit", {"amount": "500.01"}),
        ("amount_above_limit", {"amount": "-500.01"}),
        ("card_digits_lost", {"card": "2.00001E+12"}),
        ("card_digits_lost", {"card": "2,00001E+12"}),
        ("card_digits_lost", {"card": " 2e+12 "}),
        (None, {"card": "2.00001E12"}),
        (None, {"card": "+2000000000015"}),
        (None, {"card": "a+b"}),
        (None, {"doc_id": "2.00001E+12"}),
    ],
)
def test_a_row_that_breaks_only_one_demand_is_rejected_by_its_name(
    rule: str | None, fields: dict[str, str]
) -> None:
    assert verdict(fields) == rule


def test_without_demands_any_day_and_amount_is_taken() -> None:
    for fields in ({"at": "1900-01-01"}, {"at": "9999-12-31"}, {"amount": "100000000000"}):
        assert verdict(fields, Demands()) is None


@pytest.mark.parametrize(
    ("first", "fields"),
    [
        ("at_before_floor", {"at": "1999-01-01", "shop": ""}),
        ("at_in_future", {"at": "2023-01-01", "card": "2E+12", "amount": "x"}),
        ("shop_missing", {"shop": "", "card": "2E+12"}),
        ("card_digits_lost", {"card": "2E+12", "amount": ""}),
        ("amount_above_limit", {"amount": "501", "paid": "x"}),
        ("amount_too_large", {"amount": "100000000000.01"}),
        ("amount_finer_than_kopeck", {"amount": "501.001"}),
    ],
)
def test_of_several_broken_rules_the_first_of_the_table_is_named(
    first: str, fields: dict[str, str]
) -> None:
    assert verdict(fields) == first


def test_verdicts_among_many_good_rows_fall_on_their_own_rows() -> None:
    days = ["2022-06-09", "1999-01-01", "x", "2022-06-11", "2022-06-10"] * 3
    raw = pl.DataFrame(
        {"line": range(1, 16), "at": days, "shop": ["s"] * 15, "amount": ["1", "2", "3"] * 5}
    )
    both = check(raw, DEMANDS)
    verdicts = {1: "at_before_floor", 2: "at_unreadable", 3: "at_in_future"}
    assert both.rejected.select("line", "rule").rows() == [
        (n, verdicts[(n - 1) % 5]) for n in range(1, 16) if (n - 1) % 5 in verdicts
    ]
    assert both.accepted.columns == check(raw.head(1)).accepted.columns


def test_a_column_of_moments_or_numbers_is_held_to_the_demands_too() -> None:
    raw = pl.DataFrame(
        {
            "line": [1, 2, 3, 4],
            "at": pl.Series([date(1999, 12, 31), date(2000, 1, 1), date(2022, 6, 11), None]),
            "shop": ["s"] * 4,
            "card": [2000000000015, None, 1, 2],
            "amount": [1, 500, 1, 1],
        }
    )
    told = check(raw, DEMANDS)
    assert told.rejected.get_column("rule").to_list() == [
        "at_before_floor", "at_in_future", "at_missing",
    ]  # fmt: skip
    assert told.accepted.height == 1


def test_the_usual_demands_are_those_of_the_documentation() -> None:
    assert (date(2000, 1, 1), 1, Fraction(1, 20)) == (FLOOR, GRACE_DAYS, MAX_REJECTS)
    doubtful = {f"{name}_doubtful" for name in ("amount", "paid", "bonus_earned", "bonus_spent")}
    lines = {"fields_missing", "fields_extra", "quotes_open", "octets_unreadable"}
    assert lines | doubtful == READERS_RULES
