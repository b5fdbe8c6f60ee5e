"""Whatever octets come in, a parser answers or refuses in a sentence; thousands of them a run."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from commands.fixtures import Rfma
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fuzz.targets import PIECES, SQL, TARGETS, WORDS, cheques_csv, spoilt

CASES = {
    "money": 400, "moments": 400, "days": 600, "schemes": 250, "patterns": 1000, "thresholds": 250,
    "maps": 250, "csv": 150, "parquet": 150, "sql": 60, "command": 40,
}  # fmt: skip
"""Spoilt seeds a target, in the default suite; ``make fuzz`` does the same for as long as asked."""

quick = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.mark.parametrize("name", TARGETS)
def test_a_seed_as_it_is_and_spoilt_is_answered_or_refused(name: str) -> None:
    target, chance = TARGETS[name], random.Random(20260601)
    seeds = target.seeds()
    for seed in seeds:
        target.run(seed)
    for _ in range(CASES[name]):
        target.run(spoilt(chance.choice(seeds), chance))


@given(st.binary(max_size=300))
@settings(quick, max_examples=100)
def test_any_octets_are_answered_or_refused(octets: bytes) -> None:
    for name in ("money", "moments", "days", "schemes", "patterns", "thresholds", "maps", "csv"):
        TARGETS[name].run(octets)


AMOUNT = st.from_regex(
    r"[ ]?[+-]{0,2}[0-9]{0,13}[.,]?[0-9]{0,8}(e[+-]?[0-9]{1,9})?", fullmatch=True
)
NUMBER = st.decimals(allow_nan=True, allow_infinity=True, places=None).map(str)


@given(st.lists(AMOUNT | NUMBER | st.text(max_size=8), min_size=1, max_size=40))
@settings(quick, max_examples=150)
@example(["1e999999999", "-1e-999999999", "9" * 5000, "0." + "0" * 5000 + "1", "NaN", "Infinity"])
@example(["100000000000", "100000000000.01", "-100000000000", "5.", ".5", ".", "-.", "+", "--1"])
@example(["٣", "\uff11", "1_000", "0x10", "1\xa0000", "\x1c5"])
def test_money_is_what_the_slow_reader_reads(texts: list[str]) -> None:
    TARGETS["money"].run("\n".join(text.replace("\n", " ") for text in texts).encode())


MOMENT = st.from_regex(
    r"[0-9]{3,5}-[0-9]{1,3}-[0-9]{1,3}([ T]{1,2}[0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}(\.[0-9]*)?)?)?",
    fullmatch=True,
)
REAL_MOMENT = st.datetimes().map(str) | st.dates().map(str)


@given(st.lists(MOMENT | REAL_MOMENT | st.text(max_size=12), min_size=1, max_size=40))
@settings(quick, max_examples=150)
@example(["2024-02-29 23:59:60", "2024-02-2923:09:10", "2022-01-01T10:00", "2022-1-1 7:5"])
@example(["1899-12-31 23:59:59.999999", "1900-01-01", "9999-12-31 23:59:59.999999", "0000-00-00"])
def test_moments_are_what_the_slow_reader_reads(texts: list[str]) -> None:
    TARGETS["moments"].run("\n".join(text.replace("\n", " ") for text in texts).encode())


SLOT = st.sampled_from(["1", "4", "(1,2)", "(1-3)", "(3-1)", "(2-9)", "A", "(1,A)", "()", "0"])


@given(st.text(alphabet="0123456789A(),-", max_size=12) | st.lists(SLOT).map("".join))
@settings(quick, max_examples=300)
@example("(1-999999)")
@example("(" * 5000)
@example("(1,2)" * 5000)
def test_patterns_give_classes_of_the_scheme_or_are_refused(text: str) -> None:
    TARGETS["patterns"].run(text.encode())


CELL = st.text(max_size=6) | st.sampled_from(
    ['"', '""', '"a', 'a"', '"a\nb"', "\0", "=1+1", "1e9", "2022-01-01", "\r", "\ufeff", ""]
)


@given(
    st.lists(st.lists(CELL, min_size=1, max_size=8), max_size=12),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1251"]),
)
@settings(quick, max_examples=120)
def test_rows_of_any_cells_are_all_counted(
    rows: list[list[str]], separator: str, end: str, encoding: str
) -> None:
    head = cheques_csv().decode().splitlines()[:3]
    lines = [line.replace(",", separator) for line in head] + [separator.join(row) for row in rows]
    TARGETS["csv"].run(end.join(lines).encode(encoding, "replace"))


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map(" ".join))
@settings(quick, max_examples=250)
def test_no_sql_of_any_pieces_looks_or_acts_beyond_the_views(sql: str) -> None:
    TARGETS["sql"].run(sql.encode())


@given(st.sampled_from(SQL), st.sampled_from(SQL), st.sampled_from(["({})", "(select 1, ({}))"]))
@settings(quick, max_examples=80)
def test_no_sql_within_sql_looks_or_acts_beyond_the_views(a: str, b: str, within: str) -> None:
    for sql in (
        f"select * from {within.format(a)}",
        f"with q as ({a}) select * from q, ({b})",
        f"select * from cheques where exists ({a}) or 1 in ({b})",
    ):
        TARGETS["sql"].run(sql.encode())


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=5), min_size=1, max_size=8))
@settings(quick, max_examples=70)
def test_any_command_line_ends_with_a_code_of_the_contract(words: list[str]) -> None:
    TARGETS["command"].run("\n".join(words).encode("utf-8", "replace"))


FOUND = sorted((Path(__file__).parent / "found").iterdir())


@pytest.mark.parametrize("file", FOUND, ids=lambda file: file.name)
def test_what_was_found_once_stays_mended(file: Path) -> None:
    """Each of these ended in a traceback, in the end of the process or in a wrong answer."""
    TARGETS[file.name.partition("-")[0]].run(file.read_bytes())


@pytest.mark.parametrize("name", [file.name for file in FOUND if file.name.startswith("parquet")])
def test_a_damaged_parquet_file_is_refused_and_never_read_in_part(
    rfma: Rfma, tmp_path: Path, name: str
) -> None:
    source = tmp_path / "damaged.parquet"
    source.write_bytes((Path(__file__).parent / "found" / name).read_bytes())
    rfma("ingest", source, "--store", tmp_path / "s").failed(1, source)
    rfma("ingest", source, "--dry-run").failed(1, source)


@pytest.mark.parametrize("month", ["9999-12", "0000-01", "0000-00", "9999-13", "٢٠٢٢-٠١"])
def test_a_month_at_the_ends_of_the_calendar_is_answered_or_refused(
    rfma: Rfma, chain: Path, month: str
) -> None:
    told = rfma("segment", "--monthly", "--as-of", f"2021-12..{month}", "--store", chain)
    assert told.code == (0 if month == "9999-12" else 2), told.err
    assert "Traceback" not in told.err
