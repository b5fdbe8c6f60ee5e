"""The codebook: numbers, strides and groups of all classes; nothing left out, nothing twice."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfma_fast.schemes.borders import Border, Fixed
from rfma_fast.schemes.codebook import compile_codebook
from rfma_fast.schemes.measures import Age
from rfma_fast.schemes.model import Axis, Scheme
from schemes.handmade import SMALL, loaded


def bare(grades: list[int]) -> Scheme:
    """Return a scheme of axes with so many grades, and no level."""
    border = Border("<=", Fixed(Fraction(1)))
    axes = tuple(
        Axis(letter, letter, Age(), (border,) * (n - 1), ({"en": "g"},) * n)
        for letter, n in zip("ABCDEF", grades, strict=False)
    )
    return Scheme("bare", {"en": "bare"}, {"en": "bare"}, axes, (), "0")


@settings(deadline=None)
@given(st.lists(st.integers(2, 5), min_size=1, max_size=4))
def test_the_number_of_a_class_is_its_place_in_the_enumeration(grades: list[int]) -> None:
    codebook = compile_codebook(bare(grades))
    combinations = list(product(*(range(1, n + 1) for n in grades)))
    assert codebook.classes == tuple("".join(map(str, code)) for code in combinations)
    for number, code in enumerate(combinations):
        strides = zip(code, codebook.strides, strict=True)
        assert sum((grade - 1) * stride for grade, stride in strides) == number
    assert codebook.codes("class") == codebook.classes


def test_groups_of_groups_are_followed_down_to_the_classes(tmp_path: Path) -> None:
    codebook = compile_codebook(loaded(tmp_path / "small.toml", SMALL))
    assert codebook.classes == ("11", "12", "13", "21", "22", "23")
    assert codebook.strides == (3, 1)
    assert codebook.codes("half") == ("a", "a", "a", "b", "b", "b")
    assert codebook.codes("all") == ("z",) * 6


def test_a_scheme_without_levels_has_only_classes() -> None:
    codebook = compile_codebook(bare([2, 2]))
    assert codebook.groups == {}
    with pytest.raises(KeyError):
        codebook.codes("cluster")
