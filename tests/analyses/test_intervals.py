"""Wilson's interval, alone and of clusters: published values, naive solutions, laws."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfma_fast.analyses.clusters import clustered, design_effect
from rfma_fast.analyses.intervals import Z_95, wilson


@pytest.mark.parametrize(
    ("part", "whole", "least", "greatest"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_published_intervals(part: int, whole: int, least: float, greatest: float) -> None:
    found = wilson(part, whole)
    assert found is not None
    assert [round(end, 4) for end in found] == [least, greatest]


def naive(part: int, whole: int) -> tuple[Decimal, Decimal]:
    """Solve n(p − k/n)² = z²p(1 − p) for p with 60 digits."""
    with localcontext() as context:
        context.prec = 60
        square, n = Decimal(Z_95) ** 2, Decimal(whole)
        rate = Decimal(part) / n
        a, b, c = n + square, -(2 * n * rate + square), n * rate * rate
        root = (b * b - 4 * a * c).sqrt()
        return (-b - root) / (2 * a), (-b + root) / (2 * a)


counts = st.integers(1, 10**9).flatmap(
    lambda whole: st.tuples(st.integers(0, whole), st.just(whole))
)


@given(counts)
def test_the_ends_solve_the_equation(counted: tuple[int, int]) -> None:
    found = wilson(*counted)
    assert found is not None
    assert found == pytest.approx([float(end) for end in naive(*counted)], rel=1e-7, abs=1e-12)


@given(counts)
def test_the_share_lies_within_and_the_mirror_mirrors(counted: tuple[int, int]) -> None:
    part, whole = counted
    found, mirrored = wilson(part, whole), wilson(whole - part, whole)
    assert found is not None
    assert mirrored is not None
    assert 0 <= found[0] <= part / whole <= found[1] <= 1
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx(found, abs=1e-12)


def test_nothing_counted_has_no_interval_and_certainty_has_sharp_ends() -> None:
    assert wilson(0, 0) is None
    assert (wilson(0, 7) or (1,))[0] == 0.0
    assert (wilson(7, 7) or (1, 0))[1] == 1.0


clusters = st.lists(
    st.integers(0, 60).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))),
    min_size=10,
    max_size=40,
)


@given(clusters)
def test_clusters_are_worth_their_number_by_the_design_effect(
    found: list[tuple[int, int]],
) -> None:
    some = [(part, whole) for part, whole in found if whole]
    if len(some) < 10:
        assert clustered(found) is None
        return
    part, whole = sum(p for p, _ in some), sum(w for _, w in some)
    rate = part / whole
    effect = 1.0
    if 0 < part < whole:
        between = sum((p - rate * w) ** 2 for p, w in some) * len(some) / (len(some) - 1)
        effect = max(1.0, between / (rate * (1 - rate) * whole))
    assert design_effect(some) == pytest.approx(effect)
    least, greatest = clustered(found) or (1, 0)
    size = whole / effect
    assert (least, greatest) == pytest.approx(wilson(rate * size, size), abs=1e-9)
    narrow = wilson(part, whole) or (0, 1)
    assert least <= narrow[0] + 1e-9 <= rate + 2e-9
    assert rate <= narrow[1] + 1e-9 <= greatest + 2e-9


def test_days_that_are_all_alike_are_as_good_as_single_cheques() -> None:
    assert clustered([(5, 10)] * 40) == pytest.approx(wilson(200, 400))
    # Twenty days without a card and twenty with one each time: forty things, not four hundred.
    assert design_effect([(0, 10), (10, 10)] * 20) == pytest.approx(10 * 40 / 39)
    assert clustered([(0, 10), (10, 10)] * 20) == pytest.approx(wilson(19.5, 39), abs=1e-9)


@pytest.mark.parametrize("part", [0, 10])
def test_a_share_of_nothing_or_all_has_one_sharp_end(part: int) -> None:
    found = clustered([(part, 10)] * 12)
    assert found == wilson(part * 12, 120)
