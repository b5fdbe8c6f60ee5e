"""On the real table the product prints the numbers that were published for it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from oracles import naive, published
from support.words import exact, kopecks

from rfma_fast.analyses.overview import Overview
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.analyses.trade import Trade
from rfma_fast.api import Store
from rfma_fast.schemes.loader import scheme_text


def two_digits(value: Fraction | None) -> str:
    assert value is not None
    hundredths = naive.round_half_away(value * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def percent(share: Fraction | None) -> str:
    assert share is not None
    return two_digits(share * 100)


def sizes(said: Segmentation, level: str) -> dict[str, int]:
    return dict(said.level(level).select("code", "cards").iter_rows())


def texts(numbers: dict[int, int]) -> dict[str, int]:
    return {str(code): cards for code, cards in numbers.items()}


def test_the_default_day_is_the_last_identified_one(real_segmentation: Segmentation) -> None:
    assert real_segmentation.as_of == published.AS_OF
    assert not real_segmentation.frozen
    assert real_segmentation.notes == []


def test_the_thresholds_are_the_published_ones(real_segmentation: Segmentation) -> None:
    assert real_segmentation.thresholds.by_name(real_segmentation.scheme) == {
        "recency": (published.R1, published.R2, published.CHURN),
        "frequency": (
            Fraction(published.F1_HUNDREDTHS, 100),
            Fraction(published.F2_HUNDREDTHS, 100),
        ),
        "monetary": (Fraction(published.M1, 100), Fraction(published.M2, 100)),
        "age": (published.A1, published.A2),
    }


def test_the_grades_hold_the_published_numbers_of_cards(real_store: Store) -> None:
    said = real_store.thresholds()
    assert {
        axis.axis.code: {part.grade: part.cards for part in axis.capacities} for axis in said.axes
    } == published.CAPACITIES
    for axis in said.axes:
        assert sum(part.cheques for part in axis.capacities) == published.IDENTIFIED_CHEQUES
        assert sum(part.total for part in axis.capacities) == published.IDENTIFIED_REVENUE


def test_the_classes_have_the_published_sizes(real_segmentation: Segmentation) -> None:
    found = sizes(real_segmentation, "class")
    assert real_segmentation.cards == sum(found.values()) == published.CARDS
    assert len(found) == published.CLASSES_NON_EMPTY
    assert max(found.values()) == published.LARGEST_CLASS
    assert min(found.values()) == published.SMALLEST_CLASS
    assert {code: found[code] for code in published.TEN_CLASSES} == published.TEN_CLASSES


def test_the_clusters_and_regions_have_the_published_sizes(
    real_segmentation: Segmentation,
) -> None:
    assert sizes(real_segmentation, "cluster") == texts(published.CLUSTERS)
    assert sizes(real_segmentation, "region") == texts(published.REGIONS)


def test_the_warmths_are_the_sums_of_their_regions(real_segmentation: Segmentation) -> None:
    sums: dict[str, int] = {}
    for region, cards in published.REGIONS.items():
        sums[str(region // 100)] = sums.get(str(region // 100), 0) + cards
    assert sizes(real_segmentation, "warmth") == sums
    assert sums == {"1": 654, "2": 1725, "3": 838, "4": 972, "5": 1737}


@pytest.mark.parametrize("level", ["class", "cluster", "region", "warmth"])
def test_every_level_holds_all_cards_cheques_and_money(
    real_segmentation: Segmentation, level: str
) -> None:
    said = real_segmentation.level(level)
    assert said.get_column("cards").sum() == published.CARDS
    assert said.get_column("cheques").sum() == published.IDENTIFIED_CHEQUES
    assert sum(map(kopecks, said.get_column("revenue"))) == published.IDENTIFIED_REVENUE
    assert said.get_column("share").sum() == pytest.approx(1, abs=1e-12)


def test_percentiles_over_identified_cheques_are_one_word_away(
    real_store: Store, tmp_path: Path
) -> None:
    text = scheme_text("rfma")
    assert text.count('over = "cheques"') == 2
    own = tmp_path / "identified.toml"
    own.write_text(text.replace('over = "cheques"', 'over = "identified_cheques"'), "utf-8")
    said = real_store.segment(scheme=str(own))
    named = real_store.segment(scheme="rfma-identified")
    assert (named.thresholds.borders, sizes(named, "class")) == (
        said.thresholds.borders, sizes(said, "class"),
    )  # fmt: skip
    borders = tuple(Fraction(k, 100) for k in (published.M1_IDENTIFIED, published.M2_IDENTIFIED))
    assert said.thresholds.borders["M"] == borders
    assert sizes(said, "cluster") == texts(published.CLUSTERS_IDENTIFIED)
    assert said.scheme.digest != real_store.scheme().digest


def test_the_recency_of_cards_is_the_published_one(real_store: Store) -> None:
    recency = real_store.thresholds().axes[0]
    values = recency.values
    assert (values.least, values.greatest) == (published.RECENCY_MIN, published.RECENCY_MAX)
    assert values.mean is not None
    assert naive.round_half_away(values.mean) == published.RECENCY_MEAN
    assert values.percentile_cont(Fraction(1, 2)) == published.RECENCY_MEDIAN
    assert recency.deciles == list(exact(*published.RECENCY_DECILES))


@pytest.fixture(scope="module")
def overview(real_store: Store) -> Overview:
    return real_store.overview()


def test_the_overview_is_the_published_one(overview: Overview) -> None:
    assert (overview.since, overview.until) == published.PERIOD
    every = overview.all
    assert (every.cheques, every.revenue, every.returns) == (
        published.CHEQUES,
        published.REVENUE,
        0,
    )
    assert every.identified_cheques == published.IDENTIFIED_CHEQUES
    assert every.identified_revenue == published.IDENTIFIED_REVENUE
    assert percent(every.unidentified_cheques_share) == published.UNIDENTIFIED_CHEQUES_PERCENT
    assert percent(every.unidentified_revenue_share) == published.UNIDENTIFIED_REVENUE_PERCENT
    assert every.purchases.least == published.CHEQUE_MIN
    assert every.purchases.greatest == published.CHEQUE_MAX
    assert every.mean is not None
    assert two_digits(every.mean / 100) == published.CHEQUE_MEAN_ROUBLES
    assert every.median == published.CHEQUE_MEDIAN


def test_the_cards_by_shops_are_the_published_ones(overview: Overview) -> None:
    assert overview.cards == published.CARDS
    assert overview.cards_by_shops == sorted(published.CARDS_BY_SHOPS.items())
    several = sum(cards for shops, cards in overview.cards_by_shops if shops > 1)
    assert several == published.CARDS_IN_SEVERAL_SHOPS
    share = Fraction(several, overview.cards)
    assert percent(share) == published.CARDS_IN_SEVERAL_SHOPS_PERCENT


def test_the_eight_shops_are_the_published_ones_in_natural_order(overview: Overview) -> None:
    def told(trade: Trade) -> tuple[int, str, str, str, int]:
        assert trade.mean is not None
        assert trade.median is not None
        assert trade.median.denominator == 1
        return (
            trade.cheques,
            percent(trade.unidentified_cheques_share),
            percent(trade.unidentified_revenue_share),
            two_digits(trade.mean / 100),
            int(trade.median),
        )

    assert {shop: told(trade) for shop, trade in overview.shops.items()} == published.SHOPS
    assert list(overview.shops) == list(published.SHOPS)


def test_the_frame_of_a_level_has_the_contracts_columns(real_segmentation: Segmentation) -> None:
    said = real_segmentation.level("cluster")
    assert said.schema == {
        "code": pl.String,
        "name": pl.String,
        "cards": pl.Int64,
        "share": pl.Float64,
        "cheques": pl.Int64,
        "revenue": pl.Decimal(38, 2),
        "mean_cheque": pl.Decimal(38, 2),
    }
