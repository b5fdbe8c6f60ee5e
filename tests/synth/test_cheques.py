from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from rfma_fast.synth import SCHEMA, ChainSpec, frames_of_cheques
from rfma_fast.synth import cheques as module
from rfma_fast.synth.cards import Cards
from rfma_fast.synth.chain import Chain
from rfma_fast.synth.cheques import frames_by_month, frames_of_month

IDENTIFIED = pl.col("card").str.contains(r"^\d{13}$").fill_null(False)
MONTH = pl.col("datetime").dt.truncate("1mo").dt.date()


def all_of(spec: ChainSpec) -> pl.DataFrame:
    return pl.concat(frames_of_cheques(spec))


@pytest.fixture(scope="module", params=[1, 2, 30])
def cheques(request: pytest.FixtureRequest) -> pl.DataFrame:
    return all_of(ChainSpec(50_000, seed=request.param))


@pytest.fixture(scope="module")
def visits(cheques: pl.DataFrame) -> pl.DataFrame:
    return cheques.filter(IDENTIFIED).sort("card", "datetime")


@given(
    cheques=st.integers(0, 300),
    cards=st.none() | st.integers(1, 400),
    shops=st.integers(1, 12),
    months=st.integers(1, 15),
    seed=st.integers(0, 1 << 70),
)
@settings(max_examples=40, deadline=None)
def test_the_rows_of_all_months_add_up_to_the_asked_number(
    cheques: int, cards: int | None, shops: int, months: int, seed: int
) -> None:
    spec = ChainSpec(cheques, cards=cards, shops=shops, months=months, seed=seed)
    frames = list(frames_of_cheques(spec))
    assert sum(frame.height for frame in frames) == cheques
    assert len(frames) == months
    assert all(frame.schema == SCHEMA for frame in frames)


def test_the_same_spec_makes_the_same_cheques() -> None:
    assert_frame_equal(all_of(ChainSpec(20_000, seed=9)), all_of(ChainSpec(20_000, seed=9)))


def test_another_seed_makes_other_cheques() -> None:
    one, other = all_of(ChainSpec(20_000, seed=9)), all_of(ChainSpec(20_000, seed=10))
    for column in ("datetime", "card", "summ"):
        assert not one[column].equals(other[column], null_equal=True)


def test_a_month_is_the_same_whichever_months_were_made_before() -> None:
    spec = ChainSpec(20_000)
    in_turn = {month: frame for month, frame in frames_by_month(spec) if month in (3, 7)}
    cards = Cards.of(Chain.of(spec))
    for month in (7, 3):
        assert_frame_equal(pl.concat(frames_of_month(cards, month)), in_turn[month])


def test_a_large_month_comes_in_frames_of_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROWS_A_FRAME", 1_000)
    frames = list(frames_of_cheques(ChainSpec(20_000, months=2)))
    assert max(frame.height for frame in frames) <= 1_000
    assert all(frame.select(MONTH.n_unique()).item() == 1 for frame in frames)
    whole = pl.concat(frames)
    assert whole.height == 20_000
    assert whole["datetime"].is_sorted()
    assert 0 < 20_000 - whole["doc_id"].n_unique() < 20


def test_rows_are_in_order_of_time_at_whole_seconds_of_opening_hours(
    cheques: pl.DataFrame,
) -> None:
    at = cheques["datetime"]
    assert at.is_sorted()
    assert (at.dt.microsecond() == 0).all()
    assert at.dt.hour().min() == 8
    assert at.dt.hour().max() == 21
    assert at.min().date() == date(2021, 7, 1)  # type: ignore[union-attr]
    assert at.max().date() == date(2022, 6, 30)  # type: ignore[union-attr]
    by_hour = cheques.group_by(at.dt.hour().alias("hour")).len()
    assert by_hour.sort("len")["hour"][-1] in (17, 18)


def test_about_half_of_the_cheques_are_identified(cheques: pl.DataFrame) -> None:
    assert 0.45 < cheques.select(IDENTIFIED.mean()).item() < 0.65


def test_the_share_of_unidentified_cheques_differs_by_shop(cheques: pl.DataFrame) -> None:
    shares = cheques.group_by("shop").agg(share=1 - IDENTIFIED.mean())["share"].sort()
    assert shares[-1] - shares[0] > 0.3


def test_unidentified_cheques_carry_a_throw_away_id_nothing_or_that_of_a_till(
    cheques: pl.DataFrame,
) -> None:
    others = cheques.filter(~IDENTIFIED)
    assert 0.01 < others["card"].is_null().mean() < 0.03  # type: ignore[operator]
    ids = others.drop_nulls("card").group_by("card").agg(pl.len(), shops=pl.col("shop").n_unique())
    assert (ids["card"].str.len_chars() == 36).all()
    assert (ids["shops"] == 1).all()
    tills = ids.filter(pl.col("len") > 1)
    assert 7 <= tills.height <= 8
    assert tills["len"].max() > 50  # type: ignore[operator]


def test_amounts_are_positive_whole_and_heavy_tailed(cheques: pl.DataFrame) -> None:
    amount = cheques["summ"]
    assert amount.min() >= 1  # type: ignore[operator]
    assert 760 < amount.mean() < 850  # type: ignore[operator]
    assert 520 < amount.median() < 580  # type: ignore[operator]
    assert amount.max() > 10_000  # type: ignore[operator]


def test_what_is_paid_is_the_amount_less_discount_and_bonus(cheques: pl.DataFrame) -> None:
    reduced = cheques["summ"] - cheques["summ_with_disc"]
    assert (cheques["summ_with_disc"] >= 1).all()
    assert (cheques["bonus_spent"] >= 0).all()
    assert (reduced >= cheques["bonus_spent"]).all()
    assert (reduced > cheques["bonus_spent"]).any()
    assert (cheques["bonus_earned"] <= cheques["summ_with_disc"] * 0.05).all()
    assert cheques.filter(~IDENTIFIED)["bonus_spent"].sum() == 0


def test_document_ids_are_unique_but_for_a_few(cheques: pl.DataFrame) -> None:
    assert 0 < 50_000 - cheques["doc_id"].n_unique() < 30
    assert cheques["doc_id"].str.contains(r"^15#\d{7}#\d{5}#\d_\d+$").all()


def test_shops_are_of_unequal_size(cheques: pl.DataFrame) -> None:
    sizes = cheques["shop"].value_counts()["count"]
    assert len(sizes) == 8
    assert sizes.max() >= 5 * sizes.min()  # type: ignore[operator]


def test_one_shop_opens_late_and_one_closes_early(cheques: pl.DataFrame) -> None:
    lives = cheques.group_by("shop").agg(first=MONTH.min(), last=MONTH.max())
    late = lives.filter(pl.col("first") > date(2022, 1, 1))
    early = lives.filter(pl.col("last") < date(2021, 12, 1))
    assert (late.height, early.height) == (1, 1)
    assert lives.filter(first=date(2021, 7, 1), last=date(2022, 6, 1)).height == 6


def test_winter_is_busier_than_summer(cheques: pl.DataFrame) -> None:
    months = dict(cheques.group_by(MONTH).len().iter_rows())
    assert months[date(2021, 12, 1)] > 1.15 * months[date(2021, 7, 1)]
    assert months[date(2022, 1, 1)] > 1.15 * months[date(2022, 6, 1)]


def test_a_good_part_of_the_cards_is_seen_once(visits: pl.DataFrame) -> None:
    once = (visits["card"].value_counts()["count"] == 1).mean()
    assert 0.25 < once < 0.5  # type: ignore[operator]


def test_new_cards_appear_in_every_month(visits: pl.DataFrame) -> None:
    new = visits.group_by("card").agg(MONTH.min()).group_by("datetime").len()
    assert new.height == 12
    assert new["len"].min() > 100  # type: ignore[operator]


def test_cards_come_back_after_gaps_of_days_to_some_months(visits: pl.DataFrame) -> None:
    gaps = visits.select(pl.col("datetime").dt.date().diff().over("card").dt.total_days())
    days = gaps.to_series().drop_nulls()
    assert 60 < days.quantile(0.95) < 200  # type: ignore[operator]
    assert 5 < days.median() < 25  # type: ignore[operator]


def test_some_cards_visit_several_shops(visits: pl.DataFrame) -> None:
    several = visits.group_by("card").agg(pl.col("shop").n_unique() > 1)["shop"].mean()
    assert 0.05 < several < 0.2  # type: ignore[operator]


def test_a_card_keeps_to_its_usual_amount(visits: pl.DataFrame) -> None:
    logs = visits.select("card", log=pl.col("summ").log()).filter(pl.len().over("card") >= 5)
    within = logs.select((pl.col("log") - pl.col("log").mean().over("card")).std()).item()
    assert within < 0.9 * logs["log"].std()  # type: ignore[operator]
