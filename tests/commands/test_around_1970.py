"""The day before 1970 is a day like others: the same cheques 28 years later give the same answers.

Days and months are counted from 1970, and no number of a day may stand for "never".
"""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from commands.fixtures import Rfma

YEARS = 28
"""After so many years, weekdays and leap years are the same."""
EDGE = (date(1969, 12, 30), date(1969, 12, 31), date(1970, 1, 1), date(1970, 1, 2))
QUESTIONS = [
    "overview",
    "statistics",
    "acquisition --churn 30",
    "acquisition --from 1969-12-31 --to 1969-12-31",
    "segment --as-of 1969-12-31",
    "segment --monthly",
    "migrate --from 1969-12-31 --to 1970-02-28",
    "cooling --as-of 1969-12-31",
    "outlook",
    "card 2000000000007",
    "thresholds --as-of 1969-12-31",
]


_STORE = re.compile(r'"store_id": "[^"]+"')
"""What two stores never have in common."""


def later(text: str) -> str:
    """Return a text with the years around 1970 moved on."""
    return re.sub(r"\b(1969|1970)\b", lambda year: str(int(year[1]) + YEARS), text)


@pytest.fixture(scope="module")
def cheques() -> str:
    chance = random.Random(7)
    lines = ["at,shop,card,amount"]
    for _ in range(900):
        day = date(1969, 10, 1) + timedelta(chance.randrange(200))
        if chance.random() < 0.3:
            day = chance.choice(EDGE)
        card = f"20000000{chance.randrange(150):05d}" if chance.random() < 0.9 else ""
        amount = chance.choice([10, 20, 30, -5])
        lines.append(
            f"{day} {chance.randrange(8, 20):02d}:00:00,{chance.choice('AB')},{card},{amount}"
        )
    return "\n".join(lines)


@pytest.fixture
def stores(rfma: Rfma, tmp_path: Path, cheques: str) -> tuple[Path, Path]:
    found = []
    for name, text in (("then", cheques), ("later", later(cheques))):
        (tmp_path / f"{name}.csv").write_text(text)
        store = tmp_path / name
        rfma("ingest", tmp_path / f"{name}.csv", "--store", store, "--floor", "1900-01-01").done()
        found.append(store)
    return found[0], found[1]


def test_cheques_around_1970_answer_as_those_of_28_years_later(
    rfma: Rfma, stores: tuple[Path, Path]
) -> None:
    then, after = stores
    for question in QUESTIONS:
        there = rfma(*question.split(), "--store", then, "--format", "json").done()
        here = rfma(*later(question).split(), "--store", after, "--format", "json").done()
        told = later(there.out).replace(str(then), str(after))
        assert _STORE.sub("", told) == _STORE.sub("", here.out), question


def test_a_card_that_first_bought_on_the_last_day_of_1969_is_new_and_came_again(
    rfma: Rfma, tmp_path: Path
) -> None:
    (tmp_path / "n.csv").write_text(
        "at,shop,card,amount\n"
        "1969-11-30,S,2000000000009,1\n"
        "1969-12-31,S,2000000000001,10\n1970-01-05,S,2000000000001,20\n"
        "1969-12-30,S,2000000000002,10\n1969-12-31,S,2000000000002,20\n"
        "1970-03-01,S,2000000000003,1\n"
    )
    rfma("ingest", tmp_path / "n.csv", "--store", tmp_path / "s", "--floor", "1900-01-01").done()
    told = rfma("acquisition", "--store", tmp_path / "s", "--churn", "30", "--format", "json")
    months = {one["month"]: (one["cards"], one["again"]) for one in told.done().json["months"]}
    assert months["1969-12"] == (2, 2)
