"""Every row becomes a cheque or a rejected row with the name of the rule that it breaks."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rfma_fast.cheques.money import LARGEST_AMOUNT
from rfma_fast.cheques.rules import Checked, check
from rfma_fast.cheques.schema import FIELD_NAMES

GOOD: dict[str, str | None] = {
    "at": "2022-06-09 12:34:56",
    "shop": "Аптека 1",
    "card": "2000000000015",
    "amount": "100",
    "paid": "90.50",
    "bonus_earned": "5",
    "bonus_spent": "",
    "doc_id": "15#1",
}


def checked(**fields: object) -> Checked:
    """Check one good row with some of its fields replaced."""
    return check(pl.DataFrame({"line": [7]} | {k: [v] for k, v in (GOOD | fields).items()}))


def rule_of(**fields: object) -> str | None:
    rejected = checked(**fields).rejected
    return str(rejected.item(0, "rule")) if rejected.height else None


def kopecks(values: list[Any], dtype: Any = None) -> list[int | str]:
    """Return what became of amounts: kopecks, or the name of the broken rule."""
    return outcomes("amount", pl.Series(values, dtype=dtype))


def moments(values: list[Any], dtype: Any = None) -> list[Any]:
    """Return what became of moments: (month, day, microseconds), or the broken rule."""
    return outcomes("at", pl.Series(values, dtype=dtype))


def outcomes(name: str, values: pl.Series) -> list[Any]:
    lines = list(range(1, values.len() + 1))
    fields = {k: [v] * len(lines) for k, v in GOOD.items() if k not in (name, "doc_id")}
    names = [str(line) for line in lines]
    raw = pl.DataFrame({"line": lines, **fields, "doc_id": names}).with_columns(values.alias(name))
    both = check(raw)
    what = ["amount"] if name == "amount" else ["month", "day", "time"]
    told: dict[int, Any] = {
        int(row[0]): row[1] if len(row) == 2 else row[1:]
        for row in both.accepted.select("doc_id", *what).iter_rows()
    }
    told |= dict(both.rejected.select("line", "rule").rows())
    return [told[line] for line in lines]


# --- the rules, each by its name -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "field", "value"),
    [
        ("at_missing", "at", None),
        ("at_missing", "at", ""),
        ("at_missing", "at", "  "),
        ("at_unreadable", "at", "yesterday"),
        ("at_unreadable", "at", "09.06.2022"),
        ("at_unreadable", "at", "2022-02-30"),
        ("at_unreadable", "at", "2022-06-09 25:00:00"),
        ("at_unreadable", "at", "2022-06-09 12:34:56 and a bit"),
        ("shop_missing", "shop", None),
        ("shop_missing", "shop", " \t"),
        ("amount_missing", "amount", None),
        ("amount_missing", "amount", " "),
        ("amount_unreadable", "amount", "ten"),
        ("amount_unreadable", "amount", "1,50"),
        ("amount_unreadable", "amount", "1 000"),
        ("amount_unreadable", "amount", "NaN"),
        ("amount_unreadable", "amount", "inf"),
        ("amount_too_large", "amount", "100000000000.01"),
        ("amount_too_large", "amount", "-100000000001"),
        ("amount_too_large", "amount", "99999999999999999999"),
        ("amount_finer_than_kopeck", "amount", "12.345"),
        ("paid_unreadable", "paid", "free"),
        ("paid_too_large", "paid", "999999999999"),
        ("paid_finer_than_kopeck", "paid", "0.001"),
        ("bonus_earned_unreadable", "bonus_earned", "x"),
        ("bonus_earned_too_large", "bonus_earned", "1000000000000"),
        ("bonus_earned_finer_than_kopeck", "bonus_earned", "-0.005"),
        ("bonus_spent_unreadable", "bonus_spent", "--1"),
        ("bonus_spent_too_large", "bonus_spent", "1000000000000"),
        ("bonus_spent_finer_than_kopeck", "bonus_spent", "1.999"),
    ],
)
def test_a_row_that_breaks_a_rule_is_rejected_with_its_name(
    rule: str, field: str, value: str | None
) -> None:
    both = checked(**{field: value})
    assert both.accepted.height == 0
    assert both.rejected.get_column("rule").to_list() == [rule]


@pytest.mark.parametrize("field", ["card", "paid", "bonus_earned", "bonus_spent", "doc_id"])
@pytest.mark.parametrize("blank", [None, "", " "])
def test_an_optional_field_may_be_blank_and_is_then_null(field: str, blank: str | None) -> None:
    assert checked(**{field: blank}).accepted.get_column(field).to_list() == [None]


def test_a_good_row_becomes_a_cheque_in_kopecks_days_and_microseconds() -> None:
    both = checked(shop="  Аптека 1 ", at=" 2022-06-09 12:34:56.5 ")
    assert both.rejected.height == 0
    assert both.accepted.to_dicts() == [
        {
            "month": 202206,
            "card": "2000000000015",
            "day": date(2022, 6, 9),
            "time": (12 * 3600 + 34 * 60 + 56) * 1_000_000 + 500_000,
            "shop": "Аптека 1",
            "amount": 10_000,
            "paid": 9_050,
            "bonus_earned": 500,
            "bonus_spent": None,
            "doc_id": "15#1",
        }
    ]


def test_the_first_broken_rule_in_the_order_of_the_fields_is_named() -> None:
    assert rule_of(at="x", shop="", amount="y") == "at_unreadable"
    assert rule_of(shop="", amount="y") == "shop_missing"
    assert rule_of(amount="y", paid="z") == "amount_unreadable"


def test_the_verdict_of_the_reader_comes_before_every_rule() -> None:
    raw = pl.DataFrame(
        {"line": [2, 3], "rule": ["fields_extra", None]} | {k: [v, v] for k, v in GOOD.items()}
    )
    both = check(raw)
    assert both.rejected.select("line", "rule").rows() == [(2, "fields_extra")]
    assert both.accepted.height == 1
    both = check(raw.with_columns(amount=pl.lit("x")))
    assert both.rejected.select("line", "rule").rows() == [
        (2, "fields_extra"),
        (3, "amount_unreadable"),
    ]


def test_a_rejected_row_keeps_its_line_and_its_fields_as_they_were_given() -> None:
    rejected = checked(amount=" 12.345 ", card=None).rejected
    assert rejected.columns == ["line", "rule", "raw"]
    assert rejected.item(0, "line") == 7
    assert json.loads(rejected.item(0, "raw")) == GOOD | {"amount": " 12.345 ", "card": None}


def test_fields_that_the_source_does_not_tell_are_null_in_the_cheque() -> None:
    raw = pl.DataFrame({"line": [1], "at": ["2022-06-09"], "shop": ["s"], "amount": ["1"]})
    both = check(raw)
    absent = ["card", "paid", "bonus_earned", "bonus_spent", "doc_id"]
    assert both.accepted.select(absent).rows() == [(None,) * 5]
    types = dict(
        check(pl.DataFrame({"line": [1]} | {k: [v] for k, v in GOOD.items()})).accepted.schema
    )
    assert dict(both.accepted.schema) == types


def test_no_rows_give_no_cheques_and_no_rejected_rows() -> None:
    both = check(pl.DataFrame(schema={"line": pl.Int64} | dict.fromkeys(FIELD_NAMES, pl.String)))
    assert (both.rows, both.accepted.height, both.rejected.height) == (0, 0, 0)


# --- money ---------------------------------------------------------------------------------------


def test_money_in_text_is_exact_to_the_kopeck() -> None:
    texts = ["0.1", "0.2", "0.30", "12.34", "-5", "+1.5", "1.", "-.5", "0", "-0.00", "007.10"]
    assert kopecks(texts) == [10, 20, 30, 1234, -500, 150, 100, -50, 0, 0, 710]


def test_money_in_floats_means_the_nearest_kopeck() -> None:
    floats = [12.34, 0.1 + 0.2, 0.29, 1.1 * 3, -12.34, 4.35, 23229.0, 80_000_000.07]
    assert kopecks(floats) == [1234, 30, 29, 330, -1234, 435, 2_322_900, 8_000_000_007]


def test_a_float_finer_than_a_kopeck_or_no_number_is_rejected() -> None:
    finer, unreadable = "amount_finer_than_kopeck", "amount_unreadable"
    assert kopecks([12.345, 0.001]) == [finer, finer]
    assert kopecks([float("nan"), float("inf"), -float("inf")]) == [unreadable] * 3


def test_a_float_too_large_is_called_so() -> None:
    assert kopecks([1e12, 1e20, -1e15, 1e16]) == ["amount_too_large"] * 4


def test_money_in_integers_and_decimals_is_exact() -> None:
    assert kopecks([12, -3, 0]) == [1200, -300, 0]
    assert kopecks([200], pl.UInt8) == [20_000]
    assert kopecks([2**63 - 1, -(2**63)]) == ["amount_too_large"] * 2
    assert kopecks([Decimal("12.34"), Decimal("-0.10")]) == [1234, -10]
    assert kopecks([Decimal("12.345")]) == ["amount_finer_than_kopeck"]


def test_the_largest_amount_is_taken_and_one_kopeck_more_is_not() -> None:
    assert kopecks(["100000000000", "-100000000000.00", "99999999999.99"]) == [
        LARGEST_AMOUNT,
        -LARGEST_AMOUNT,
        LARGEST_AMOUNT - 1,
    ]
    assert kopecks([10**11, -(10**11)]) == [LARGEST_AMOUNT, -LARGEST_AMOUNT]
    assert kopecks(["100000000000", "-100000000000"]) == [LARGEST_AMOUNT, -LARGEST_AMOUNT]
    assert kopecks(["100000000000.01"]) == ["amount_too_large"]
    assert kopecks(["100000000001"]) == ["amount_too_large"]


@pytest.mark.parametrize("digits", [20, 30, 31, 32, 33, 38, 40, 400])
def test_a_number_of_any_length_is_too_large_and_stops_nothing(digits: int) -> None:
    assert kopecks(["9" * digits, "5", "-" + "9" * digits]) == [
        "amount_too_large", 500, "amount_too_large",
    ]  # fmt: skip


@pytest.mark.parametrize("huge", [1e25, 1e30, 1e31, 1e33, -1e38, 1e300])
def test_a_float_of_any_size_is_too_large_and_stops_nothing(huge: float) -> None:
    assert kopecks([huge, 5.0]) == ["amount_too_large", 500]


@pytest.mark.parametrize("text", ["0.1299999", "0.12000000001", "12.3400000001"])
def test_digits_beyond_the_kopeck_are_not_rounded_away(text: str) -> None:
    assert kopecks([text]) == ["amount_finer_than_kopeck"]


def test_decimals_beyond_the_kopeck_are_not_rounded_away() -> None:
    assert kopecks([Decimal("0.1299999")], pl.Decimal(38, 8)) == ["amount_finer_than_kopeck"]


@pytest.mark.parametrize("text", ["1e3", "-", "+", ".", "e5", "١٢"])
def test_what_is_no_plain_number_is_unreadable_and_not_too_large(text: str) -> None:
    assert kopecks([text]) == ["amount_unreadable"]


@pytest.mark.parametrize("roubles", [1234.56, 0.1, 99.99])
def test_money_in_short_floats_means_the_nearest_kopeck(roubles: float) -> None:
    assert kopecks([roubles], pl.Float32) == [round(roubles * 100)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-(10**10), 10**10), min_size=1, max_size=30))
def test_every_whole_number_of_kopecks_survives_as_text_decimal_and_float(
    amounts: list[int],
) -> None:
    decimals = [Decimal(amount).scaleb(-2) for amount in amounts]
    assert kopecks([str(value) for value in decimals]) == amounts
    assert kopecks(decimals, pl.Decimal(20, 2)) == amounts
    assert kopecks([float(value) for value in decimals]) == amounts


def what_money_means(text: str) -> int | str:
    """Say it again, from the words of the rules: roubles with at most two decimals."""
    text = text.strip()
    if not text:
        return "amount_missing"
    if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)", text):
        return "amount_unreadable"
    sign, (whole, _, rest) = (-1 if text[0] == "-" else 1), text.lstrip("+-").partition(".")
    exact = int((whole or "0") + (rest + "00")[:2])
    finer = bool(rest[2:].strip("0"))
    if exact > LARGEST_AMOUNT or (exact == LARGEST_AMOUNT and finer):
        return "amount_too_large"
    return "amount_finer_than_kopeck" if finer else sign * exact


@settings(max_examples=120, deadline=None)
@example("9" * 31)
@example("0.1299999")
@given(
    st.from_regex(r"[+-]?[0-9]{0,12}\.?[0-9]{0,3}", fullmatch=True)
    | st.from_regex(r"[ +-]?[0-9]{0,50}[.,e]?[0-9]{0,50}", fullmatch=True)
)
def test_any_number_in_text_gives_its_exact_kopecks_or_the_right_rule(text: str) -> None:
    assert kopecks([text]) == [what_money_means(text)]


# --- moments -------------------------------------------------------------------------------------

NINTH = date(2022, 6, 9)


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("2022-06-09 00:00:00", 0),
        ("2022-06-09 23:59:59.999999", 86_399_999_999),
        ("2022-06-09T12:34:56", 45_296_000_000),
        ("2022-06-09T12:34:56.000001", 45_296_000_001),
        ("2022-06-09 12:34:56.789000", 45_296_789_000),
        ("2022-06-09 12:34", 45_240_000_000),
        ("2022-06-09", 0),
    ],
)
def test_a_moment_in_text_is_its_day_and_the_time_since_midnight(
    text: str, microseconds: int
) -> None:
    assert moments([text]) == [(202206, NINTH, microseconds)]


def test_every_way_to_write_a_moment_may_stand_in_one_column() -> None:
    told = [
        "2022-06-09",
        "soon",
        "2022-06-09T00:00:01",
        "",
        "2022-06-09 00:00:02",
        "2022-06-09 00:01",
    ]
    times = [0, None, 1_000_000, None, 2_000_000, 60_000_000]
    expected: list[Any] = [(202206, NINTH, time) for time in times]
    expected[1], expected[3] = "at_unreadable", "at_missing"
    assert moments(told) == expected
    assert moments(told[::-1]) == expected[::-1]


def test_typed_moments_are_taken_as_they_are() -> None:
    evening = datetime(2022, 6, 9, 23, 30, 0, 5)
    assert moments([NINTH]) == [(202206, NINTH, 0)]
    for unit in ("ms", "us", "ns"):
        told = moments([evening.replace(microsecond=0)], pl.Datetime(unit))
        assert told == [(202206, NINTH, 84_600_000_000)]
    assert moments([evening]) == [(202206, NINTH, 84_600_000_005)]
    assert moments([None, evening]) == ["at_missing", (202206, NINTH, 84_600_000_005)]


def test_a_moment_with_a_time_zone_counts_by_its_local_clock() -> None:
    late = datetime(2022, 6, 9, 22, 30, tzinfo=UTC)
    in_moscow = pl.Series([late]).dt.convert_time_zone("Europe/Moscow")
    assert outcomes("at", in_moscow) == [(202206, date(2022, 6, 10), 5_400_000_000)]
    assert outcomes("at", pl.Series([late])) == [(202206, NINTH, 81_000_000_000)]


def test_a_moment_before_1970_has_a_time_after_its_own_midnight() -> None:
    assert moments(["1969-12-31 23:59:59"]) == [(196912, date(1969, 12, 31), 86_399_000_000)]


@pytest.mark.parametrize(
    "text", ["0000-01-01", "-0001-01-01", "+12345-01-01", "+12345-06-09 10:00"]
)
def test_a_year_that_no_calendar_has_is_rejected(text: str) -> None:
    assert [rule_of(at=text)] == ["at_unreadable"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)), min_size=1, max_size=20)
)
def test_every_moment_keeps_its_day_and_its_microsecond(told: list[datetime]) -> None:
    midnight = [datetime.combine(at.date(), datetime.min.time()) for at in told]
    expected = [
        (at.year * 100 + at.month, at.date(), (at - start).seconds * 1_000_000 + at.microsecond)
        for at, start in zip(told, midnight, strict=True)
    ]
    assert moments(told) == expected
    assert moments([at.isoformat(sep=" ", timespec="microseconds") for at in told]) == expected


# --- no row is lost ------------------------------------------------------------------------------

nasty = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(["", " ", "\x00", "1e3", "-", "NaN", "inf", "12.34", "2022-06-09", "9" * 25]),
    st.from_regex(r"[+-]?[0-9]{0,45}\.?[0-9]{0,45}", fullmatch=True),
    st.from_regex(r"[+-]?[0-9]{1,6}-[0-9]{1,2}-[0-9]{1,2}([ T][0-9:.]{0,20})?", fullmatch=True),
)


@settings(max_examples=100, deadline=None)
@example([GOOD | {"amount": "9" * 31}])
@example([GOOD | {"at": "0000-01-01"}])
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(FIELD_NAMES, nasty)), max_size=8))
def test_every_row_of_any_text_is_accepted_or_rejected_and_nothing_raises(
    rows: list[dict[str, str | None]],
) -> None:
    schema = {"line": pl.Int64} | dict.fromkeys(FIELD_NAMES, pl.String)
    both = check(pl.DataFrame([{"line": i} | r for i, r in enumerate(rows)], schema=schema))
    assert both.accepted.height + both.rejected.height == both.rows == len(rows)
    assert both.rejected.get_column("rule").null_count() == 0
    lines = set(both.rejected.get_column("line"))
    good = [row for line, row in enumerate(rows) if line not in lines]
    shops = [(row["shop"] or "").strip() for row in good]
    assert both.accepted.get_column("shop").to_list() == shops
    assert all(1 <= year <= 9999 for year in both.accepted.get_column("day").dt.year())


@settings(max_examples=60, deadline=None)
@example([1e33])
@given(st.lists(st.floats() | st.none(), min_size=1, max_size=5))
def test_floats_of_any_size_never_raise(values: list[float | None]) -> None:
    told = kopecks(values, pl.Float64)
    assert all(isinstance(outcome, int) or outcome.startswith("amount_") for outcome in told)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=5))
def test_integers_of_any_size_are_kopecks_or_too_large(values: list[int]) -> None:
    expected = [v * 100 if abs(v) <= 10**11 else "amount_too_large" for v in values]
    assert kopecks(values, pl.Int64) == expected
