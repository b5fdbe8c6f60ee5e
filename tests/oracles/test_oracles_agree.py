"""The two oracles give the published numbers, and agree with each other card by card."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from math import ceil

import duckdb
import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from oracles import duck, naive, published, real
from oracles.naive import CardRow, MonetaryOver, Row
from oracles.real import needs_real

# --- one shape for both opinions -----------------------------------------------------------------


@dataclass(frozen=True)
class Opinion:
    """What an oracle says: the borders (None where there is nobody) and the cards."""

    as_of: date | None
    base: int
    churn: int
    no_gaps: bool
    borders: tuple[int, int, Fraction, Fraction, int, int] | None
    cards: dict[str, CardRow]
    returns_only: frozenset[str]

    def sizes(self, of: Callable[[CardRow], int | str]) -> dict[int | str, int]:
        return dict(Counter(of(row) for row in self.cards.values()))


def naive_opinion(
    rows: tuple[Row, ...], as_of: date | None, monetary_over: MonetaryOver = "all"
) -> Opinion:
    said = naive.segment(rows, as_of, monetary_over=monetary_over)
    borders = (said.r1, said.r2, said.f1, said.f2, said.m1, said.m2)
    return Opinion(
        as_of=said.as_of,
        base=said.base,
        churn=said.churn,
        no_gaps=said.no_gaps,
        borders=borders if said.cards else None,
        cards=said.cards,
        returns_only=said.returns_only,
    )


def duck_opinion(
    connection: duckdb.DuckDBPyConnection, as_of: date | None, monetary_over: MonetaryOver = "all"
) -> Opinion:
    said = duck.thresholds(connection, as_of, monetary_over=monetary_over)
    lines = duck.segment(connection, as_of, monetary_over=monetary_over)
    borders = None
    if lines:
        borders = (
            said["r1"],
            said["r2"],
            Fraction(said["f1_hundredths"], 100),
            Fraction(said["f2_numerator"], said["f2_denominator"]),
            said["m1"],
            said["m2"],
        )
    cards = {line.pop("card"): CardRow(**line) for line in lines}
    return Opinion(
        as_of=said["as_of"],
        base=said["base"],
        churn=said["churn"],
        no_gaps=said["no_gaps"],
        borders=borders,
        cards=cards,
        returns_only=frozenset(duck.returns_only(connection, as_of)),
    )


@cache
def real_connection() -> duckdb.DuckDBPyConnection:
    connection = duck.connect()
    duck.load(connection, real.REAL)  # read by DuckDB itself: the reader has a second opinion too
    return connection


@cache
def on_the_real_table(
    oracle: str, as_of: date | None, monetary_over: MonetaryOver = "all"
) -> Opinion:
    if oracle == "naive":
        return naive_opinion(real.rows(), as_of, monetary_over)
    return duck_opinion(real_connection(), as_of, monetary_over)


def percent(share: Fraction) -> str:
    return two_digits(share * 100)


def two_digits(value: Fraction) -> str:
    hundredths = naive.round_half_away(value * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


both = pytest.mark.parametrize("oracle", ["naive", "duck"])

# --- the published numbers -----------------------------------------------------------------------


@needs_real
@both
def test_the_default_day_is_the_published_one(oracle: str) -> None:
    assert on_the_real_table(oracle, None) == on_the_real_table(oracle, published.AS_OF)
    assert on_the_real_table(oracle, None).as_of == published.AS_OF


@needs_real
@both
def test_the_thresholds_are_the_published_ones(oracle: str) -> None:
    said = on_the_real_table(oracle, published.AS_OF)
    assert said.base == published.BASE
    assert said.churn == published.CHURN
    assert not said.no_gaps
    assert said.borders == (
        published.R1,
        published.R2,
        Fraction(published.F1_HUNDREDTHS, 100),
        Fraction(published.F2_HUNDREDTHS, 100),
        published.M1,
        published.M2,
    )


@needs_real
@both
def test_the_number_of_cards_is_the_published_one(oracle: str) -> None:
    said = on_the_real_table(oracle, published.AS_OF)
    assert len(said.cards) == published.CARDS
    assert said.returns_only == frozenset()


@needs_real
@both
def test_the_capacities_of_the_grades_are_the_published_ones(oracle: str) -> None:
    said = on_the_real_table(oracle, published.AS_OF)
    assert said.sizes(lambda row: row.R) == published.CAPACITIES["R"]
    assert said.sizes(lambda row: row.F) == published.CAPACITIES["F"]
    assert said.sizes(lambda row: row.M) == published.CAPACITIES["M"]
    assert said.sizes(lambda row: row.A) == published.CAPACITIES["A"]


@needs_real
@both
def test_the_clusters_and_regions_have_the_published_sizes(oracle: str) -> None:
    said = on_the_real_table(oracle, published.AS_OF)
    assert said.sizes(lambda row: row.cluster) == published.CLUSTERS
    assert said.sizes(lambda row: row.region) == published.REGIONS


@needs_real
@both
def test_the_classes_have_the_published_sizes(oracle: str) -> None:
    sizes = on_the_real_table(oracle, published.AS_OF).sizes(lambda row: row.class_code)
    assert len(sizes) == published.CLASSES_NON_EMPTY
    assert max(sizes.values()) == published.LARGEST_CLASS
    assert min(sizes.values()) == published.SMALLEST_CLASS
    assert {code: sizes[code] for code in published.TEN_CLASSES} == published.TEN_CLASSES


@needs_real
@both
def test_percentiles_over_identified_cheques_give_the_other_published_clusters(oracle: str) -> None:
    said = on_the_real_table(oracle, published.AS_OF, "identified")
    assert said.borders is not None
    assert said.borders[4:] == (published.M1_IDENTIFIED, published.M2_IDENTIFIED)
    assert said.sizes(lambda row: row.cluster) == published.CLUSTERS_IDENTIFIED


@needs_real
@both
def test_the_recencies_are_distributed_as_published(oracle: str) -> None:
    said = on_the_real_table(oracle, published.AS_OF)
    recency = sorted(row.recency for row in said.cards.values())
    assert (recency[0], recency[-1]) == (published.RECENCY_MIN, published.RECENCY_MAX)
    mean = Fraction(sum(recency), len(recency))
    assert naive.round_half_away(mean) == published.RECENCY_MEAN
    assert naive.percentile_cont(recency, "0.5") == published.RECENCY_MEDIAN
    deciles = tuple(naive.percentile_disc(recency, f"{tenth}/10") for tenth in range(1, 11))
    assert deciles == published.RECENCY_DECILES


@needs_real
def test_the_naive_overview_is_the_published_one() -> None:
    said = naive.overview(real.rows(), *published.PERIOD)
    assert said == naive.overview(real.rows()), "the period is the whole table"
    assert said["cheques"] == published.CHEQUES
    assert said["revenue"] == published.REVENUE
    assert said["cards"] == published.CARDS
    assert said["identified_cheques"] == published.IDENTIFIED_CHEQUES
    assert said["identified_revenue"] == published.IDENTIFIED_REVENUE
    assert percent(said["unidentified_cheques_share"]) == published.UNIDENTIFIED_CHEQUES_PERCENT
    assert percent(said["unidentified_revenue_share"]) == published.UNIDENTIFIED_REVENUE_PERCENT
    assert said["cards_by_shops"] == published.CARDS_BY_SHOPS
    several = sum(cards for shops, cards in said["cards_by_shops"].items() if shops > 1)
    assert several == published.CARDS_IN_SEVERAL_SHOPS
    assert percent(Fraction(several, said["cards"])) == published.CARDS_IN_SEVERAL_SHOPS_PERCENT
    assert (said["min"], said["max"]) == (published.CHEQUE_MIN, published.CHEQUE_MAX)
    assert two_digits(said["mean"] / 100) == published.CHEQUE_MEAN_ROUBLES
    assert said["median"] == published.CHEQUE_MEDIAN
    shops = {
        shop: (
            numbers["cheques"],
            percent(numbers["unidentified_cheques_share"]),
            percent(numbers["unidentified_revenue_share"]),
            two_digits(numbers["mean"] / 100),
            numbers["median"],
        )
        for shop, numbers in said["shops"].items()
    }
    assert shops == published.SHOPS


@needs_real
@pytest.mark.parametrize("period", [published.PERIOD, (date(2021, 12, 1), date(2022, 1, 31))])
def test_both_overviews_agree(period: tuple[date, date]) -> None:
    said = naive.overview(real.rows(), *period)
    connection = real_connection()
    for line in duck.overview(connection, *period):
        shop = line.pop("shop")
        numbers = said if shop is None else said["shops"].pop(shop)
        median_twice = line.pop("median_twice")
        assert numbers["median"] * 2 == median_twice
        assert {name: numbers[name] for name in line} == line
    assert said["shops"] == {}, "DuckDB saw every shop"
    assert duck.cards_by_shops(connection, *period) == said["cards_by_shops"]


@needs_real
def test_the_raw_table_is_the_one_the_specification_describes() -> None:
    with real.REAL.open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines))
    assert len(table) == len({tuple(line.values()) for line in table}) == published.CHEQUES
    assert len({line["doc_id"] for line in table}) == published.DISTINCT_DOC_IDS
    nobody = Counter(line["card"] for line in table if not naive.is_identified(line["card"]))
    assert nobody.total() == published.UNIDENTIFIED_ROWS
    assert len(nobody) == published.UNIDENTIFIED_IDS
    assert max(nobody.values()) == published.LARGEST_UNIDENTIFIED_ID
    assert all(amount > 0 for _, _, _, amount in real.rows())


# --- the two agree on the real table -------------------------------------------------------------


@needs_real
@pytest.mark.parametrize(
    "as_of", [date(2022, 6, 9), date(2022, 3, 1), date(2021, 12, 31), date(2021, 7, 12)], ids=str
)
def test_both_oracles_agree_on_every_card_of_the_real_table(as_of: date) -> None:
    one, other = on_the_real_table("naive", as_of), on_the_real_table("duck", as_of)
    assert one.cards, "there is somebody to compare"
    assert one == other


@needs_real
def test_rows_and_file_are_the_same_table() -> None:
    with duck.connect() as connection:
        duck.load(connection, real.rows())
        from_rows = connection.execute("select * from cheques order by all").fetchall()
    assert from_rows == real_connection().execute("from cheques order by all").fetchall()


@needs_real
@pytest.mark.parametrize(
    ("level", "refit"), [("class", False), ("cluster", True), ("region", True), ("warmth", False)]
)
def test_the_sums_of_a_migration_are_the_sizes_of_its_two_segmentations(
    level: str, refit: bool
) -> None:
    rows, d1, d2 = real.rows(), date(2022, 3, 1), date(2022, 6, 9)
    name = naive.LEVELS[level]
    before = naive.segment(rows, d1)
    after = naive.segment(rows, d2, frozen=None if refit else before)
    matrix = naive.migrate(rows, d1, d2, level, refit)
    at_d1: Counter[str] = Counter()
    at_d2: Counter[str] = Counter()
    kopecks_at_d2: Counter[str] = Counter()
    for (old, new), (cards, kopecks) in matrix.items():
        at_d1[old] += cards
        at_d2[new] += cards
        kopecks_at_d2[new] += kopecks
    newcomers = at_d1.pop("new")
    assert newcomers == len(after.cards) - len(before.cards)
    assert at_d1 == Counter(name(row) for row in before.cards.values())
    assert at_d2 == Counter(name(row) for row in after.cards.values())
    assert kopecks_at_d2.total() == sum(row.total for row in after.cards.values())


@needs_real
def test_who_did_not_come_between_the_two_days_has_no_segment_at_the_second() -> None:
    rows, d1, d2 = real.rows(), date(2022, 3, 1), date(2022, 6, 9)
    matrix = naive.migrate(rows, d1, d2, "region", between=True)
    early = {card for at, _, card, _ in rows if at.date() <= d1 and naive.is_identified(card)}
    late = {card for at, _, card, _ in rows if d1 < at.date() <= d2 and naive.is_identified(card)}
    none = [cell for (_, new), cell in matrix.items() if new == "none"]
    assert sum(cards for cards, _ in none) == len(early - late)
    assert sum(kopecks for _, kopecks in none) == 0
    assert sum(cards for (old, _), (cards, _) in matrix.items() if old == "new") == len(
        late - early
    )


# --- the two agree on small tables ---------------------------------------------------------------

FIRST_DAY = datetime(2022, 1, 1)
CARDS = [f"200000000000{digit}" for digit in range(6)]
STRANGERS = [None, "", "2d1c5a52-7f0e-4c39-9f0a-3c1a5b7e9d10", "200000000000", "20000000000011"]
STRANGERS += ["2000000000001\n", "٢٠٠٠٠٠٠٠٠٠٠٠١"]

moments = st.builds(
    lambda day, minute: FIRST_DAY + timedelta(days=day, minutes=minute),
    st.one_of(st.integers(0, 12), st.integers(0, 260)),
    st.sampled_from([0, 1, 600, 1439]),
)
amounts = st.one_of(
    st.integers(1, 30).map(lambda halves: halves * 50),  # half roubles: the rounding is tested
    st.integers(1, 300_000),
    st.sampled_from([0, -50, -100, -150, -25_000]),
)
cheques = st.tuples(
    moments,
    st.sampled_from(["Аптека 1", "Аптека 2"]),
    st.one_of(st.sampled_from(CARDS), st.sampled_from(CARDS), st.sampled_from(STRANGERS)),
    amounts,
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Row, ...]:
    rows = draw(st.lists(cheques, max_size=40))
    twice = draw(st.lists(st.sampled_from(rows), max_size=4)) if rows else []
    return tuple(draw(st.permutations(rows + twice)))


def row(day: int, card: str | None, amount: int) -> Row:
    return FIRST_DAY + timedelta(days=day), "Аптека 1", card, amount


CROWD_DAYS = 240


def crowd(seed: int) -> tuple[Row, ...]:
    """300 cards with a birthday and a habit each, some of them on the borders of age."""
    chance = random.Random(seed)
    rows: list[Row] = []
    for number in range(300):
        card = f"2000000{number:06d}" if number % 10 else None
        age = {1: 30, 2: 31, 3: 180, 4: 181}.get(number) or chance.choice(
            [chance.randint(0, 60), chance.randint(0, CROWD_DAYS)]
        )
        rows.append(row(CROWD_DAYS - age, card, chance.randint(1, 3000) * 50))
        habit = chance.choice([2, 10, 30, 100])
        for _ in range(chance.randint(0, 5)):
            age -= chance.randint(0, habit)
            if age >= 0:
                amount = chance.randint(1, 3000) * 50
                rows.append(row(CROWD_DAYS - age, card, amount * chance.choice([1, 1, 1, 1, -1])))
    chance.shuffle(rows)
    return tuple(rows)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duck.connect() as connection:
        yield connection


@given(
    rows=tables(),
    as_of=st.none() | st.integers(-1, 300).map(lambda day: (FIRST_DAY + timedelta(day)).date()),
    monetary_over=st.sampled_from(["all", "identified"]),
)
@settings(deadline=None, max_examples=60)
@example(rows=(), as_of=None, monetary_over="all")
@example(rows=(row(0, None, 100),), as_of=None, monetary_over="all")
@example(rows=(row(0, CARDS[0], -100), row(1, None, 100)), as_of=None, monetary_over="identified")
@example(  # a return before the purchase makes the mean negative, -0.50 roubles: away from zero
    rows=(row(0, CARDS[0], -150), row(3, CARDS[0], 100)), as_of=None, monetary_over="all"
)
@example(  # only same-day gaps: the percentile is 0, the churn period 1
    rows=(row(0, CARDS[0], 100), row(0, CARDS[0], 100)), as_of=None, monetary_over="all"
)
def test_both_oracles_agree_on_every_card_of_a_small_table(
    connection: duckdb.DuckDBPyConnection,
    rows: tuple[Row, ...],
    as_of: date | None,
    monetary_over: MonetaryOver,
) -> None:
    duck.load(connection, rows)
    one = naive_opinion(rows, as_of, monetary_over)
    event("nobody" if not one.cards else "no gaps" if one.no_gaps else "gaps")
    assert one == duck_opinion(connection, as_of, monetary_over)


@pytest.mark.parametrize("seed", range(12))
def test_both_oracles_agree_on_every_card_of_a_crowd(
    connection: duckdb.DuckDBPyConnection, seed: int
) -> None:
    """Enough cards to fill the rare classes and to stand on both sides of every border."""
    rows = crowd(seed)
    last_day = (FIRST_DAY + timedelta(days=CROWD_DAYS)).date()
    duck.load(connection, rows)
    for as_of in (last_day, last_day - timedelta(days=seed)):
        one = naive_opinion(rows, as_of)
        ages = {card.age for card in one.cards.values()}
        assert as_of != last_day or {30, 31, 180, 181} <= ages
        assert one == duck_opinion(connection, as_of)


@given(rows=tables())
@settings(deadline=None, max_examples=30)
def test_borders_frozen_from_a_table_change_nothing_on_the_same_table(
    rows: tuple[Row, ...],
) -> None:
    fitted = naive.segment(rows)
    assert naive.segment(rows, frozen=fitted) == fitted


# --- the small tools -----------------------------------------------------------------------------


@pytest.mark.parametrize("p", ["0.07", "0.2", "0.29", "0.4", "0.57", "0.8", "0.85", "0.95"])
def test_quantile_disc_of_duckdb_is_the_value_that_reaches_the_ceiling(
    connection: duckdb.DuckDBPyConnection, p: str
) -> None:
    sizes = range(1, 121)
    lines = connection.execute(
        f"select n, quantile_disc(i, {p}) from range(1, 121) a(n), range(1, 121) b(i) "
        "where i <= n group by n order by n"
    ).fetchall()
    assert lines == [(n, ceil(Fraction(p) * n)) for n in sizes]
    assert lines == [(n, naive.percentile_disc(range(1, n + 1), p)) for n in sizes]


def test_a_percentile_is_a_value_that_is_there_and_counts_repeats() -> None:
    assert naive.percentile_disc([5, 1, 1, 1, 9], "0.6") == 1
    assert naive.percentile_disc([5, 1, 1, 1, 9], "0.61") == 5
    assert naive.percentile_disc(range(1, 101), "0.07") == 7
    assert naive.percentile_disc([4], "0.95") == 4


def test_a_half_goes_away_from_zero_on_both_sides() -> None:
    halves = [Fraction(n, 2) for n in (-3, -2, -1, 0, 1, 2, 3)]
    assert [naive.round_half_away(half) for half in halves] == [-2, -1, -1, 0, 1, 1, 2]
    assert naive.round_half_away(Fraction(-49, 100)) == 0


def test_the_patterns_cover_every_class_once() -> None:
    assert len(naive.CLUSTER_OF_CLASS) == published.CLASSES_POSSIBLE
    assert naive.expand("1(1-3)(2,3)3") == ["1123", "1133", "1223", "1233", "1323", "1333"]


def test_a_return_is_no_visit_but_lowers_the_total() -> None:
    said = naive.segment(
        [row(0, CARDS[0], -100), row(5, CARDS[0], 1000), row(9, CARDS[0], -250), row(9, "x", 7)]
    )
    (card,) = said.cards.values()
    assert said.as_of == FIRST_DAY.date() + timedelta(days=9), "a return is a day of the table"
    assert (card.cheques, card.total, card.recency, card.age) == (1, 650, 4, 4)
    assert card.monetary_kopecks == 650
    assert (said.m1, said.m2) == (1000, 7), "amounts of purchases, the stranger's included"
    assert said.no_gaps
    assert said.churn == 1


def test_a_card_with_returns_only_is_listed_and_not_segmented() -> None:
    said = naive.segment([row(0, CARDS[0], 100), row(1, CARDS[1], -100), row(2, CARDS[2], 0)])
    assert list(said.cards) == [CARDS[0]]
    assert said.returns_only == {CARDS[1], CARDS[2]}
