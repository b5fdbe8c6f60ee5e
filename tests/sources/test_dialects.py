"""One table of cheques, written in every dialect, gives the same cheques."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import datetime
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rfma_fast.errors import RfmaError
from rfma_fast.sources.columns import ColumnMap
from rfma_fast.sources.ingest import ingest
from sources.handmade import ANNA, BORIS, UUID, stored
from sources.writing import (
    AMOUNTS,
    DATES,
    ENCODINGS,
    ENDS,
    HARD,
    NARROW,
    PACKING,
    Cheque,
    Form,
    as_told,
    cheques_in,
    read,
    write,
)

CHEQUES = [
    Cheque(datetime(2022, 6, 25, 14, 35, 10), "Аптека 1", ANNA, 123_450, 120_000, "15#1"),
    Cheque(datetime(2022, 6, 9, 9, 5, 0), "Аптека «Южная»; центр", BORIS, 50, None, "15#2"),
    Cheque(datetime(2021, 12, 31, 23, 59, 59), "АПТЕКА, ул. Ленина | 5", UUID, -98_765_432, 5, "a"),
    Cheque(datetime(2022, 1, 2, 0, 0, 0), 'Аптека "Ёлка"', ANNA, 100, 100, "15#4"),
]
DELIMITERS = (",", ";", "\t", "|")


def spoken(cheques: list[Cheque], encoding: str) -> list[Cheque]:
    """Return cheques without the signs that an encoding lacks."""
    if encoding != "koi8-r":
        return cheques
    return [replace(one, shop=one.shop.replace("«", '"').replace("»", '"')) for one in cheques]


@pytest.mark.parametrize("compression", PACKING)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_delimiter_and_line_end_gives_the_same_cheques(
    tmp_path: Path, encoding: str, compression: str
) -> None:
    cheques = spoken(CHEQUES, encoding)
    values = list(product(DATES.values(), AMOUNTS.values()))
    for number, (delimiter, end) in enumerate(product(DELIMITERS, ENDS)):
        date, (decimal, thousands) = values[(number * 37 + len(encoding)) % len(values)]
        if encoding in ("cp1251", "koi8-r") and thousands == NARROW:
            thousands = HARD
        form = Form(delimiter, encoding, end, compression, date, decimal, thousands)
        path = write(tmp_path / f"{number}.csv", cheques, form)
        assert cheques_in(read(path)) == as_told(cheques, date), form


@pytest.mark.parametrize("amounts", AMOUNTS)
@pytest.mark.parametrize("dates", DATES)
def test_every_way_to_write_dates_and_amounts_gives_the_same_cheques(
    tmp_path: Path, dates: str, amounts: str
) -> None:
    decimal, thousands = AMOUNTS[amounts]
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL):
        form = Form(";", date=DATES[dates], decimal=decimal, thousands=thousands, quoting=quoting)
        path = write(tmp_path / "t.csv", CHEQUES, form)
        assert cheques_in(read(path)) == as_told(CHEQUES, DATES[dates])


def test_dialects_end_as_the_same_store(tmp_path: Path) -> None:
    ingest(tmp_path / "plain", [write(tmp_path / "plain.csv", CHEQUES, Form())])
    wild = Form(";", "cp1251", "\r", ".gz", DATES["dots"], ",", "\u00a0")
    ingest(tmp_path / "wild", [write(tmp_path / "wild.csv", CHEQUES, wild)])
    assert stored(tmp_path / "wild") == stored(tmp_path / "plain")
    assert len(stored(tmp_path / "plain")) == len(CHEQUES)


LETTERS = st.characters(codec="cp1251", exclude_categories=["C", "Z"], exclude_characters="\ufffd")
NAMES = st.text(LETTERS, min_size=1, max_size=12)
ANY_CHEQUES = st.lists(
    st.builds(
        Cheque,
        at=st.datetimes(datetime(1970, 1, 1), datetime(2068, 12, 31)).map(
            lambda at: at.replace(microsecond=0)
        ),
        shop=NAMES.map(lambda name: f"Аптека {name}"),
        card=st.sampled_from([ANNA, BORIS, UUID]),
        amount=st.integers(-(10**12), 10**12),
        paid=st.none() | st.integers(0, 10**9),
        doc_id=NAMES,
    ),
    min_size=1,
    max_size=8,
)
FORMS = st.builds(
    lambda signs, **traits: Form(decimal=signs[0], thousands=signs[1], **traits),
    st.sampled_from([signs for signs in AMOUNTS.values() if NARROW not in signs]),
    delimiter=st.sampled_from(DELIMITERS),
    encoding=st.sampled_from([name for name in ENCODINGS if name != "koi8-r"]),
    end=st.sampled_from(ENDS),
    compression=st.sampled_from(list(PACKING)),
    date=st.sampled_from(list(DATES.values())),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)


def order_of(form: str) -> str:
    return {"d": "day-first", "m": "month-first"}.get(form.replace("-", "")[1], "year-first")


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ANY_CHEQUES, FORMS)
def test_any_cheques_in_a_dialect_that_was_told_are_read_back(
    tmp_path: Path, cheques: list[Cheque], form: Form
) -> None:
    told = {"encoding": form.encoding, "delimiter": form.delimiter, "decimal": form.decimal}
    told["date"] = order_of(form.date)
    if form.thousands in (",", "."):
        told["thousands"] = form.thousands
    path = write(tmp_path / "t.csv", cheques, form)
    assert cheques_in(read(path, columns=ColumnMap({}, told))) == as_told(cheques, form.date)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ANY_CHEQUES, FORMS)
def test_any_cheques_in_any_dialect_are_read_back_or_refused_and_never_others(
    tmp_path: Path, cheques: list[Cheque], form: Form
) -> None:
    path = write(tmp_path / "t.csv", cheques, form)
    wanted = as_told(cheques, form.date)
    try:
        both = read(path)
    except RfmaError as error:
        assert error.hint
        return
    assert both.accepted.height + both.rejected.height == len(cheques)
    assert set(both.rejected.get_column("rule")) <= {"amount_doubtful", "paid_doubtful"}
    lost = {line - 2 for line in both.rejected.get_column("line")}
    kept = [one for place, one in enumerate(wanted) if place not in lost]
    assert cheques_in(replace(both, rejected=both.rejected.clear())) == kept
