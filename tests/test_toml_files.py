"""Files that people write cost no more than their size, however they are made."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfma_fast.api import Store
from rfma_fast.api.opened import given_thresholds
from rfma_fast.errors import RfmaError
from rfma_fast.schemes.loader import load_scheme
from rfma_fast.sources.columns import load_map
from rfma_fast.toml_files import MAX_DEPTH, parsed

DEEP = ".".join("a" * 50_000)
HOSTILE = {
    "a name": f"{DEEP} = 1",
    "blanks between": f"{DEEP.replace('.', ' . ')} = 1",
    "quoted parts": DEEP.replace("a", '"a"') + " = 1",
    "parts in apostrophes": DEEP.replace("a", "'a'") + " = 1",
    "a table": f"[{DEEP}]",
    "a list of tables": f"[[{DEEP}]]",
    "within a table in line": f"x = {{{DEEP} = 1}}",
    "behind a text that ends in quotes": f'k = """a"""""\n{DEEP} = 1',
    "behind a comment with quotes": f'# """\n{DEEP} = 1',
    "behind an escaped quote": f'k = "\\""\n{DEEP} = 1',
    "many in a row": "\n".join(f"[a{n}.{'.'.join('a' * 30)}]" for n in range(10_000)),
}


@pytest.mark.parametrize("made", HOSTILE)
def test_a_name_of_thousands_of_parts_is_refused_unread(
    made: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tomllib, "loads", lambda text: pytest.fail("it was read"))
    with pytest.raises(RfmaError, match=r"f\.toml, line [12]: a name has more than 10 parts"):
        parsed(HOSTILE[made], "f.toml")


def test_every_file_that_people_write_is_looked_at_first(tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    path.write_text(f"{DEEP} = 1")
    for read in (
        lambda: load_map(path),
        lambda: Store(tmp_path / "s").scheme(str(path)),
        lambda: given_thresholds(path, load_scheme("rfma")),
    ):
        with pytest.raises(RfmaError, match="a name has more than 10 parts"):
            read()


@pytest.mark.parametrize(
    "text",
    [
        'name = "' + "1." * 50 + '"',
        "name = '" + "a." * 50 + "'",
        'name = """\n' + "a.b." * 50 + '\n""" # ' + "a." * 50,
        ".".join("a" * MAX_DEPTH) + " = 1",
        f"x = {[1.5] * 50}",
    ],
)
def test_points_within_texts_comments_and_numbers_are_no_names(text: str) -> None:
    assert parsed(text, "f.toml") == tomllib.loads(text)


_PIECES = ['"', "'", '"""', "'''", "#", "\n", "\\", "=", "a", ".", "[", "]", DEEP[:31], " "]


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_no_deep_name_is_overlooked(text: str) -> None:
    def deepest(table: object) -> int:
        return 1 + max(map(deepest, table.values()), default=0) if isinstance(table, dict) else 0

    try:
        depth = deepest(parsed(text, "f.toml"))
    except RfmaError:
        return
    assert depth <= 2 * MAX_DEPTH + 2
