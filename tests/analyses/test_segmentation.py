"""Views of a segmentation: names, warmths, notes, provenance; own schemes, frozen borders."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from oracles import naive
from schemes.handmade import SMALL, changed
from support.stores import ANNA, BORIS, GLEB, VERA, bought, day, held, written
from support.words import people

from rfma_fast import __version__
from rfma_fast.analyses.segmentation import name_of
from rfma_fast.analyses.trade import natural
from rfma_fast.errors import RfmaError
from rfma_fast.i18n import use
from rfma_fast.schemes.loader import load_scheme, scheme_text

ROWS = [
    bought(0, ANNA, 1200_00),
    bought(50, ANNA, 900_00),
    bought(60, BORIS, 600_00),
    bought(90, VERA, 100_00),
    bought(97, GLEB, 1000_50),
]


@pytest.fixture
def russian() -> Iterator[None]:
    use("ru")
    yield
    use("en")


def own(path: Path, text: str = SMALL) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


# --- names and warmths ---------------------------------------------------------------------------


def test_a_class_is_named_by_its_grades_and_a_group_by_its_name() -> None:
    scheme = load_scheme("rfma")
    assert name_of(scheme, "class", "1121") == "recent-frequent-middle_cheque-veteran"
    assert name_of(scheme, "class", "4333") == "gone-one-off-low_cheque-newcomer"
    assert name_of(scheme, "cluster", "25") == "chance guest trying to return"
    assert name_of(scheme, "region", "510") == "chance guest"
    assert name_of(scheme, "region", "999") == "999"


@pytest.mark.usefixtures("russian")
def test_names_follow_the_language() -> None:
    scheme = load_scheme("rfma")
    assert name_of(scheme, "class", "1121") == "недавний-частый-средний_чек-ветеран"
    assert name_of(scheme, "cluster", "25") == "случайный гость пробует вернуться"
    names = held(ROWS).segment().level("warmth").get_column("name").to_list()
    assert set(names) <= {"горячие", "тёплые", "остывающие", "остывшие", "холодные"}


@pytest.mark.usefixtures("russian")
def test_a_missing_translation_falls_back(tmp_path: Path) -> None:
    scheme = load_scheme(own(tmp_path / "own.toml"))
    assert name_of(scheme, "half", "b") == "away"
    assert name_of(scheme, "class", "13") == "недавний-low"
    use("en")
    assert name_of(scheme, "all", "z") == "все"


def test_every_group_has_a_warmth_and_a_class_takes_its_clusters() -> None:
    said = held(ROWS).segment()
    assert said.warmths("warmth") == {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
    assert said.warmths("region")["230"] == 2
    classes = said.warmths("class")
    assert {
        code: naive.REGION_OF_CLUSTER[cluster] // 100
        for code, cluster in naive.CLUSTER_OF_CLASS.items()
    } == classes


# --- own schemes ---------------------------------------------------------------------------------


def test_an_own_scheme_has_its_own_columns_and_levels(tmp_path: Path) -> None:
    said = held(ROWS).segment(scheme=own(tmp_path / "own.toml"))
    assert said.table().columns == [
        "card", "cheques", "total", "first", "last", "recency", "monetary", "R", "M",
        "class", "half", "all",
    ]  # fmt: skip
    found = dict(said.table().select("card", "class").iter_rows())
    assert said.thresholds.borders == {"R": (7,), "M": (1000, 500)}
    assert found == {ANNA: "21", BORIS: "22", VERA: "13", GLEB: "11"}
    assert said.warmths("class") == {"11": 1, "12": 1, "13": 1, "21": 5, "22": 5, "23": 5}
    assert said.warmths("all") == {"z": None}
    assert said.level("all").select("code", "cards").rows() == [("z", 4)]


def test_a_scheme_without_levels_segments_into_classes(tmp_path: Path) -> None:
    text = SMALL[: SMALL.index("[[level]]")].replace("[[axis]]", "level = []\n\n[[axis]]", 1)
    said = held(ROWS).segment(scheme=own(tmp_path / "own.toml", text))
    assert said.level("class").get_column("cards").sum() == 4
    assert said.warmths("class") == dict.fromkeys(("11", "12", "13", "21", "22", "23"))


@pytest.mark.parametrize(
    ("sign", "border", "kept"),
    [("<=", "7", 2), ("<", "7", 1), ("<=", "13/2", 1), ("<", "15/2", 2), ("<=", "47", 4)],
)
def test_the_sign_of_a_border_decides_over_the_whole_way(
    tmp_path: Path, sign: str, border: str, kept: int
) -> None:
    text = changed(
        (
            'keep = "<=", rule = "percentile_disc", p = "0.5", over = "cards"',
            f'keep = "{sign}", rule = "fixed", value = "{border}"',
        )
    )
    said = held(ROWS).segment(scheme=own(tmp_path / "own.toml", text))
    assert said.table().filter(R=1).height == kept


def test_a_border_far_beyond_64_bits_ends_clearly(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    with pytest.raises(RfmaError):
        held(ROWS).segment(scheme=own(file, changed(('value = "1000"', 'value = "1e30"'))))


def test_a_rate_can_be_built_on_borders_that_are_no_whole_days(tmp_path: Path) -> None:
    """A base interval of 20.5 days: frequency and its border must speak of the same length."""
    text = scheme_text("rfma").replace(
        'rule = "percentile_disc", p = "0.2", over = "cards"', 'rule = "fixed", value = "1.9"'
    )
    try:
        said = held([bought(0, ANNA, 100), bought(9, ANNA, 100)]).segment(
            scheme=own(tmp_path / "own.toml", text)
        )
    except RfmaError:
        return
    (row,) = people(said).values()
    wanted = naive.round_half_away(Fraction(2 * 100) * Fraction("1.9") / 9)
    assert row.frequency_hundredths == wanted


# --- frozen borders ------------------------------------------------------------------------------


def test_frozen_borders_rule_and_are_noted_where_the_scheme_changed(tmp_path: Path) -> None:
    store = written(tmp_path / "store", ROWS)
    early, file = store.segment(day(60)), tmp_path / "borders.toml"
    file.write_text(early.thresholds.to_toml(), encoding="utf-8")
    said = store.segment(thresholds=file)
    assert (said.frozen, said.thresholds, said.as_of) == (True, early.thresholds, day(97))
    assert people(said) == naive.segment(ROWS, frozen=naive.segment(ROWS, day(60))).cards
    assert "note.other_digest" not in dict(said.notes)
    file.write_text(file.read_text("utf-8").replace('digest = "', 'digest = "0'), "utf-8")
    other = store.segment(thresholds=file)
    assert ("note.other_digest", {"scheme": "rfma"}) in other.notes
    assert other.table().equals(said.table())


def test_frozen_borders_need_no_gaps_to_be_fitted(tmp_path: Path) -> None:
    file = tmp_path / "borders.toml"
    file.write_text(held(ROWS).segment().thresholds.to_toml(), encoding="utf-8")
    once = [bought(90, VERA, 100_00), bought(97, GLEB, 1000_50)]
    assert "note.no_gaps" in dict(held(once).segment().notes)
    assert held(once).segment(thresholds=file).notes == []


def test_frozen_borders_of_another_scheme_are_refused(tmp_path: Path) -> None:
    store, file = held(ROWS), tmp_path / "borders.toml"
    file.write_text(store.segment().thresholds.to_toml(), encoding="utf-8")
    with pytest.raises(RfmaError, match="rfma, not of small"):
        store.segment(scheme=own(tmp_path / "own.toml"), thresholds=file)


# --- where it comes from -------------------------------------------------------------------------


def test_a_result_says_where_it_comes_from(tmp_path: Path) -> None:
    store = written(tmp_path / "store", ROWS)
    said = store.segment(day(90), since=day(10), shops=["Аптека 1"])
    told = said.provenance
    assert (told.store, told.version) == (str(tmp_path / "store"), 1)
    assert (told.since, told.until, told.shops) == (day(10), day(90), ("Аптека 1",))
    assert told.program == __version__
    assert store.overview(until=day(60)).provenance.until == day(60)
    assert said.thresholds.digest == store.scheme().digest


def test_names_sort_by_the_numbers_in_them() -> None:
    names = ["Аптека 10", "Аптека 2", "Аптека", "7", "Аптека 2б", "", "10a2", "10a10"]
    assert sorted(names, key=natural) == [
        "", "7", "10a2", "10a10", "Аптека", "Аптека 2", "Аптека 2б", "Аптека 10",
    ]  # fmt: skip
