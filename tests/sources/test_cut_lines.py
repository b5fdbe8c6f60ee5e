"""A line with too few fields is rejected, whether or not its fields stand in quotes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.handmade import ANNA
from sources.writing import read

HEADER = ["at", "shop", "amount", "card"]


def line(fields: list[str], quoted: bool) -> str:
    return ",".join(f'"{field}"' if quoted else field for field in fields)


def outcome(path: Path, lines: list[str]) -> tuple[list[int], list[tuple[int, str]]]:
    """Return the amounts that are taken, and the rejected lines with their rules."""
    path.write_text("\n".join(lines) + "\n")
    both = read(path)
    amounts = both.accepted.get_column("amount").to_list()
    return amounts, both.rejected.select("line", "rule").rows()


@pytest.mark.parametrize("quoted", [False, True], ids=["plain", "quoted"])
@pytest.mark.parametrize("left", [1, 2, 3])
def test_a_cut_line_is_rejected_and_costs_itself_only(
    tmp_path: Path, quoted: bool, left: int
) -> None:
    whole, cut = ["2022-01-01", "S", "100", ANNA], ["2022-01-02", "S", "200", ANNA][:left]
    lines = [line(fields, quoted) for fields in (HEADER, whole, cut, whole)]
    assert outcome(tmp_path / "t.csv", lines) == ([10_000, 10_000], [(3, "fields_missing")])


@pytest.mark.parametrize(
    "cut",
    [
        '"2022-01-02","S, x","200"',
        '"2022-01-02","S,,","200"',
        '"2022-01-02","S ""q"", r","200"',
        '"2022-01-02","S\nT","200"',
        '2022-01-02,"S",200',
        '2022-01-02,S,"200"',
    ],
)
def test_signs_within_quotes_are_no_fields(tmp_path: Path, cut: str) -> None:
    lines = [line(HEADER, True), line(["2022-01-01", "S", "100", ANNA], True), cut]
    assert outcome(tmp_path / "t.csv", lines) == ([10_000], [(3, "fields_missing")])


def test_an_empty_last_field_is_no_cut_one(tmp_path: Path) -> None:
    lines = [line(HEADER, True), '"2022-01-01","S","100",""', '"2022-01-02","S","200",']
    assert outcome(tmp_path / "t.csv", lines) == ([10_000, 20_000], [])


def test_two_lines_with_a_stray_quote_each_do_not_cost_the_file(tmp_path: Path) -> None:
    stray = '2022-01-02,S"q,200,'
    lines = [line(HEADER, False), stray, stray, line(["2022-01-01", "S", "100", ANNA], True)]
    rules = [(2, "quotes_open"), (3, "quotes_open")]
    assert outcome(tmp_path / "t.csv", lines) == ([10_000], rules)


_TEXTS = st.text('ab, "\n', max_size=4).filter(lambda text: text.strip() != "")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(_TEXTS, st.integers(1, 4), st.booleans()), min_size=1, max_size=5))
def test_quoted_lines_of_any_length_are_taken_or_rejected_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, bool]]
) -> None:
    lines, taken, rejected = [line(HEADER, True)], [], []
    for number, (shop, left, has_card) in enumerate(rows, 2):
        doubled = shop.replace('"', '""')
        fields = [date(2022, 1, number).isoformat(), doubled, str(number), ANNA if has_card else ""]
        lines.append(line(fields[:left], True))
        if left == 4:
            taken.append(100 * number)
        else:
            rejected.append((number, "fields_missing"))
    path = tmp_path_factory.getbasetemp() / "cut.csv"
    assert outcome(path, lines) == (taken, rejected)
