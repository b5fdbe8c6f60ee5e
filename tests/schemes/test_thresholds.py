"""Borders: fitted rule by rule, written and read back exactly, refused where they are not fit."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.words import refused

from rfma_fast.errors import RfmaError
from rfma_fast.quantiles import Histogram
from rfma_fast.schemes.borders import Borders, Churn, Fixed, PercentileDisc, Ratio, at_least_one
from rfma_fast.schemes.loader import load_scheme
from rfma_fast.schemes.measures import BorderRef
from rfma_fast.schemes.thresholds import Thresholds, fit, load_thresholds
from schemes.handmade import SMALL, changed, loaded

SCHEME = load_scheme("rfma")
DAY = date(2022, 6, 9)
R1, R3 = BorderRef("R", 1), BorderRef("R", 3)
BORDERS: dict[str, tuple[Fraction, ...]] = {
    "R": (Fraction(21), Fraction(61), Fraction(105)),
    "F": (Fraction(96, 100), Fraction(1, 5)),
    "M": (Fraction(1202), Fraction(446)),
    "A": (Fraction(180), Fraction(30)),
}
FITTED = Thresholds("rfma", SCHEME.digest, DAY, BORDERS)


def counted(*values: int) -> Histogram:
    return Histogram.of_values(pl.Series(values, dtype=pl.Int64))


@dataclass
class Told:
    """Facts made by hand; remembers what was known when a metric was asked for."""

    metrics: dict[str, Histogram] = field(default_factory=dict)
    everybody: Histogram = field(default_factory=counted)
    identified: Histogram = field(default_factory=counted)
    between: Histogram = field(default_factory=counted)
    asked: list[tuple[str, dict[str, tuple[Fraction, ...]]]] = field(default_factory=list)

    def metric(self, axis: str, known: Borders, within: str) -> Histogram:
        self.asked.append((axis, dict(known)))
        return self.metrics.get(axis, counted())

    def scale(self, axis: str) -> int:
        return SCHEME.axis(axis).measure.scale

    def cheques(self, identified_only: bool, within: str) -> Histogram:
        return self.identified if identified_only else self.everybody

    def gaps(self, within: str) -> Histogram:
        return self.between


# --- rules ---------------------------------------------------------------------------------------


def test_each_rule_gives_its_border() -> None:
    facts = Told(
        metrics={"F": counted(10, 20, 96, 400), "R": counted(1, 2, 3, 4, 5)},
        everybody=counted(100, 20050, 30000, 40000, 50000),
        identified=counted(100, 700),
        between=counted(0, 5, 9, 105),
    )
    known: dict[str, tuple[Fraction, ...]] = {"R": (Fraction(21), Fraction(61), Fraction(105))}
    half = Fraction(1, 2)
    assert Fixed(Fraction(7, 3)).fit("A", known, facts) == Fraction(7, 3)
    assert PercentileDisc(half, "cards").fit("F", known, facts) == Fraction(20, 100)
    assert PercentileDisc(half, "cards").fit("R", known, facts) == 3
    assert PercentileDisc(Fraction(2, 5), "cheques").fit("M", known, facts) == Fraction(401, 2)
    assert PercentileDisc(half, "identified_cheques").fit("M", known, facts) == 1
    assert Churn(Fraction(3, 4)).fit("R", known, facts) == 9
    assert Churn(Fraction(1)).fit("R", known, facts) == 105
    assert Ratio(R1, R3).fit("F", known, facts) == Fraction(1, 5)


def test_churn_and_lengths_of_time_are_at_least_one_day() -> None:
    assert Churn(Fraction(95, 100)).fit("R", {}, Told()) == 1
    assert Churn(Fraction(95, 100)).fit("R", {}, Told(between=counted(0, 0))) == 1
    known = {"R": (Fraction(0), Fraction(0), Fraction(4))}
    assert at_least_one(known, R1) == 1
    assert at_least_one(known, R3) == 4
    assert Ratio(R1, R3).fit("F", known, Told()) == Fraction(1, 4)
    assert Ratio(R3, R1).fit("F", known, Told()) == 4


def test_a_percentile_of_nothing_is_zero() -> None:
    for over in ("cards", "cheques", "identified_cheques"):
        rule = PercentileDisc(Fraction(1, 2), over)
        assert rule.fit("M", {}, Told()) == 0


def test_axes_are_fitted_in_their_order_and_given_back_in_the_schemes() -> None:
    facts = Told(
        metrics={"R": counted(0, 7, 21, 80, 200), "F": counted(*range(1, 101))},
        everybody=counted(*range(100, 1100, 100)),
        between=counted(*range(1, 21)),
    )
    fitted = fit(SCHEME, DAY, facts)
    assert fitted == Thresholds(
        "rfma",
        SCHEME.digest,
        DAY,
        {
            "R": (Fraction(0), Fraction(7), Fraction(19)),
            "F": (Fraction(85, 100), Fraction(5, 100)),
            "M": (Fraction(8), Fraction(4)),
            "A": (Fraction(180), Fraction(30)),
        },
    )
    assert list(fitted.borders) == list("RFMA")
    assert list(dict.fromkeys(axis for axis, _ in facts.asked)) == ["R", "F"]
    assert facts.asked[-1][1]["R"] == fitted.borders["R"], "F is measured with R's borders"
    assert facts.asked[1][1]["R"] == (Fraction(0),), "R2 is fitted when R1 is known"


# --- the file ------------------------------------------------------------------------------------


def test_the_file_says_where_the_borders_come_from() -> None:
    assert FITTED.to_toml() == (
        f'scheme = "rfma"\ndigest = "{SCHEME.digest}"\nas_of = 2022-06-09\n\n[borders]\n'
        'R = ["21", "61", "105"]\nF = ["24/25", "1/5"]\nM = ["1202", "446"]\nA = ["180", "30"]\n'
    )


exact = st.fractions(-(10**9), 10**9) | st.fractions(0, 3000, max_denominator=100)
many = st.fixed_dictionaries(
    {axis.code: st.tuples(*(exact for _ in axis.borders)) for axis in SCHEME.axes}
)


@settings(deadline=None)
@given(borders=many, as_of=st.dates())
def test_borders_come_back_from_the_file_exactly(
    tmp_path_factory: pytest.TempPathFactory,
    borders: dict[str, tuple[Fraction, ...]],
    as_of: date,
) -> None:
    file = tmp_path_factory.getbasetemp() / "exact.toml"
    told = replace(FITTED, borders=borders, as_of=as_of)
    file.write_text(told.to_toml(), encoding="utf-8")
    assert load_thresholds(file, SCHEME) == told


def test_decimal_borders_may_be_written_by_hand(tmp_path: Path) -> None:
    file = tmp_path / "hand.toml"
    file.write_text(FITTED.to_toml().replace('"24/25"', '"0.96"').replace('"30"', "30"), "utf-8")
    assert load_thresholds(file, SCHEME) == FITTED


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("[borders]", "[borders", ["not a TOML file"]),
        ('scheme = "rfma"', 'scheme = "other"', ["scheme other", "rfma"]),
        ('scheme = "rfma"\n', "", ["scheme —", "rfma"]),
        ("as_of = 2022-06-09\n", "", ["as_of"]),
        ("as_of = 2022-06-09", 'as_of = "2022-06-09"', ["as_of"]),
        ("[borders]", "[border]", ["borders.R"]),
        ("[borders]", "borders = 5\n[border]", ["borders"]),
        ('R = ["21", "61", "105"]\n', "", ["borders.R"]),
        ('["21", "61", "105"]', '["21", "61"]', ["borders.R"]),
        ('["21", "61", "105"]', '["21", "61", "105", "200"]', ["borders.R"]),
        ('["180", "30"]', '"180"', ["borders.A"]),
        ('"180"', '"many"', ["borders.A"]),
        ('"180"', '"nan"', ["borders.A"]),
        ('"180"', '"inf"', ["borders.A"]),
        ('"180"', '"1/0"', ["borders.A"]),
        ('"180"', '["180"]', ["borders.A"]),
        ('"180"', "true", ["borders.A"]),
    ],
)
def test_a_fault_of_the_file_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, parts: list[str]
) -> None:
    file, text = tmp_path / "faulty.toml", FITTED.to_toml()
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    with refused(file, *parts):
        load_thresholds(file, SCHEME)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with refused(tmp_path / "no.toml", "cannot be read"):
        load_thresholds(tmp_path / "no.toml", SCHEME)
    with refused(tmp_path, "cannot be read"):
        load_thresholds(tmp_path, SCHEME)
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with refused("bytes.toml", "not a TOML file"):
        load_thresholds(tmp_path / "bytes.toml", SCHEME)


def test_a_deeply_nested_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "deep.toml"
    file.write_text("x = " + "[" * 100_000 + "]" * 100_000, encoding="utf-8")
    with refused(file, "not a TOML file"):
        load_thresholds(file, SCHEME)


def test_the_day_of_a_file_is_a_day(tmp_path: Path) -> None:
    file = tmp_path / "moment.toml"
    file.write_text(FITTED.to_toml().replace("2022-06-09", "2022-06-09T10:00:00"), "utf-8")
    try:
        said = load_thresholds(file, SCHEME)
    except RfmaError:
        return
    assert not isinstance(said.as_of, datetime)


@pytest.mark.parametrize("border", ["1e30", "9223372036854775808", "-1e30"])
def test_a_border_beyond_64_bits_is_refused(tmp_path: Path, border: str) -> None:
    file = tmp_path / "large.toml"
    file.write_text(FITTED.to_toml().replace('"180"', f'"{border}"'), encoding="utf-8")
    with refused(file, "borders.A"):
        load_thresholds(file, SCHEME)


@pytest.mark.parametrize(("old", "new"), [('code = "M"', 'code = "Z"'), ('"small"', '"my-own_2"')])
def test_what_is_written_can_be_read_whatever_the_codes_of_the_scheme(
    tmp_path: Path, old: str, new: str
) -> None:
    scheme = loaded(tmp_path / "own.toml", changed((old, new)))
    borders = {axis.code: (Fraction(1),) * len(axis.borders) for axis in scheme.axes}
    told, file = Thresholds(scheme.code, scheme.digest, DAY, borders), tmp_path / "borders.toml"
    file.write_text(told.to_toml(), encoding="utf-8")
    assert load_thresholds(file, scheme) == told


# --- views ---------------------------------------------------------------------------------------


def test_borders_are_named_by_their_axes() -> None:
    assert FITTED.by_name(SCHEME) == {
        "recency": BORDERS["R"],
        "frequency": BORDERS["F"],
        "monetary": BORDERS["M"],
        "age": BORDERS["A"],
    }


@pytest.mark.parametrize(
    ("changes", "empty"),
    [
        ({}, []),
        ({"R": (Fraction(21), Fraction(21), Fraction(21))}, []),
        ({"R": (Fraction(21), Fraction(20), Fraction(105))}, ["R2"]),
        ({"R": (Fraction(21), Fraction(61), Fraction(60))}, ["R3"]),
        ({"F": (Fraction(1, 5), Fraction(1, 4))}, ["F2"]),
        ({"M": (Fraction(446), Fraction(446))}, []),
        ({"M": (Fraction(1), Fraction(2)), "A": (Fraction(1), Fraction(2))}, ["M2", "A2"]),
    ],
)
def test_a_border_beyond_a_later_one_is_noticed(
    changes: dict[str, tuple[Fraction, ...]], empty: list[str]
) -> None:
    told = replace(FITTED, borders={**BORDERS, **changes})
    found = [f"{axis.code}{place + 1}" for axis, place in told.out_of_order(SCHEME)]
    assert found == empty


def test_the_small_scheme_is_whole(tmp_path: Path) -> None:
    assert loaded(tmp_path / "small.toml", SMALL).code == "small"
