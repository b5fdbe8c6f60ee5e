"""The built-in scheme is the specification's: classes, groups, rules, names."""

from __future__ import annotations

import hashlib
from collections import Counter
from fractions import Fraction

import pytest
from oracles import naive

from rfma_fast.schemes.borders import Border, Churn, Fixed, PercentileDisc, Ratio
from rfma_fast.schemes.codebook import compile_codebook
from rfma_fast.schemes.loader import builtin_codes, load_scheme, scheme_text
from rfma_fast.schemes.measures import Age, BorderRef, Money, Rate, Recency

SCHEME = load_scheme("rfma")
CODEBOOK = compile_codebook(SCHEME)
R1, R3 = BorderRef("R", 1), BorderRef("R", 3)


def test_the_default_scheme_is_built_in() -> None:
    assert "rfma" in builtin_codes()
    assert SCHEME.code == "rfma"
    assert SCHEME.level_codes == ("class", "cluster", "region", "warmth")
    text = scheme_text("rfma")
    assert SCHEME.digest == hashlib.sha256(text.encode()).hexdigest()[:12]


def test_the_axes_measure_and_cut_as_specified() -> None:
    def disc(p: str, over: str) -> PercentileDisc:
        return PercentileDisc(Fraction(p), over)

    assert [(axis.code, axis.name, axis.measure, axis.borders) for axis in SCHEME.axes] == [
        (
            "R",
            "recency",
            Recency(),
            (
                Border(disc("0.2", "cards"), "<="),
                Border(disc("0.4", "cards"), "<="),
                Border(Churn(Fraction("0.95")), "<="),
            ),
        ),
        (
            "F",
            "frequency",
            Rate(R1, R3),
            (Border(disc("0.85", "cards"), ">="), Border(Ratio(R1, R3), ">")),
        ),
        (
            "M",
            "monetary",
            Money("mean"),
            (Border(disc("0.8", "cheques"), ">"), Border(disc("0.4", "cheques"), ">")),
        ),
        (
            "A",
            "age",
            Age(),
            (Border(Fixed(Fraction(180)), ">"), Border(Fixed(Fraction(30)), ">")),
        ),
    ]


def test_the_108_classes_fall_each_into_one_group_of_every_level() -> None:
    assert len(CODEBOOK.classes) == len(set(CODEBOOK.classes)) == 108
    assert set(CODEBOOK.classes) == set(naive.CLUSTER_OF_CLASS)
    clusters, regions = CODEBOOK.codes("cluster"), CODEBOOK.codes("region")
    for code, cluster, region, warmth in zip(
        CODEBOOK.codes("class"), clusters, regions, CODEBOOK.codes("warmth"), strict=True
    ):
        assert int(cluster) == naive.CLUSTER_OF_CLASS[code]
        assert int(region) == naive.REGION_OF_CLUSTER[int(cluster)]
        assert warmth == region[0]
    sizes = [len(Counter(CODEBOOK.codes(level))) for level in SCHEME.level_codes]
    assert sizes == [108, 16, 9, 5]


def test_axes_are_fitted_after_those_they_are_built_on() -> None:
    order = [axis.code for axis in SCHEME.fitting_order]
    assert sorted(order) == sorted("RFMA")
    assert order.index("R") < order.index("F")


@pytest.mark.parametrize(
    ("axis", "names"),
    [
        ("R", "недавний спящий давний ушедший"),
        ("F", "частый редкий разовый"),
        ("M", "высокий_чек средний_чек низкий_чек"),
        ("A", "ветеран опытный новичок"),
    ],
)
def test_the_grades_have_their_russian_names(axis: str, names: str) -> None:
    assert [grade["ru"] for grade in SCHEME.axis(axis).grades] == names.split()


def test_the_groups_have_their_russian_names_and_a_place_on_the_scale_of_warmth() -> None:
    clusters = {group.code: group.names["ru"] for group in SCHEME.level("cluster").groups}
    assert clusters == {
        "11": "VIP",
        "12": "середняк",
        "13": "добро пожаловать VIP",
        "14": "добро пожаловать",
        "15": "случайный гость вернулся",
        "21": "спящий VIP",
        "22": "спящий середняк",
        "23": "спящий добро пожаловать VIP",
        "24": "спящий добро пожаловать",
        "25": "случайный гость пробует вернуться",
        "31": "давний VIP",
        "32": "давний середняк",
        "33": "давний случайный гость",
        "41": "ушедший VIP",
        "42": "ушедший середняк",
        "43": "ушедший случайный гость",
    }
    regions = {group.code: group.names["ru"] for group in SCHEME.level("region").groups}
    assert regions == {
        "110": "VIP",
        "210": "середняк",
        "220": "добро пожаловать",
        "230": "с возвращением",
        "310": "давний VIP",
        "320": "давний середняк",
        "410": "ушедший VIP",
        "420": "ушедший середняк",
        "510": "случайный гость",
    }
    warmths = {group.code: group.names["ru"] for group in SCHEME.level("warmth").groups}
    assert list(warmths.values()) == ["горячие", "тёплые", "остывающие", "остывшие", "холодные"]
    for level in SCHEME.levels:
        for group in level.groups:
            assert group.names["en"]
            if level.code != "cluster":
                assert group.warmth == int(group.code[0])
            else:
                assert group.warmth == naive.REGION_OF_CLUSTER[int(group.code)] // 100
