"""One table of cheques, written in every dialect, gives the same cheques."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import datetime
from itertools import product
from pathlib import Path

import pytest

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
