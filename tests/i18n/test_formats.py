"""Numbers, shares, days and sizes in both languages (design/pages.md, docs/reading.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfma_fast.i18n import LANGUAGES, Language, use
from rfma_fast.i18n.formats import MISSING, compact, day, number, share, size

NBSP, MINUS = "\u00a0", "\u2212"
SHAPES = {
    "en": re.compile(r"\u2212?\d{1,3}(,\d{3})*(\.\d+)?"),
    "ru": re.compile(r"\u2212?\d{1,3}(\u00a0\d{3})*(,\d+)?"),
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use("en")


def both(function: object, *arguments: object) -> tuple[str, str]:
    """Return what a format says in English and in Russian."""
    told = []
    for language in LANGUAGES:
        use(language)
        assert callable(function)
        told.append(str(function(*arguments)))
    return told[0], told[1]


@pytest.mark.parametrize(
    ("value", "places", "english", "russian"),
    [
        (38486, 0, "38,486", "38_486"),
        (0, 0, "0", "0"),
        (999, 0, "999", "999"),
        (1000, 0, "1,000", "1_000"),
        (1234567.891, 2, "1,234,567.89", "1_234_567,89"),
        (-5, 0, "~5", "~5"),
        (-1234.5, 1, "~1,234.5", "~1_234,5"),
        (Decimal("0.5"), 0, "1", "1"),
        (Decimal("1.5"), 0, "2", "2"),
        (Decimal("2.5"), 0, "3", "3"),
        (Decimal("-0.5"), 0, "~1", "~1"),
        (-0.4, 0, "0", "0"),
        (0.285, 2, "0.29", "0,29"),
        (Fraction(1, 3), 2, "0.33", "0,33"),
        (Fraction(2, 3), 0, "1", "1"),
        (Fraction(-5, 2), 0, "~3", "~3"),
        (Decimal("836.735"), 2, "836.74", "836,74"),
        (7, 2, "7.00", "7,00"),
        (None, 2, "—", "—"),
        (9_223_372_036_854_775_807, 0, "9,223,372,036,854,775,807", "9_223_372_036_854_775_807"),
    ],
)
def test_a_number_has_grouped_thousands_and_its_decimals(
    value: int | float | Decimal | Fraction | None, places: int, english: str, russian: str
) -> None:
    wanted = tuple(text.replace("_", NBSP).replace("~", MINUS) for text in (english, russian))
    assert both(number, value, places) == wanted


@pytest.mark.parametrize(
    ("value", "english", "russian"),
    [
        (None, "—", "—"),
        (100, "100", "100"),
        (0, "0", "0"),
        (Decimal("0.20"), "0.2", "0,2"),
        (Decimal("0.96"), "0.96", "0,96"),
        (Fraction(1, 5), "0.2", "0,2"),
        (Fraction(1, 3), "0.33", "0,33"),
        (Decimal("0.999"), "1", "1"),
        (Decimal("0.995"), "1", "1"),
        (Decimal("-0.004"), "0", "0"),
        (1202, "1,202", "1_202"),
        (Decimal("-1202.5"), "~1,202.5", "~1_202,5"),
    ],
)
def test_a_compact_number_has_only_the_decimals_that_it_needs(
    value: int | Decimal | Fraction | None, english: str, russian: str
) -> None:
    wanted = tuple(text.replace("_", NBSP).replace("~", MINUS) for text in (english, russian))
    assert both(compact, value) == wanted


def test_a_share_is_of_a_hundred() -> None:
    assert both(share, 0.548) == ("54.8%", f"54,8{NBSP}%")
    assert both(share, Fraction(1, 8), 0) == ("13%", f"13{NBSP}%")
    assert both(share, 1, 2) == ("100.00%", f"100,00{NBSP}%")
    assert both(share, Fraction(-1, 200)) == (f"{MINUS}0.5%", f"{MINUS}0,5{NBSP}%")
    assert both(share, None) == (MISSING, MISSING)


def test_a_day_has_its_month_in_letters() -> None:
    assert both(day, date(2022, 6, 9)) == (f"9{NBSP}Jun{NBSP}2022", f"9{NBSP}июн{NBSP}2022")
    assert both(day, date(2021, 12, 31)) == (f"31{NBSP}Dec{NBSP}2021", f"31{NBSP}дек{NBSP}2021")
    assert both(day, None) == (MISSING, MISSING)
    for language, first, last in (("en", "Jan", "Dec"), ("ru", "янв", "дек")):
        use(language)
        months = [day(date(2022, month, 1)).split(NBSP)[1] for month in range(1, 13)]
        assert (months[0], months[-1], len(set(months))) == (first, last, 12)


@pytest.mark.parametrize(
    ("octets", "english", "russian"),
    [
        (0, "0 B", "0 Б"),
        (999, "999 B", "999 Б"),
        (1000, "1.0 kB", "1,0 кБ"),
        (118_234, "118.2 kB", "118,2 кБ"),
        (999_949, "999.9 kB", "999,9 кБ"),
        (999_950, "1.0 MB", "1,0 МБ"),
        (1_000_000, "1.0 MB", "1,0 МБ"),
        (2_500_000_000, "2.5 GB", "2,5 ГБ"),
        (3_000_000_000_000, "3.0 TB", "3,0 ТБ"),
        (1_234_000_000_000_000, "1,234.0 TB", "1_234,0 ТБ"),
    ],
)
def test_a_size_is_in_the_largest_fitting_unit_of_1000(
    octets: int, english: str, russian: str
) -> None:
    wanted = tuple(text.replace(" ", NBSP).replace("_", NBSP) for text in (english, russian))
    assert both(size, octets) == wanted


def parsed(text: str, language: Language) -> Fraction:
    """Return the number that a printed text says."""
    assert SHAPES[language].fullmatch(text), text
    plain = text.replace(MINUS, "-")
    plain = plain.replace(",", "") if language == "en" else plain.replace(",", ".")
    return Fraction(plain.replace(NBSP, ""))


def rounded(value: Fraction, places: int) -> Fraction:
    """Return the value at that many decimals, halves away from zero."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**places)


values = st.one_of(
    st.integers(-(10**18), 10**18),
    st.decimals(-(10**12), 10**12, places=4),
    st.builds(Fraction, st.integers(-(10**15), 10**15), st.integers(1, 10**6)),
    st.builds(lambda halves: Fraction(halves, 200), st.integers(-(10**9), 10**9)),
    st.floats(-1e12, 1e12, allow_nan=False),
)


def exact(value: int | float | Decimal | Fraction) -> Fraction:
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


@settings(deadline=None)
@given(values, st.integers(0, 3), st.sampled_from(LANGUAGES))
def test_a_printed_number_read_back_is_the_rounded_value(
    value: int | float | Decimal | Fraction, places: int, language: Language
) -> None:
    use(language)
    text = number(value, places)
    read = parsed(text, language)
    assert read == rounded(exact(value), places)
    assert len(text.partition("." if language == "en" else ",")[2]) == places or language == "en"
    assert not (read == 0 and MINUS in text)
    assert "-" not in text


@settings(deadline=None)
@given(values, st.sampled_from(LANGUAGES))
def test_a_compact_number_read_back_is_the_value_at_two_decimals(
    value: int | float | Decimal | Fraction, language: Language
) -> None:
    use(language)
    text = compact(value)
    assert parsed(text, language) == rounded(exact(value), 2)
    decimals = re.search(r"[.,](\d{1,2})$", text)
    if decimals and (language == "ru" or "." in text):
        assert not decimals[1].endswith("0")


@settings(deadline=None)
@given(values, st.integers(0, 2), st.sampled_from(LANGUAGES))
def test_a_share_is_a_number_with_a_sign(
    value: int | float | Decimal | Fraction, places: int, language: Language
) -> None:
    use(language)
    percent = share(value, places).removesuffix("%").rstrip(NBSP)
    assert parsed(percent, language) == rounded(exact(value) * 100, places)


@settings(deadline=None)
@given(st.dates(), st.sampled_from(LANGUAGES))
def test_no_two_days_look_alike(when: date, language: Language) -> None:
    use(language)
    number_of_day, month, year = day(when).split(NBSP)
    assert (int(number_of_day), int(year)) == (when.day, when.year)
    assert month == day(date(2000, when.month, 1)).split(NBSP)[1]


def test_a_value_of_any_size_is_printed() -> None:
    with localcontext() as context:
        context.rounding = ROUND_HALF_UP
        assert number(10**30) == "1" + ",000" * 10
        assert number(Decimal("1e30"), 2) == "1" + ",000" * 10 + ".00"
        assert number(float(2**100)).replace(",", "").isdigit()
