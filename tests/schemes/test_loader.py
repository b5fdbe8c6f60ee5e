"""A scheme file is loaded as it stands, or refused with the file, the place and what is allowed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from support.words import refused

from rfma_fast.errors import RfmaError
from rfma_fast.schemes.borders import Border, Churn, Fixed, PercentileDisc, Ratio
from rfma_fast.schemes.loader import load_scheme, scheme_text
from rfma_fast.schemes.measures import BorderRef, MeanCheque, Rate, Recency
from schemes.handmade import SMALL, changed, loaded

RULE = 'fixed = "1000"'
RATE = '{ kind = "rate", base = "R1", churn = "R1" }'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "own.toml"


# --- what is read --------------------------------------------------------------------------------


def test_a_file_becomes_the_scheme_it_describes(file: Path) -> None:
    scheme = loaded(file, SMALL)
    assert (scheme.code, scheme.names["ru"], scheme.about) == ("small", "малая", {"en": "two axes"})
    assert [axis.measure for axis in scheme.axes] == [Recency(), MeanCheque()]
    assert scheme.axis("M").borders == (
        Border(">", Fixed(Fraction(1000))),
        Border(">", Fixed(Fraction(500))),
    )
    assert scheme.axis("R").borders == (Border("<=", PercentileDisc(Fraction(1, 2), "cards")),)
    assert [grade["en"] for grade in scheme.axis("M").grades] == ["high", "middle", "low"]
    assert [group.members for group in scheme.level("half").groups] == [
        ("1(1-3)",),
        ("2(1,2)", "23"),
    ]
    assert [group.warmth for group in scheme.level("half").groups] == [1, 5]
    assert scheme.level("all").groups[0].warmth is None
    assert scheme.level_codes == ("class", "half", "all")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('fixed = "1000.25"', Fixed(Fraction(4001, 4))),
        ('fixed = "1/3"', Fixed(Fraction(1, 3))),
        ("fixed = 7", Fixed(Fraction(7))),
        ('fixed = "-7"', Fixed(Fraction(-7))),
        ('churn = "0.95"', Churn(Fraction(95, 100))),
        ('churn = "1"', Churn(Fraction(1))),
        ('percentile_disc = "0.07", over = "cheques"', PercentileDisc(Fraction(7, 100), "cheques")),
        (
            'percentile_disc = "1", over = "identified_cheques"',
            PercentileDisc(Fraction(1), "identified_cheques"),
        ),
        ('ratio = ["R1", "R1"]', Ratio(BorderRef("R", 1), BorderRef("R", 1))),
    ],
)
def test_every_rule_is_read_exactly(file: Path, text: str, rule: object) -> None:
    assert loaded(file, changed((RULE, text))).axis("M").borders[0].rule == rule


def test_a_later_border_may_be_built_on_an_earlier_one_of_its_axis(file: Path) -> None:
    scheme = loaded(file, changed(('fixed = "500"', 'ratio = ["M1", "R1"]')))
    assert scheme.axis("M").borders[1].rule == Ratio(BorderRef("M", 1), BorderRef("R", 1))
    assert [axis.code for axis in scheme.fitting_order] == ["R", "M"]


def test_the_fitting_order_turns_the_order_of_the_file_around(file: Path) -> None:
    scheme = loaded(
        file,
        changed(
            (
                'measure = { kind = "recency" }',
                'measure = { kind = "rate", base = "M1", churn = "M2" }',
            )
        ),
    )
    assert scheme.axis("R").measure == Rate(BorderRef("M", 1), BorderRef("M", 2))
    assert [axis.code for axis in scheme.axes] == ["R", "M"]
    assert [axis.code for axis in scheme.fitting_order] == ["M", "R"]


def test_another_text_has_another_digest(file: Path) -> None:
    one, other = loaded(file, SMALL), loaded(file, f"{SMALL}\n# a word\n")
    assert one.digest != other.digest
    assert len(one.digest) == 12


def test_the_built_in_text_is_a_file_like_any_other(file: Path) -> None:
    assert loaded(file, scheme_text("rfma")) == load_scheme("rfma")


# --- what is refused -----------------------------------------------------------------------------

FAULTS: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "not TOML": ([("format = 1", "format = ")], ["no TOML file"]),
    "a key twice": ([("format = 1", "format = 1\nformat = 1")], ["no TOML file"]),
    "another format": ([("format = 1", "format = 2")], ["format is 2", "1"]),
    "no format": ([("format = 1\n", "")], ["format is —", "1"]),
    "an unknown key": ([("format = 1", "format = 1\ncolour = 2")], ["colour", "axis", "level"]),
    "an unknown key of an axis": (
        [('name = "monetary"', 'name = "monetary"\ncolour = 2')],
        ["axis[2].colour", "borders"],
    ),
    "an unknown key of a border": ([(RULE, f"{RULE}, over = 1")], ["axis[2].borders[1].over"]),
    "an unknown key of a level": (
        [('of = "class"', 'of = "class"\ncolour = 2')],
        ["level[1].colour", "groups"],
    ),
    "an unknown key of a group": (
        [('code = "z"', 'code = "z", de = "alle"')],
        ["level[2].groups[1].de", "members"],
    ),
    "an unknown key of a measure": (
        [('{ kind = "mean_cheque" }', '{ kind = "mean_cheque", base = "R1" }')],
        ["axis[2].measure.base", "kind"],
    ),
    "no code": ([('code = "small"\n', "")], ["code is —"]),
    "an empty code": ([('code = "small"', 'code = ""')], ["code is"]),
    "a code that is a number": ([('code = "small"', "code = 5")], ["code is 5"]),
    "no name": ([('name = { en = "small", ru = "малая" }\n', "")], ["name is —", "{ … }"]),
    "a name that is no table": ([('about = { en = "two axes" }', 'about = "x"')], ["about is x"]),
    "a name of numbers": ([('{ en = "two axes" }', "{ en = 5 }")], ["about is"]),
    "a bad side": ([('keep = "<="', 'keep = "=<"')], ["axis[1].borders[1].keep is =<", "<="]),
    "no side": ([('keep = "<=", ', "")], ["axis[1].borders[1].keep is —"]),
    "two sides on one axis": (
        [('keep = ">", fixed = "500"', 'keep = "<", fixed = "500"')],
        ["axis[2].borders", "<= <", ">= >"],
    ),
    "two rules in one border": (
        [(RULE, f'{RULE}, churn = "0.9"')],
        ["axis[2].borders[1]", "fixed, churn", "ratio"],
    ),
    "no rule in a border": ([(f", {RULE}", "")], ["axis[2].borders[1] is —", "percentile_disc"]),
    "a percentile above one": (
        [('percentile_disc = "0.5"', 'percentile_disc = "1.5"')],
        ["axis[1].borders[1].percentile_disc is 1.5", "0 < p <= 1"],
    ),
    "a percentile of zero": (
        [('percentile_disc = "0.5"', 'percentile_disc = "0"')],
        ["axis[1].borders[1].percentile_disc is 0"],
    ),
    "a percentile below zero": (
        [('percentile_disc = "0.5"', 'percentile_disc = "-0.5"')],
        ["axis[1].borders[1].percentile_disc is -0.5"],
    ),
    "a churn above one": ([(RULE, 'churn = "95"')], ["axis[2].borders[1].churn is 95"]),
    "a binary number": ([(RULE, "fixed = 0.95")], ["axis[2].borders[1].fixed is 0.95", '"0.95"']),
    "a truth for a number": ([(RULE, "fixed = true")], ["axis[2].borders[1].fixed is True"]),
    "a word for a number": ([(RULE, 'fixed = "much"')], ["axis[2].borders[1].fixed is much"]),
    "a division by zero": ([(RULE, 'fixed = "1/0"')], ["axis[2].borders[1].fixed is 1/0"]),
    "infinity": ([(RULE, 'fixed = "inf"')], ["axis[2].borders[1].fixed is inf"]),
    "a percentile of nothing": ([(', over = "cards"', "")], ["axis[1].borders[1].over is —"]),
    "a percentile over the unknown": (
        [('over = "cards"', 'over = "shops"')],
        ["axis[1].borders[1].over is shops", "cards, cheques, identified_cheques"],
    ),
    "a ratio of one": ([(RULE, 'ratio = ["R1"]')], ["axis[2].borders[1].ratio is"]),
    "a ratio of numbers": ([(RULE, "ratio = [1, 2]")], ["axis[2].borders[1].ratio is 1", '"R1"']),
    "a ratio of a letter": ([(RULE, 'ratio = ["R", "R1"]')], ["axis[2].borders[1].ratio is R"]),
    "an unknown measure": (
        [('kind = "mean_cheque"', 'kind = "median_cheque"')],
        ["axis[2].measure.kind is median_cheque", "recency, age, rate, mean_cheque"],
    ),
    "a measure that is a text": (
        [('{ kind = "mean_cheque" }', '"mean_cheque"')],
        ["axis[2].measure is mean_cheque"],
    ),
    "a rate of nothing": (
        [('{ kind = "mean_cheque" }', '{ kind = "rate", base = "R1" }')],
        ["axis[2].measure is —", '"R1"'],
    ),
    "fewer grades than borders": ([(', { en = "low" }', "")], ["axis[2].grades is 2", "3"]),
    "more grades than borders": (
        [('{ en = "low" }', '{ en = "low" }, { en = "lower" }')],
        ["axis[2].grades is 4", "3"],
    ),
    "one grade": (
        [
            ('{ keep = "<=", percentile_disc = "0.5", over = "cards" }', ""),
            (', { en = "gone", ru = "ушедший" }', ""),
        ],
        ["axis[1].grades is 1", "2…9"],
    ),
    "too many grades": (
        [
            ('{ keep = ">", fixed = "1000" }, ', '{ keep = ">", fixed = "1000" }, ' * 9),
            ('{ en = "high" }, ', '{ en = "high" }, ' * 9),
        ],
        ["axis[2].grades is 11", "2…9"],
    ),
    "a border without an axis": (
        [(RULE, 'ratio = ["R1", "Q1"]')],
        ["axis M.borders[1] is Q1", "R1"],
    ),
    "a border that the axis has not": (
        [(RULE, 'ratio = ["R2", "R1"]')],
        ["axis M.borders[1] is R2", "R1"],
    ),
    "a border built on itself": ([(RULE, 'ratio = ["M1", "R1"]')], ["axis M.borders[1] is M1"]),
    "a border built on a later one": (
        [(RULE, 'ratio = ["R1", "M2"]')],
        ["axis M.borders[1] is M2"],
    ),
    "a measure built on its own border": (
        [('{ kind = "mean_cheque" }', '{ kind = "rate", base = "R1", churn = "M1" }')],
        ["axis M.measure is M1", "R1"],
    ),
    "axes built on each other": (
        [
            ('{ kind = "recency" }', '{ kind = "rate", base = "M1", churn = "M1" }'),
            ('{ kind = "mean_cheque" }', RATE),
        ],
        ["built on each other", "R, M"],
    ),
    "two axes of one letter": ([('code = "M"', 'code = "R"')], ["axis.code", "R", "twice"]),
    "two axes of one name": (
        [('name = "monetary"', 'name = "recency"')],
        ["axis.name", "recency", "twice"],
    ),
    "a class in no group": ([(', "23"', "")], ["half", "no group", "(1): 23"]),
    "a class in two groups": ([('"23"', '"23", "11"')], ["half", "two groups", "(1): 11"]),
    "a class twice in a group": ([('"23"', '"23", "23"')], ["half", "two groups", "(1): 23"]),
    "a pattern of too many slots": ([('"23"', '"231"')], ["'231'", "3 slots", "2 axes"]),
    "a pattern beyond the grades": ([('"23"', '"24"')], ["'24'", "slot 2", "1-3"]),
    "a text that is no pattern": ([('"23"', '"2?"')], ["'2?'", "place 2"]),
    "an unknown member": ([('["a", "b"]', '["a", "b", "c"]')], ["all", "not exist", "(1): c"]),
    "a member left out": ([('["a", "b"]', '["a"]')], ["all", "no group", "(1): b"]),
    "a member twice": ([('["a", "b"]', '["a", "b", "a"]')], ["all", "two groups", "(1): a"]),
    "members that are a text": ([('["a", "b"]', '"ab"')], ["level[2].groups[1].members is ab"]),
    "no members": ([(', members = ["a", "b"]', "")], ["level[2].groups[1].members is —"]),
    "two groups of one code": ([('code = "b"', 'code = "a"')], ["level[1]", "a", "twice"]),
    "two levels of one code": ([('code = "all"', 'code = "half"')], ["level", "half", "twice"]),
    "a level of the name of classes": ([('code = "all"', 'code = "class"')], ["class", "twice"]),
    "a level on the unknown": (
        [('of = "half"', 'of = "third"')],
        ["level all.of is third", "half"],
    ),
    "a level on itself": ([('of = "half"', 'of = "all"')], ["level all.of is all", "class, half"]),
    "a warmth beyond the scale": ([("warmth = 5", "warmth = 6")], ["groups[2].warmth is 6", "1…5"]),
    "a warmth that is a word": ([("warmth = 5", 'warmth = "cold"')], ["warmth is cold", "1…5"]),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_the_file_and_the_place(file: Path, fault: str) -> None:
    changes, parts = FAULTS[fault]
    with refused(file, *parts):
        loaded(file, changed(*changes))


def test_no_axis_and_too_many_axes_are_refused(file: Path) -> None:
    start, rest = SMALL.split("[[axis]]", 1)
    axes, levels = rest.split("[[level]]", 1)
    many = "".join(
        f'[[axis]]\ncode = "{letter}"\nname = "n{letter}"\nmeasure = {{ kind = "age" }}\n'
        'borders = [ { keep = "<=", fixed = "1" } ]\ngrades = [ { en = "a" }, { en = "b" } ]\n'
        for letter in "BCDEGH"
    )
    with refused(file, "axis is 8", "1…6"):
        loaded(file, f"{start}[[axis]]{axes}{many}[[level]]{levels}")
    with refused(file, "axis is 0", "1…6"):
        loaded(file, f"{start}axis = []\n[[level]]{levels}")
    with refused(file, "axis is —"):
        loaded(file, f"{start}[[level]]{levels}")
    with refused(file, "axis is"):
        loaded(file, f"{start}axis = [1]\n[[level]]{levels}")


def test_a_very_long_file_is_refused_before_it_is_parsed(file: Path) -> None:
    nested = "x = " + "[" * 5_000_000 + "]" * 5_000_000
    with refused(file, "larger than 1000000 bytes"):
        loaded(file, nested)


def test_a_deeply_nested_file_is_refused(file: Path) -> None:
    with refused(file, "no TOML file"):
        loaded(file, "x = " + "[" * 400_000 + "]" * 400_000)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, file: Path) -> None:
    with refused(repr(str(file)), "built-in: rfma"):
        load_scheme(str(file))
    with refused(tmp_path, "cannot be read"):
        load_scheme(str(tmp_path))
    file.write_bytes(b"code = '\xff'")
    with refused(file, "no TOML file"):
        load_scheme(str(file))


def test_an_unknown_scheme_lists_the_known_ones() -> None:
    with refused("'rfmb'", "built-in: rfma"):
        load_scheme("rfmb")


def test_a_name_too_long_for_a_file_is_an_unknown_scheme() -> None:
    with pytest.raises(RfmaError):
        load_scheme("x" * 5000)


@pytest.mark.parametrize(
    "changes",
    [
        [('name = "monetary"', 'name = "total"')],
        [('name = "monetary"', 'name = "card"')],
        [('name = "monetary"', 'name = "class"')],
        [('name = "monetary"', 'name = "half"')],
        [('name = "monetary"', 'name = "R"')],
        [('code = "M"', 'code = "last"')],
        [('code = "all"', 'code = "first"')],
        [('code = "all"', 'code = "M"')],
    ],
    ids=str,
)
def test_a_name_that_another_column_has_is_refused(
    file: Path, changes: list[tuple[str, str]]
) -> None:
    """Axis letters, axis names and levels become columns of the per-card table."""
    with pytest.raises(RfmaError):
        loaded(file, changed(*changes))


@pytest.mark.parametrize("value", ["1e30", "-1e30", "9223372036854775808", "1e1000000"])
def test_a_border_beyond_64_bits_is_refused(file: Path, value: str) -> None:
    with pytest.raises(RfmaError):
        loaded(file, changed((RULE, f'fixed = "{value}"')))
