from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from language import naive
from language.agree import same, told_of
from language.kit import (
    Cheque,
    Document,
    axis,
    document_of,
    fixed,
    moment,
    segmented,
    store_of,
    toml,
)
from language.tables import ANNA, AS_OF, BORIS, DINA, GUEST, HAND, TILL, VERA, tables
from rfma_fast.analyses.segmentation import segment
from rfma_fast.engines import PolarsEngine
from rfma_fast.errors import RfmaError

Keys = dict[str, Any]


R = axis("R", {"kind": "recency"}, fixed("<=", 10, 60))
WINDOWS: tuple[Keys, ...] = ({}, {"window": 1}, {"window": 30}, {"window": 60}, {"window": 36_500})
COUNTED: tuple[Keys, ...] = ({}, {"of": "cheques"}, {"of": "documents"}, {"of": "days"})


def crossed(*options: Iterable[Keys]) -> list[Keys]:
    """Return every choice of one from each."""
    return [{k: v for part in chosen for k, v in part.items()} for chosen in product(*options)]


MEASURES: list[Keys] = [
    {"kind": "recency"},
    {"kind": "recency", "unit": "days"},
    {"kind": "recency", "unit": "24h"},
    {"kind": "age"},
    *crossed([{"kind": "count"}], COUNTED, WINDOWS),
    *crossed([{"kind": "rate", "base": "R1", "churn": "R2"}], COUNTED[1:], WINDOWS),
    *crossed(
        [{"kind": "money"}],
        [{"of": of} for of in ("total", "mean", "max", "median")],
        [{"over": "amount"}, {"over": "paid"}],
        [{"round": "rouble"}, {"round": "kopeck"}],
        [{}, {"window": 30}],
    ),
    {"kind": "silence"},
    {"kind": "mean_gap"},
    *crossed([{"kind": "shops"}], WINDOWS),
]
KINDS_OF_POPULATION: list[Keys] = [
    {},
    {"cards": "identified"},
    {"cards": "all"},
    {"rule": "^guest|15$"},
    {"cards": "all", "rule": "^[0g]"},
    {"unit": "card"},
    {"unit": "card_shop"},
    {"unit": "card_shop", "cards": "all"},
    {"returns": "net"},
    {"returns": "ignore"},
    {"returns": "keep"},
    {"since": date(2022, 1, 4)},
    {"until": date(2022, 3, 19)},
    {"since": date(2022, 1, 4), "until": date(2022, 3, 19), "shops": ["s1", "s2"]},
    {"shops": ["s3"]},
    {"least": {"cheques": 2}},
    {"least": {"documents": 4}},
    {"least": {"days": 3}},
    {"most": {"cheques": 2}},
    {"most": {"documents": 1}},
    {"most": {"days": 2}},
    {"least": {"cheques": 2, "days": 2}, "most": {"documents": 3}},
    {"unit": "card_shop", "returns": "keep", "least": {"cheques": 2}, "since": date(2022, 1, 4)},
]


def named(keys: Keys) -> str:
    return " ".join(f"{key}={value}" for key, value in keys.items()) or "nothing said"


def measured(measure: Keys, **population: object) -> Document:
    """Return a scheme of one measure; R stands beside it for those built on its borders."""
    up = measure["kind"] in ("silence", "mean_gap")
    borders = [
        {"rule": "percentile_disc", "keep": "<=", "p": "0.5"},
        {"rule": "percentile_cont", "keep": "<=" if up else "<", "p": "0.8"},
    ]
    missing = {"missing": "3"}
    return document_of([axis("X", measure, borders, **missing), R], population=population)


@pytest.mark.parametrize("measure", MEASURES, ids=named)
def test_a_measure_is_what_the_docs_say(measure: Keys) -> None:
    assert same(measured(measure), HAND, AS_OF)


@pytest.mark.parametrize("measure", MEASURES[::4], ids=named)
@pytest.mark.parametrize(
    "as_of", [date(2022, 1, 31), date(2022, 2, 15), date(2024, 2, 29)], ids=str
)
def test_a_measure_is_what_the_docs_say_at_other_dates(measure: Keys, as_of: date) -> None:
    assert same(measured(measure), HAND, as_of)


@pytest.mark.parametrize("population", KINDS_OF_POPULATION, ids=named)
@pytest.mark.parametrize(
    "measure",
    [
        {"kind": "recency", "unit": "24h"},
        {"kind": "count", "of": "documents"},
        {"kind": "money", "of": "total"},
        {"kind": "money", "of": "median", "round": "kopeck"},
        {"kind": "silence"},
    ],
    ids=named,
)
def test_a_population_is_what_the_docs_say(population: Keys, measure: Keys) -> None:
    assert same(measured(measure, **population), HAND, AS_OF)


BORDERS: list[Keys] = [
    {"rule": "fixed", "value": "59.5"},
    {"rule": "fixed", "value": 60},
    *crossed(
        [{"rule": "percentile_disc"}, {"rule": "percentile_cont"}],
        [{"p": "0.07"}, {"p": "1/2"}, {"p": 1}],
        [{}, {"over": "cheques"}, {"over": "identified_cheques"}],
        [{}, {"within": "everything"}],
    ),
    {"rule": "percentile_disc", "p": "0.8", "over": "cards", "within": "filter"},
    {"rule": "percentile_cont", "p": "0.8", "over": "cards", "within": "filter"},
    *crossed(
        [{"rule": "churn"}],
        [{"p": "0.5"}, {"p": "0.95"}],
        [{}, {"within": "filter"}, {"within": "everything"}],
    ),
    *crossed([{"rule": "ratio"}], [{"of": "R2", "by": "R1"}, {"of": "R1", "by": "R2"}]),
    *crossed([{"rule": "cumulative_share"}], [{"p": "0.5"}, {"p": "0.8"}, {"p": "1"}]),
]


@pytest.mark.parametrize("border", BORDERS, ids=named)
def test_a_border_is_what_the_docs_say_whichever_side_it_keeps(border: Keys) -> None:
    lifted: list[Keys] = [{}, {"least": "60"}, {"least": "0.001"}, {}]
    for keep, least in zip(("<=", "<", ">=", ">"), lifted, strict=True):
        edge = {**border, "keep": keep, **least}
        population = {"since": date(2022, 1, 4), "least": {"cheques": 2}, "returns": "keep"}
        money = axis("M", {"kind": "money", "of": "total"}, [edge])
        assert same(document_of([R, money], population=population), HAND, AS_OF)


@pytest.mark.parametrize("returns", ["net", "ignore", "keep"])
@pytest.mark.parametrize("unit", ["card", "card_shop"])
def test_gaps_and_amounts_follow_the_population(returns: str, unit: str) -> None:
    borders = [
        {"rule": "churn", "keep": ">", "p": "1", "within": "everything"},
        {"rule": "churn", "keep": ">", "p": "0.6"},
        {"rule": "percentile_disc", "keep": ">", "p": "0.5", "over": "cheques"},
        {"rule": "percentile_disc", "keep": ">", "p": "0.5", "over": "identified_cheques"},
    ]
    money = axis("M", {"kind": "money", "of": "mean"}, borders)
    population = {"returns": returns, "unit": unit, "shops": ["s1", "s2"], "most": {"days": 3}}
    assert same(document_of([money], population=population), HAND, AS_OF)


@pytest.mark.parametrize(
    ("limits", "disc", "churn"),
    [({"least": {"cheques": 3}}, "0.5", "1"), ({"most": {"days": 2}}, "1", "0.5")],
    ids=str,
)
def test_everything_is_over_the_cards_that_the_limits_leave_out_too(
    limits: Keys, disc: str, churn: str
) -> None:
    for rule in ({"rule": "percentile_disc", "p": disc}, {"rule": "churn", "p": churn}):
        edges = [{**rule, "keep": "<="}, {**rule, "keep": "<=", "within": "everything"}]
        age = axis("A", {"kind": "age"}, edges)
        found = same(document_of([age], population=limits), HAND, AS_OF)
        assert found
        inside, everything = found.thresholds.borders["A"]
        assert inside != everything


def test_a_share_is_taken_exactly_not_as_a_binary_float() -> None:
    days = [moment("2022-01-01") + timedelta(days=day) for day in range(100)]
    rows = [Cheque(day, "s1", f"2{n:012}", 100, 100) for n, day in enumerate(days)]
    assert 0.07 * 100 > 7 and 0.29 * 100 < 29
    edges = [{"rule": "percentile_disc", "keep": "<=", "p": p} for p in ("0.07", "0.29")]
    found = same(document_of([axis("R", {"kind": "recency"}, edges)]), rows, days[-1].date())
    assert found
    assert [*map(int, found.thresholds.borders["R"])] == [6, 28]


def test_the_churn_period_is_at_least_a_day() -> None:
    rows = [Cheque(moment(f"2022-01-03 1{hour}:00"), "s1", ANNA, 100, 100) for hour in range(3)]
    churn = [{"rule": "churn", "p": "0.5", "keep": "<="}]
    for some in (rows[:1], rows):
        found = same(document_of([axis("R", {"kind": "recency"}, churn)]), some, AS_OF)
        assert found
        assert [*map(int, found.thresholds.borders["R"])] == [1]
        assert (("note.no_gaps", {}) in found.notes) is (len(some) == 1)


@pytest.mark.parametrize("best", [{}, {"best": "first"}, {"best": "last"}], ids=named)
@pytest.mark.parametrize("grades", range(2, 11))
def test_an_axis_has_two_to_ten_grades_the_tenth_is_written_a(best: Keys, grades: int) -> None:
    ax = axis("C", {"kind": "age"}, fixed("<=", *range(3, 3 + 9 * grades - 9, 9)), **best)
    assert len(ax["grades"]) == grades
    found = same(document_of([ax]), HAND, AS_OF)
    assert found
    lonely = axis("C", {"kind": "age"}, fixed(">=", *range(999, 999 - grades + 1, -1)), **best)
    digit = {graded.digits for graded in told_of(same_(lonely)).values()}
    last = "123456789A"[grades - 1]
    assert digit == {"1" if best.get("best") == "last" else last}


def same_(ax: Keys) -> Any:
    return same(document_of([ax]), HAND, AS_OF)


@pytest.mark.parametrize("count", range(1, 7))
def test_a_scheme_has_one_to_six_axes(count: int) -> None:
    measures: list[Keys] = [
        {"kind": "recency"},
        {"kind": "count"},
        {"kind": "money", "of": "total"},
        {"kind": "age"},
        {"kind": "shops"},
        {"kind": "silence"},
    ]
    disc = [{"rule": "percentile_disc", "keep": "<=", "p": p} for p in ("0.3", "0.6", "0.9")]
    axes = [
        axis(letter, measure, disc, **({"missing": "2"} if measure["kind"] == "silence" else {}))
        for letter, measure in zip("RFMASZ", measures[:count], strict=False)
    ]
    assert same(document_of(axes), HAND, AS_OF)


@pytest.mark.parametrize("zero", [{}, {"zero": "1"}, {"zero": "3"}], ids=named)
@pytest.mark.parametrize("best", ["first", "last"])
def test_zero_has_a_grade_of_its_own_where_the_axis_says_so(zero: Keys, best: str) -> None:
    ax = axis("M", {"kind": "money", "of": "total"}, fixed(">=", 500, 100), best=best, **zero)
    found = same(document_of([ax]), HAND, AS_OF)
    assert found
    vera = told_of(found)[(VERA,)]
    assert vera.values == {"M": 0}
    assert vera.digits == zero.get("zero", "3" if best == "first" else "1")


@pytest.mark.parametrize("digit", ["1", "2", "3"])
@pytest.mark.parametrize("best", ["first", "last"])
@pytest.mark.parametrize("kind", ["silence", "mean_gap"])
def test_a_missing_value_has_the_grade_that_the_axis_says(kind: str, best: str, digit: str) -> None:
    ax = axis("S", {"kind": kind}, fixed("<=", 1, 2), best=best, missing=digit, zero="2")
    found = same(document_of([ax]), HAND, AS_OF)
    assert found
    assert told_of(found)[(VERA,)] == naive.Graded({"S": None}, digit)


@pytest.mark.parametrize("as_of", ["2022-02-16", "last", "last+1", "last+30", "last+99999"])
def test_the_as_of_date_is_a_day_or_the_last_one_or_so_many_after_it(as_of: str) -> None:
    found = segmented(document_of([R], as_of=as_of), HAND)
    last = date(2022, 3, 30)
    plus = int(as_of.partition("+")[2] or 0)
    wanted = last + timedelta(days=plus) if as_of.startswith("last") else date(2022, 2, 16)
    assert found.as_of == wanted
    assert told_of(found) == naive.segment(document_of([R]), HAND, wanted).units
    assert segmented(document_of([R], as_of=as_of), HAND, AS_OF).as_of == AS_OF


def test_the_last_day_of_all_ids_is_that_of_any_of_them() -> None:
    rows = [row for row in HAND if row.card is not None]
    asked = document_of([R], population={"cards": "all"})
    assert segmented(asked, rows[:-2]).as_of == date(2022, 3, 30)
    rows.append(Cheque(moment("2022-04-02 10:00"), "s1", GUEST, 100, 100, None))
    assert segmented(asked, rows).as_of == date(2022, 4, 2)


@pytest.mark.parametrize(
    ("population", "wanted"),
    [
        ({"cards": "all"}, date(2022, 3, 30)),
        ({"rule": "^guest"}, date(2022, 2, 5)),
        ({"shops": ["s3"]}, date(2022, 3, 4)),
        ({"until": date(2022, 3, 19)}, date(2022, 3, 4)),
    ],
    ids=str,
)
def test_last_is_the_last_day_that_has_a_cheque_of_the_population(
    population: Keys, wanted: date
) -> None:
    assert segmented(document_of([R], population=population), HAND).as_of == wanted


@pytest.mark.parametrize("of", ["total", "mean"])
@pytest.mark.parametrize("window", WINDOWS[2:4], ids=named)
def test_returns_are_netted_in_what_was_paid_too(of: str, window: Keys) -> None:
    measure: Keys = {"kind": "money", "of": of, "over": "paid", **window}
    assert same(measured(measure), HAND, date(2022, 2, 25))


def test_a_rate_of_parts_of_a_day_is_refused() -> None:
    recency = axis("R", {"kind": "recency"}, fixed("<=", "10.5", "60.5"))
    rate = axis("F", {"kind": "rate", "base": "R1", "churn": "R2"}, fixed(">=", 1))
    with pytest.raises(RfmaError, match="whole days; its base interval is 21/2"):
        segmented(document_of([recency, rate]), HAND, AS_OF)


def test_the_activity_period_of_a_rate_starts_no_earlier_than_its_window() -> None:
    measure = {"kind": "rate", "base": "R2", "churn": "R2", "window": 30}
    assert same(document_of([R, axis("F", measure, fixed(">=", 1))]), HAND, AS_OF)


def test_two_axes_may_measure_one_figure_with_a_window_and_without() -> None:
    whole = axis("C", {"kind": "count", "of": "days"}, fixed(">=", 2))
    recent = axis("W", {"kind": "count", "of": "days", "window": 30}, fixed(">=", 2))
    assert same(document_of([whole, recent]), HAND, AS_OF)


def test_a_scheme_that_asks_what_was_paid_refuses_a_cheque_that_does_not_say() -> None:
    rows = [*HAND, Cheque(moment("2022-03-03 10:00"), "s1", ANNA, 100, None, None)]
    for of in ("total", "mean", "max", "median"):
        asked = document_of([axis("M", {"kind": "money", "of": of, "over": "paid"}, fixed(">", 1))])
        with pytest.raises(RfmaError, match="1 cheques do not say what was paid"):
            segmented(asked, rows, AS_OF)
    # One that belongs to nobody, or is no cheque, may be silent.
    rows[-1] = Cheque(moment("2022-03-03 10:00"), "s1", None, 100, None, None)
    segmented(asked, rows, AS_OF)


def test_a_card_that_only_brought_back_is_told_of_and_not_segmented() -> None:
    found = segmented(document_of([R]), HAND, AS_OF)
    assert ("note.returns_only", {"cards": 1}) in found.notes
    assert set(told_of(found)) == {(ANNA,), (BORIS,), (VERA,), (DINA,)}


def test_cards_left_out_for_what_they_bought_are_told_of() -> None:
    found = segmented(document_of([R], population={"least": {"days": 2}}), HAND, AS_OF)
    assert ("note.left_out", {"cards": 1}) in found.notes


def test_the_unit_of_card_and_shop_gives_a_row_a_pair() -> None:
    population = {"cards": "all", "unit": "card_shop"}
    found = segmented(document_of([R], population=population), HAND, AS_OF)
    pairs = {(r.card, r.shop) for r in HAND if r.card and r.amount > 0}
    assert set(told_of(found)) == pairs
    assert {(TILL, "s1"), (TILL, "s2")} <= pairs


@pytest.mark.parametrize(
    ("population", "wanted"),
    [({"until": date(2021, 1, 1)}, "No card bought"), ({"shops": ["s9"]}, "s9")],
    ids=str,
)
def test_a_population_of_nobody_is_refused(population: Keys, wanted: str) -> None:
    with pytest.raises(RfmaError, match=wanted):
        segmented(document_of([R], population=population), HAND, AS_OF)


def test_a_store_on_the_disk_answers_as_the_rows_in_memory_do(tmp_path: Path) -> None:
    store = store_of(tmp_path, HAND)
    for population in KINDS_OF_POPULATION:
        asked = measured({"kind": "money", "of": "mean", "round": "kopeck"}, **population)
        (tmp_path / "t.toml").write_text(toml(asked), encoding="utf-8")
        scheme = store.scheme(str(tmp_path / "t.toml"))
        found = segment(PolarsEngine(), store.snapshot, scheme, as_of=AS_OF)
        assert told_of(found) == naive.segment(asked, HAND, AS_OF).units
        assert found.table().equals(segmented(asked, HAND, AS_OF).table())


# --- tables and schemes by chance ----------------------------------------------------------------

_shares = st.sampled_from(("0.07", "0.2", "1/3", "0.5", "0.8", "0.95", "1"))
_values = st.sampled_from(("-3", "0", "0.5", "1", "2", "7", "30", "99.995", "150"))
_within: st.SearchStrategy[Keys] = st.sampled_from(({}, {"within": "everything"}))
_over: st.SearchStrategy[Keys] = st.sampled_from(
    ({}, {"over": "cheques"}, {"over": "identified_cheques"})
)


@st.composite
def borders(draw: st.DrawFn, keeps: tuple[str, ...], refs: list[str]) -> list[Keys]:
    found: list[Keys] = []
    values = sorted(draw(st.lists(_values, max_size=3)), key=Fraction, reverse=">" in keeps[0])
    found = [{"rule": "fixed", "value": value} for value in values]
    for _ in range(draw(st.integers(0 if found else 1, 3))):
        p: Keys = {"p": draw(_shares)}
        kinds: list[Keys] = [
            {"rule": "percentile_disc", **p, **draw(_within), **draw(_over)},
            {"rule": "percentile_cont", **p, **draw(_within), **draw(_over)},
            {"rule": "churn", **p, **draw(_within)},
            {"rule": "cumulative_share", **p},
        ]
        if refs:
            ratio = {"of": draw(st.sampled_from(refs)), "by": draw(st.sampled_from(refs))}
            kinds.append({"rule": "ratio", **ratio})
        found.append(draw(st.sampled_from(kinds)))
    least: st.SearchStrategy[Keys] = st.sampled_from(({}, {}, {"least": "5"}))
    return [{**border, "keep": draw(st.sampled_from(keeps)), **draw(least)} for border in found]


@st.composite
def schemes(draw: st.DrawFn, measures: list[Keys], population: Keys) -> Document:
    chosen = draw(st.lists(st.sampled_from(measures), min_size=1, max_size=5))
    axes: list[Keys] = [R]
    refs = ["R1", "R2"]
    for letter, measure in zip("ABCDE", chosen, strict=False):
        up = measure["kind"] in ("silence", "mean_gap")
        keeps = draw(st.sampled_from([("<=",), (">",)] if up else [("<=", "<"), (">=", ">")]))
        edges = draw(borders(keeps, refs))
        refs = [*refs, *(f"{letter}{number + 1}" for number in range(len(edges)))]
        digits = st.sampled_from([str(number + 1) for number in range(len(edges) + 1)])
        more: Keys = {"missing": draw(digits), "best": draw(st.sampled_from(("first", "last")))}
        if draw(st.booleans()):
            more["zero"] = draw(digits)
        axes.append(axis(letter, measure, edges, **more))
    order = draw(st.permutations(axes))
    fit: Keys = draw(st.sampled_from(({}, {}, {"days": "all"}, {"days": 30}, {"days": 7})))
    return document_of(order, population=population, fit=fit)


populations = st.fixed_dictionaries(
    {"returns": st.sampled_from(("net", "ignore", "keep"))},
    optional={
        "cards": st.sampled_from(("identified", "all")),
        "rule": st.sampled_from(("^guest|15$", "^[02]")),
        "unit": st.sampled_from(("card", "card_shop")),
        "since": st.sampled_from((date(2022, 1, 1), date(2022, 1, 20))),
        "until": st.sampled_from((date(2022, 2, 1), date(2022, 2, 20), date(2022, 3, 10))),
        "shops": st.sampled_from((["s1"], ["s1", "s2", "s3"])),
        "least": st.sampled_from(({"cheques": 2}, {"days": 1, "documents": 2})),
        "most": st.sampled_from(({"cheques": 3}, {"days": 2, "documents": 3})),
    },
)
FREE_OF_PAID = [measure for measure in MEASURES if measure.get("over") != "paid"]


def day_for(rows: list[Cheque], population: Keys, day: int) -> date:
    """Return the day asked for; leave out what the program refuses to look at."""
    as_of = date(2022, 1, 1) + timedelta(days=day)
    assume(as_of >= min(row.at.date() for row in rows))
    assume(set(population.get("shops", [])) <= {row.shop for row in rows})
    assume(population.get("since", as_of) <= min(population.get("until", as_of), as_of))
    return as_of


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), tables(), populations, st.integers(0, 70))
def test_any_scheme_over_any_table_agrees_with_plain_python(
    data: st.DataObject, rows: list[Cheque], population: Keys, day: int
) -> None:
    as_of = day_for(rows, population, day)
    document = data.draw(schemes(FREE_OF_PAID, population))
    found = same(document, rows, as_of)
    if found is not None:
        equal_values_get_equal_grades(found)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), tables(unpaid=True), populations, st.integers(0, 70))
def test_any_scheme_of_what_was_paid_agrees_with_plain_python(
    data: st.DataObject, rows: list[Cheque], population: Keys, day: int
) -> None:
    as_of = day_for(rows, population, day)
    paid = [measure for measure in MEASURES if measure.get("over") == "paid"]
    same(data.draw(schemes(paid, population)), rows, as_of)


def equal_values_get_equal_grades(found: Any) -> None:
    for place, ax in enumerate(found.scheme.axes):
        grades: dict[object, set[str]] = {}
        for graded in told_of(found).values():
            grades.setdefault(graded.values[ax.code], set()).add(graded.digits[place])
        assert all(len(digits) == 1 for digits in grades.values())
