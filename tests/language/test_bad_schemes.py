from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from language.kit import HERE, Document, axis, document_of, fixed, segmented, toml
from language.tables import AS_OF, HAND
from rfma_fast.errors import RfmaError
from rfma_fast.i18n import use
from rfma_fast.schemes.loader import (
    builtin_codes,
    load_scheme,
    read_scheme,
    scheme_text,
    starter_text,
)

BAD = HERE / "bad"
TEXTS = [*map(scheme_text, builtin_codes()), starter_text()]


def annotated() -> list[Any]:
    """Return the files whose first lines say what is expected."""
    files = []
    for file in sorted(BAD.glob("*.toml")):
        lines = file.read_bytes().decode(errors="replace").splitlines()
        if len(lines) > 3 and lines[0].startswith("# FILE"):
            files.append(pytest.param(file, id=file.stem))
    return files


@pytest.mark.parametrize("file", annotated())
def test_a_fault_is_told_in_one_line_with_its_file_and_line(file: Path) -> None:
    said, hint, _ = (line[2:] for line in file.read_text(encoding="utf-8").splitlines()[:3])
    with pytest.raises(RfmaError) as caught:
        load_scheme(str(file))
    message = caught.value.message.replace(str(file), "FILE")
    assert "\n" not in message
    assert message == said if not said.endswith(":") else message.startswith(said)
    assert f"Hint: {caught.value.hint or '—'}" == hint


@pytest.mark.parametrize("file", annotated()[::7])
def test_a_fault_is_told_in_russian_on_the_same_line(file: Path) -> None:
    said = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# FILE, line ")
    use("ru")
    try:
        with pytest.raises(RfmaError) as caught:
            load_scheme(str(file))
    finally:
        use("en")
    if said[0].isdigit():
        assert caught.value.message.startswith(f"{file}, строка {said.partition(':')[0]}: ")


def test_there_is_a_file_for_every_fault() -> None:
    assert len(annotated()) >= 110


# --- no text at all, and texts that are none --------------------------------------------------


def refusal(name: str | Path) -> str:
    with pytest.raises(RfmaError) as caught:
        load_scheme(str(name))
    assert "\n" not in caught.value.message
    assert Path(name).name in caught.value.message
    return caught.value.message


def test_an_empty_file_lacks_its_first_key() -> None:
    assert "line 1: file lacks the key format" in refusal(BAD / "empty.toml")


def test_a_binary_file_is_no_toml() -> None:
    assert "is not a TOML file" in refusal(BAD / "binary.toml")


def test_a_directory_is_no_scheme() -> None:
    assert "directory" in refusal(BAD)


def test_a_file_that_is_not_there_is_told_with_the_built_in_ones() -> None:
    assert "built-in: lost, rfm27, rfm8, rfma" in refusal("no/such.toml")


@pytest.mark.parametrize("name", ["", "\0", "x" * 5_000, "rfma.toml", "RFMA", "../rfma"], ids=repr)
def test_a_name_that_is_no_file_is_refused(name: str) -> None:
    with pytest.raises(RfmaError):
        load_scheme(name)


def test_a_file_of_ten_megabytes_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "deep.toml").write_text("a = " + "[" * 10_000_000)
    assert "larger than 1000000 bytes" in refusal(tmp_path / "deep.toml")


@pytest.mark.parametrize("opening", ["a = " + "[" * 900_000, "a = " + "{a=" * 200_000])
def test_a_file_that_nests_without_end_is_no_toml(tmp_path: Path, opening: str) -> None:
    (tmp_path / "deep.toml").write_text(opening)
    assert "is not a TOML file" in refusal(tmp_path / "deep.toml")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('code = "mine"', 'code = "mine"\nclass_name = { en = "a\\nb{Q}" }'),
        ('cards = "identified"', 'rule = "a\\n("'),
        ('where = { R = "1-2" }', 'where = { "R\\n" = "1-2" }'),
        ('code = "mine"', 'code = "mine"\n"a\\nb" = 1'),
        ('["111"]', '["1\\n1"]'),
        ('code = "mine"', 'code = "mi\\nne"'),
    ],
    ids=["class_name", "rule", "where", "key", "pattern", "code"],
)
def test_a_message_stays_one_line_whatever_is_in_the_file(old: str, new: str) -> None:
    with pytest.raises(RfmaError) as caught:
        read_scheme(starter_text().replace(old, new), "x.toml")
    assert "\n" not in caught.value.message


def test_the_usual_forms_of_toml_are_told_by_the_right_line() -> None:
    text = starter_text()
    for number, line in enumerate(text.splitlines(), start=1):
        if 'rule = "' in line:
            wrong = text.splitlines()
            wrong[number - 1] = line.replace('rule = "', 'rule = "no_')
            with pytest.raises(RfmaError, match=f"x.toml, line {number}: "):
                read_scheme("\n".join(wrong), "x.toml")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[[axis]]\ncode = "R"\nname = "r"\n[axis.measure]\nkind = "nothing"\n', 8),
        ('[[axis]]\ncode = "R"\nname = "r"\nmeasure.kind = "nothing"\n', 7),
        ('[[axis]] # p = 7\n# code = "r"\ncode = "r"\n', 6),
        ("[population]\nleast.cheques = 0\n", 5),
        ("population.cards = 7\n", 4),
    ],
)
def test_other_forms_of_toml_are_told_by_the_right_line(text: str, line: int) -> None:
    head = 'format = 1\ncode = "t"\nname = { en = "t" }\n'
    valid = starter_text()[starter_text().index("\n[[axis]]") :]
    with pytest.raises(RfmaError, match=f"x.toml, line {line}: "):
        read_scheme(head + text + valid, "x.toml")


# --- what is loaded, and breaks later ---------------------------------------------------------


def usable(document: Document) -> None:
    """Hold that a scheme is refused, or can be used."""
    try:
        found = segmented(document, HAND, AS_OF)
        for level in found.scheme.level_codes:
            found.level(level)
        table = found.table()
    except RfmaError:
        return
    assert found.level("class").get_column("revenue").sum() == table.get_column("total").sum()


MONEY = {"kind": "money", "of": "total"}
COLUMNS = ("card", "cheques", "total", "first", "last", "class", "days", "documents", "shop", "R")


@pytest.mark.parametrize("name", [name for name in COLUMNS if name.islower()])
def test_an_axis_may_have_any_name_or_is_refused(name: str) -> None:
    usable(document_of([{**axis("M", MONEY, fixed(">=", 100)), "name": name}]))


@pytest.mark.parametrize("code", [*COLUMNS, "M", "axis_m"])
def test_a_level_may_have_any_code_or_is_refused(code: str) -> None:
    groups = [{"code": "all", "name": {"en": "all"}, "rest": True}]
    level = {"code": code, "name": {"en": "x"}, "groups": groups}
    usable(document_of([axis("M", MONEY, fixed(">=", 100))], level=[level]))


@pytest.mark.parametrize(
    "value",
    ["9" * 15, "-" + "9" * 15, "1/" + "9" * 30, "0." + "3" * 40, "9" * 19, "1e30", "1e9999999999"],
)
def test_a_large_or_a_fine_border_is_compared_exactly_or_refused(value: str) -> None:
    usable(document_of([axis("M", MONEY, fixed(">=", value))]))
    usable(document_of([axis("M", {"kind": "age"}, fixed("<", value, least=value))]))


# --- mutations ------------------------------------------------------------------------------------

SIGNS = "[]{}()=\"',.#\\\n\t 0123456789-+<>ABCRFMabc\0é\u2028"


def mutated(text: str, dice: random.Random) -> str:
    """Delete, repeat, move or replace a few lines and characters."""
    for _ in range(dice.randint(1, 3)):
        lines = text.splitlines(keepends=True) or [""]
        place = dice.randrange(len(lines))
        sign = dice.randrange(max(len(text), 1))
        match dice.randrange(8):
            case 0:
                del lines[place]
            case 1:
                lines.insert(place, lines[place])
            case 2:
                lines[place] = dice.choice(lines)
            case 3:
                lines = [text[:sign] + text[sign + 1 :]]
            case 4:
                lines = [text[:sign] + dice.choice(SIGNS) + text[sign:]]
            case 5:
                lines = [text[:sign] + dice.choice(SIGNS) + text[sign + 1 :]]
            case 6:
                words = lines[place].split(" ")
                dice.shuffle(words)
                lines[place] = " ".join(words)
            case _:
                lines[place] = lines[place].replace('"', "", 2).replace("1", "9" * 20, 1)
        text = "".join(lines)
    return text


def loads_or_is_refused(text: str) -> None:
    try:
        read_scheme(text, "x.toml")
    except RfmaError as error:
        assert "x.toml" in error.message


@pytest.mark.parametrize("seed", range(8))
def test_a_broken_scheme_loads_or_is_refused_nothing_else(seed: int) -> None:
    dice = random.Random(seed)
    short = [text.partition("[[playbook]]")[0] for text in TEXTS]
    for _ in range(50):
        loads_or_is_refused(mutated(dice.choice(short), dice))
    for text in TEXTS:
        loads_or_is_refused(mutated(text, dice))


_scalars = st.one_of(
    st.none().map(lambda _: {}),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S")), max_size=8),
    st.sampled_from(("R1", "last", "<=", ">", "class", "111", "(1,2)", "1-2", "0.5", "fixed")),
    st.dates(),
)
_anything = st.recursive(
    _scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(("en", "kind", "rule", "p", "of", "R")), inner, max_size=3),
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), _anything)
def test_any_value_behind_any_key_loads_or_is_refused(data: st.DataObject, value: Any) -> None:
    document: Document = {
        **document_of([axis("R", {"kind": "recency"}, fixed("<=", 1, 2))]),
        "about": {"en": "x"},
        "as_of": "last",
        "class_name": {"en": "{R}"},
        "population": {"cards": "all", "least": {"days": 1}, "shops": ["s1"]},
        "level": [{"code": "g", "name": {"en": "g"}, "groups": [
            {"code": "a", "name": {"en": "a"}, "members": ["1", "(2,3)"], "warmth": 1}]}],
    }  # fmt: skip
    place: Any = document
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
            place = place[key]
        else:
            place[key] = value
            break
    loads_or_is_refused(toml(document))
