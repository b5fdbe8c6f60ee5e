"""What is read the quick way is what the careful way reads, on texts of any kind."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from polars.testing import assert_series_equal

from rfma_fast.cheques.moments import any_moments, moments, months, plain_moments
from rfma_fast.cheques.money import LARGEST_AMOUNT, any_money, money, plain_money

Texts = list[str | None]


def series(texts: Texts) -> pl.Series:
    return pl.Series(texts, dtype=pl.String)


def spoilt(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Texts with one thing in them changed, left out or put in."""
    marks = st.sampled_from([*"0123456789-+.:T /eE_,\t\n\x00", "", " ", "١", "９", "é", "00"])

    @st.composite
    def one(draw: st.DrawFn) -> str:
        text = draw(texts)
        place = draw(st.integers(0, len(text)))
        return "".join([text[:place], draw(marks), text[place + draw(st.integers(0, 1)) :]])

    return one()


# --- moments -------------------------------------------------------------------------------------

FORMS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")

number = st.integers(0, 99).map("{:02d}".format)
years = st.sampled_from(["0000", "0001", "1899", "1900", "1970", "2000", "2100", "2024", "9999"])
days = st.tuples(years, number, number).map("-".join)
clocks = st.tuples(number, number, number).map(":".join)
fractions = st.text("0123456789", max_size=9).map(lambda digits: "." + digits if digits else "")
any_moment = st.one_of(
    st.tuples(days, st.sampled_from([" ", "T", "t", "  "]), clocks, fractions).map("".join),
    days,
    st.tuples(days, clocks).map(lambda both: f"{both[0]} {both[1][:5]}"),
)
real_moment = st.builds(
    lambda at, form, digits: at.strftime(form).rjust(4, "0") + (digits if "S" in form else ""),
    st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 30)),
    st.sampled_from(FORMS),
    st.text("0123456789", min_size=1, max_size=6).map(".{}".format) | st.just(""),
)
moment_texts = st.lists(
    st.none() | st.text(max_size=26) | any_moment | real_moment | spoilt(real_moment), max_size=12
)


@settings(max_examples=300, deadline=None)
@example(["2024-02-29", "2023-02-29", "2100-02-29", "2000-02-29", "2024-02-30", "2024-04-31"])
@example(["2024-01-01 24:00:00", "2024-01-01 23:60:00", "2024-01-01 23:59:60", "2024-01-01 24:00"])
@example(["0000-01-01", "9999-12-31 23:59:59.999999", "1899-12-31", "1900-01-01", "2024-00-10"])
@example(["2024-01-01 10:00:00.", "2024-01-01 10:00:00.1234567", "2024-01-01T10:00", "2024-01-00"])
@example(
    ["٢٠٢٤-٠١", "+2024-01-1", "2024-01-01\t10:00:00", "2024-01-0１", "2024/01/01", "2024-13-01"]
)
@example(["2024-01-01 10:00:60", "2024-01-01 10:00:61", "2024-01-01 10:00:99.5"])
@example(["2024x01-01", "2024-01x01", "2024-01-01x10:00", "2024-01-01 10x00", "2024-01-0:"])
@example(["2024-01-01 10:00x00", "2024-01-01 10:00:00x5", "2024-01-01x10:00:00", ":024-01-01"])
@given(moment_texts)
def test_moments_are_the_same_the_quick_and_the_careful_way(texts: Texts) -> None:
    careful = any_moments(series(texts))
    assert_series_equal(moments(series(texts)), careful)
    quick = plain_moments(series(texts))
    read = quick.is_not_null()
    assert_series_equal(quick.filter(read), careful.filter(read))


@settings(max_examples=100, deadline=None)
@given(st.lists(real_moment, min_size=1, max_size=12))
def test_a_moment_written_to_the_letter_needs_no_careful_way(texts: list[str]) -> None:
    assert plain_moments(series([*texts])).null_count() == 0


@settings(max_examples=30, deadline=None)
@given(st.lists(real_moment, min_size=1, max_size=3), st.sampled_from([1, 2, 3]))
def test_moments_do_not_depend_on_how_many_are_read_at_once(texts: list[str], block: int) -> None:
    many = texts * 7
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rfma_fast.cheques.moments._ROWS_A_BLOCK", block)
        whole = series([*many])
        assert_series_equal(moments(whole), any_moments(whole))
        parted = pl.concat([whole[:4], whole[2:]], rechunk=False)[1:-1]
        assert_series_equal(moments(parted), any_moments(parted))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dates(datetime(1900, 1, 1).date()), max_size=8))
def test_the_month_of_a_day_is_its_year_and_month(told: list[datetime]) -> None:
    expected = [day.year * 100 + day.month for day in told]
    assert months(pl.Series(told, dtype=pl.Date)).to_list() == expected


# --- money ---------------------------------------------------------------------------------------

plain_number = st.integers(-LARGEST_AMOUNT, LARGEST_AMOUNT)
with_kopecks = st.builds(
    lambda kopecks, text: f"{'-' if kopecks < 0 else ''}{abs(kopecks) // 100}{text}",
    plain_number,
    st.sampled_from([".0", ".5", ".05", ".50", ".99", ""]),
)
money_texts = st.lists(
    st.none()
    | st.text(max_size=8)
    | with_kopecks
    | spoilt(with_kopecks)
    | st.from_regex(r"[+-]?[0-9]{0,40}\.?[+-]?[0-9]{0,40}", fullmatch=True),
    max_size=12,
)


@settings(max_examples=400, deadline=None)
@example(["1", "1.", ".5", "-.5", ".-5", "1.-5", "+1.5", "--1", "+-1.5", "1..5", "1.5.", "1.+5"])
@example(["1e5", "1e5.0", "1.5e1", "NaN", "nan.0", "inf", "-inf.0", "0x1", "1_000.5", "1,5", "١٢"])
@example([" 1.5", "1.5 ", "\t7", "7\n", " ", "", "1 000.5", "1.5\u00a0", "1.\t5", "\x001"])
@example(["184467440737095516.2", "-92233720368547758.08", "9223372036854775807", "1" * 99 + ".5"])
@example(["100000000000", "100000000000.00", "100000000000.01", "100000000000.1", "-100000000001"])
@example(
    ["12.345", "12.300", "0.0000000001", "-0.00", "-0.005", "007.10", "00000000000000000001.5"]
)
@given(money_texts)
def test_money_is_the_same_the_quick_and_the_careful_way(texts: Texts) -> None:
    careful = any_money(series(texts).alias("given"))
    assert_series_equal(money(series(texts)), careful, check_names=False)
    quick = plain_money(series(texts))
    read = quick.is_not_null()
    assert_series_equal(quick.filter(read), careful.filter(read), check_names=False)


@settings(max_examples=100, deadline=None)
@given(st.lists(plain_number, min_size=1, max_size=12))
def test_money_with_two_decimals_needs_no_careful_way(kopecks: list[int]) -> None:
    texts = [f"{'-' if k < 0 else ''}{abs(k) // 100}.{abs(k) % 100:02d}" for k in kopecks]
    assert plain_money(series([*texts])).to_list() == kopecks
    whole = [k // 100 for k in kopecks]
    assert plain_money(series([str(k) for k in whole])).to_list() == [k * 100 for k in whole]
