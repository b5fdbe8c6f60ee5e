"""Wilson's interval: published values, a naive solution of its equation, its laws."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
