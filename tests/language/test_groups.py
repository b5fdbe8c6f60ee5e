from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.kit import HERE, Document, axis, document_of, fixed, scheme_of, segmented
from language.tables import AS_OF, HAND
from rfma_fast.errors import RfmaError
from rfma_fast.schemes.codebook import Codebook, compile_codebook
from rfma_fast.schemes.loader import builtin_codes, load_scheme
from rfma_fast.schemes.patterns import expand, grades_in

DIGITS = ["1234", "123", "123456789A"]
Keys = dict[str, Any]


def pairs() -> list[tuple[str, str]]:
    lines = (HERE / "patterns.txt").read_text(encoding="utf-8").splitlines()
    halves = [line.partition("=>") for line in lines if not line.startswith("#")]
    return [(pattern.strip(), wanted.strip()) for pattern, _, wanted in halves]


@pytest.mark.parametrize(("pattern", "wanted"), pairs(), ids=lambda text: text or "nothing")
def test_a_pattern_stands_for_its_classes_or_is_refused(pattern: str, wanted: str) -> None:
    if wanted.startswith("refused: "):
        with pytest.raises(RfmaError, match=re.escape(wanted.removeprefix("refused: "))):
            expand(pattern, DIGITS)
    else:
        assert list(expand(pattern, DIGITS)) == wanted.split()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("4", "4"),
        ("A", "A"),
        ("1-3", "123"),
        ("8-A", "89A"),
        ("(1,3)", "13"),
        ("(3,1)", "13"),
        ("3-1", ""),
        ("(1)", ""),
    ],
)
def test_a_range_of_grades_stands_for_its_digits(text: str, wanted: str) -> None:
    assert grades_in(text) == set(wanted)


slots = st.one_of(
    st.sampled_from("123"),
    st.lists(st.sampled_from("123"), min_size=2, max_size=3).map(
        lambda some: f"({','.join(some)})"
    ),
    st.sampled_from(("(1-2)", "(1-3)", "(2-3)", "(3-3)")),
)


@given(st.lists(slots, min_size=1, max_size=4))
def test_a_pattern_holds_what_a_regular_expression_of_it_matches(chosen: list[str]) -> None:
    expression = "".join(
        f"[{slot.strip('()').replace(',', '')}]" if "(" in slot else slot for slot in chosen
    )
    wanted = [
        code
        for code in map("".join, product("123", repeat=len(chosen)))
        if re.fullmatch(expression, code)
    ]
    assert sorted(expand("".join(chosen), ["123"] * len(chosen))) == wanted


# --- levels --------------------------------------------------------------------------------------

R = axis("R", {"kind": "recency"}, fixed("<=", 10, 60))
F = axis("F", {"kind": "count"}, fixed(">=", 4, 2))
CLASSES = ["".join(code) for code in product("123", repeat=2)]


def group(code: str, **how: object) -> Keys:
    return {"code": code, "name": {"en": code}, **how}


def level(groups: Sequence[Keys], code: str = "group", **more: object) -> Keys:
    return {"code": code, "name": {"en": code}, "groups": list(groups), **more}


def document(*levels: Keys) -> Document:
    return document_of([R, F], level=list(levels))


def compiled(*levels: Keys) -> Codebook:
    return compile_codebook(scheme_of(document(*levels)))


def homes(codebook: Codebook, code: str = "group") -> dict[str, str]:
    return dict(zip(codebook.classes, codebook.codes(code), strict=True))


def test_the_first_group_that_holds_a_class_has_it() -> None:
    groups = [
        group("a", members=["11", "(1-3)1"]),
        group("b", where={"R": "1-2"}),
        group("c", where={"F": "(1,3)"}),
        group("d", members=["32"]),
    ]
    assert homes(compiled(level(groups, match="first"))) == {
        "11": "a", "21": "a", "31": "a", "12": "b", "13": "b",
        "22": "b", "23": "b", "33": "c", "32": "d",
    }  # fmt: skip


def test_the_rest_takes_what_no_other_group_holds_wherever_it_stands() -> None:
    groups = [
        group("rest", rest=True),
        group("a", where={"R": "1"}),
        group("b", members=["2(1,2)"]),
    ]
    for match in ("exact", "first"):
        found = homes(compiled(level(groups, match=match)))
        assert {code for code, home in found.items() if home == "rest"} == {"23", "31", "32", "33"}


def test_grades_of_several_axes_are_all_wanted() -> None:
    groups = [group("a", where={"R": "1-2", "F": "(1,3)"}), group("b", rest=True)]
    found = homes(compiled(level(groups)))
    assert {code for code, home in found.items() if home == "a"} == {"11", "13", "21", "23"}


def test_levels_stand_on_classes_or_on_any_earlier_level() -> None:
    one = level([group("a", where={"R": "1"}), group("b", rest=True)], "one")
    two = level([group("x", members=["a"]), group("y", members=["b"])], "two", of="one")
    three = level([group("all", members=["x", "y"])], "three", of="two")
    four = level([group("b", members=["b"]), group("c", rest=True)], "four", of="one")
    five = level([group("p", where={"F": "1"}), group("q", rest=True)], "five")
    book = compiled(one, two, three, four, five)
    for code in CLASSES:
        a, p = code[0] == "1", code[1] == "1"
        found = [homes(book, name)[code] for name in ("one", "two", "three", "four", "five")]
        assert found == ["a" if a else "b", "x" if a else "y", "all", "c" if a else "b",
                         "p" if p else "q"]  # fmt: skip


def test_groups_out_of_reach_are_reported() -> None:
    one = level(
        [group("a", where={"R": "1"}), group("b", members=["11"]), group("c", rest=True)],
        "one",
        match="first",
    )
    full = level([group("x", where={"R": "1-3"}), group("y", rest=True)], "full")
    above = level([group("m", members=["a", "c"]), group("n", members=["b"])], "above", of="one")
    book = compiled(one, full, above)
    assert book.unreachable == (("one", "b"), ("full", "y"), ("above", "n"))


def test_a_class_may_stand_in_two_patterns_of_one_group() -> None:
    compiled(level([group("a", members=["11", "1(1-2)", "11"]), group("b", rest=True)]))


def test_a_group_may_be_named_twice_in_one_group() -> None:
    one = level([group("a", rest=True)], "one")
    compiled(one, level([group("x", members=["a", "a"])], "two", of="one"))


FAULTS: list[tuple[str, list[Keys]]] = [
    ("has no group for (3): 31, 32, 33", [level([group("a", where={"R": "1-2"})])]),
    ("has no group for (8): 12, 13, 21, 22, 23 …", [level([group("a", members=["11"])])]),
    ("in two groups (1): 11",
     [level([group("a", members=["11"]), group("b", where={"R": "1-3"})])]),
    ("in two groups (2): 12, 13",
     [level([group("a", where={"R": "1"}), group("b", members=["12", "13"]),
             group("c", rest=True)])]),
    ("does not exist (1): z", [level([group("a", rest=True)], "one"),
                               level([group("x", members=["a", "z"])], "two", of="one")]),
    ("has no group for (1): b",
     [level([group("a", where={"R": "1"}), group("b", rest=True)], "one"),
      level([group("x", members=["a"])], "two", of="one")]),
    ("a stands twice", [level([group("a", where={"R": "1"}), group("a", rest=True)])]),
    ("more than one group takes the rest: a, b",
     [level([group("a", rest=True), group("b", rest=True)])]),
    ("must have one of members, where, rest", [level([group("a")])]),
    ("must have one of members, where, rest", [level([group("a", rest=True, members=["11"])])]),
    ("level[1].of is group; allowed: class",
     [level([group("a", rest=True)], of="group")]),
    ("level[1].of is two; allowed: class",
     [level([group("a", rest=True)], "one", of="two"), level([group("a", rest=True)], "two")]),
    ("the pattern '111' has 3 slots, the scheme 2 axes", [level([group("a", members=["111"])])]),
    ("slot 2 of the pattern '14'", [level([group("a", members=["14"])])]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "levels"), FAULTS, ids=lambda _: "")
def test_a_level_that_does_not_add_up_is_refused(sentence: str, levels: list[Keys]) -> None:
    with pytest.raises(RfmaError, match=re.escape(sentence)):
        compiled(*levels)


@pytest.mark.parametrize("match", ["exact", "first"])
def test_a_first_match_level_must_hold_every_class_too(match: str) -> None:
    with pytest.raises(RfmaError, match="has no group"):
        compiled(level([group("a", members=["1(1-3)", "2(1-3)"])], match=match))


ways = st.one_of(
    st.lists(st.tuples(slots, slots).map("".join), min_size=1, max_size=3).map(
        lambda members: {"members": members}
    ),
    st.dictionaries(
        st.sampled_from("RF"), st.sampled_from(("1", "2-3", "(1,3)", "1-3")), min_size=1
    ).map(lambda where: {"where": where}),
)


def held(how: Keys) -> set[str]:
    """Return the classes of a group's patterns or grades, the plain way."""
    if "members" in how:
        return {code for pattern in how["members"] for code in expand(pattern, ["123", "123"])}
    sets = {"1": "1", "2-3": "23", "(1,3)": "13", "1-3": "123"}
    wanted = [sets[how["where"].get(letter, "1-3")] for letter in "RF"]
    return {code for code in CLASSES if code[0] in wanted[0] and code[1] in wanted[1]}


@settings(max_examples=200, deadline=None)
@given(st.lists(ways, min_size=1, max_size=4), st.booleans(), st.sampled_from(("exact", "first")))
def test_any_level_is_total_and_disjoint_or_refused(
    chosen: list[Keys], rest: bool, match: str
) -> None:
    groups = [group(f"g{number}", **how) for number, how in enumerate(chosen)]
    sets = [held(how) for how in chosen]
    hole = not rest and set(CLASSES) - set().union(*sets)
    overlap = match == "exact" and sum(map(len, sets)) > len(set().union(*sets))
    asked = level([*groups, *([group("rest", rest=True)] if rest else [])], match=match)
    if hole or overlap:
        with pytest.raises(RfmaError):
            compiled(asked)
        return
    book = compiled(asked)
    wanted = {
        code: next((f"g{n}" for n, some in enumerate(sets) if code in some), "rest")
        for code in CLASSES
    }
    assert homes(book) == wanted
    empty = {g["code"] for g in asked["groups"]} - set(wanted.values())
    assert {code for _, code in book.unreachable} == empty


@pytest.mark.parametrize("scheme", builtin_codes())
def test_every_level_of_a_built_in_scheme_is_total_and_reached(scheme: str) -> None:
    loaded = load_scheme(scheme)
    book = compile_codebook(loaded)
    assert book.unreachable == ()
    for code in loaded.level_codes[1:]:
        assert set(book.codes(code)) == {g.code for g in loaded.level(code).groups}
        assert len(book.codes(code)) == len(book.classes) == len(set(book.classes))


def test_a_million_classes_are_compiled() -> None:
    tens = fixed("<=", *range(9))
    axes = [axis(letter, {"kind": "age"}, tens) for letter in "ABCDEF"]
    book = compile_codebook(scheme_of(document_of(axes)))
    assert len(book.classes) == 10**6
    assert (book.classes[0], book.classes[-1]) == ("111111", "AAAAAA")


def test_the_sizes_of_every_level_add_up_to_the_same_cards_and_money() -> None:
    one = level([group("a", where={"R": "1"}), group("b", rest=True)], "one")
    two = level([group("x", members=["a"]), group("y", rest=True)], "two", of="one")
    found = segmented(document(one, two), HAND, AS_OF)
    for code in ("class", "one", "two"):
        frame = found.level(code)
        assert frame.get_column("cards").sum() == found.cards == 4
        assert frame.get_column("revenue").sum() == found.table().get_column("total").sum()
        assert [*frame.get_column("code")] == [
            code for code in found.group_codes(code) if code in set(frame.get_column("code"))
        ]
    groups = found.table().select("class", "one", "two").rows()
    assert all(r == ("a" if c[0] == "1" else "b") and t == ("x" if r == "a" else "y")
               for c, r, t in groups)  # fmt: skip
