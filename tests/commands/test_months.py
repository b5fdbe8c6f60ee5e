"""Many dates at once, the way an answer was found, and the checkpoints behind it."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from commands.fixtures import AS_OF, EARLIER, Rfma

RANGE = ("--as-of", "2021-08..2021-10", "--monthly")


def test_every_months_end_says_what_it_says_alone(rfma: Rfma, chain: Path) -> None:
    several = rfma("segment", "--store", chain, *RANGE, "--format", "json").done().json
    assert [one["as_of"] for one in several] == ["2021-08-31", "2021-09-30", "2021-10-31"]
    for one in several:
        arguments = ("--as-of", one["as_of"], "--format", "json")
        assert rfma("segment", "--store", chain, *arguments).json == one


def test_without_a_range_every_month_is_meant_and_the_last_ends_with_the_cheques(
    rfma: Rfma, chain: Path
) -> None:
    several = rfma("segment", "--store", chain, "--monthly", "--format", "json").json
    assert several[0]["as_of"] == "2021-07-31"
    assert several[-1]["as_of"] == AS_OF


def test_a_file_holds_every_level_of_every_date(rfma: Rfma, chain: Path, tmp_path: Path) -> None:
    file = tmp_path / "months.csv"
    rfma("segment", "--store", chain, *RANGE, "-o", file).done()
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert {row["level"] for row in rows} == {"class", "cluster", "region", "warmth"}
    cards = Counter[tuple[str, str]]()
    for row in rows:
        cards[row["as_of"], row["level"]] += int(row["cards"])
    by_date: dict[str, set[int]] = {}
    for (as_of, _), count in cards.items():
        by_date.setdefault(as_of, set()).add(count)
    assert len(by_date) == 3
    assert all(len(counts) == 1 for counts in by_date.values())


def test_migrations_of_a_chain_are_those_of_each_pair(rfma: Rfma, chain: Path) -> None:
    arguments = ("--thresholds", "refit", "--format", "json")
    several = rfma(
        "migrate", "--store", chain, "--from", "2021-08", "--to", "2021-10-15", "--monthly",
        *arguments,
    ).done().json["months"]  # fmt: skip
    assert [(one["from"], one["to"]) for one in several] == [
        ("2021-08-31", "2021-09-30"),
        ("2021-09-30", "2021-10-15"),
    ]
    for one in several:
        days = ("--from", one["from"], "--to", one["to"])
        alone = rfma("migrate", "--store", chain, *days, *arguments).json
        beside = {name: alone.pop(name) for name in ("bridge", "previous", "money")}
        assert alone == one
        assert all(beside.values())


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (("segment", "--as-of", "2021-08..2021-10"), "--monthly"),
        (("segment", "--as-of", "2021-08-31", "--monthly"), "2021-08..2022-06"),
        (("segment", "--as-of", "2021-13..2022-01", "--monthly"), "'2021-13'"),
        (("segment", *RANGE, "--cards", "cards.csv"), "--cards"),
        (("migrate", "--from", "2021-08", "--monthly", "--between"), "--between"),
        (("migrate", "--from", "2021-08", "--monthly", "--list", "110", "210"), "--list"),
    ],
    ids=str,
)
def test_what_does_not_go_together_is_refused(
    rfma: Rfma, chain: Path, arguments: tuple[str, ...], wanted: str
) -> None:
    told = rfma(*arguments, "--store", chain)
    assert told.code == 2
    assert wanted in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    ("arguments", "code", "wanted"),
    [
        (("segment", "--as-of", "2021-10..2021-08", "--monthly"), 1, "2021-10-31"),
        (("segment", "--as-of", "2019-01..2020-12", "--monthly"), 1, "2020-12-31"),
        (("segment", "--as-of", "2030-01..", "--monthly"), 1, "2030-01-31"),
        (("migrate", "--from", "2021-12", "--monthly"), 2, AS_OF),
    ],
    ids=str,
)
def test_a_range_without_enough_days_is_refused(
    rfma: Rfma, chain: Path, arguments: tuple[str, ...], code: int, wanted: str
) -> None:
    rfma(*arguments, "--store", chain).failed(code, wanted)


def test_a_range_may_begin_before_the_first_cheque(rfma: Rfma, chain: Path) -> None:
    arguments = ("--as-of", "2019-01..2021-08", "--monthly", "--format", "json")
    told = rfma("segment", "--store", chain, *arguments).done().json
    assert [one["as_of"] for one in told] == ["2021-07-31", "2021-08-31"]


def test_an_answer_explains_where_it_comes_from(rfma: Rfma, chain: Path) -> None:
    def explained(*arguments: str) -> str:
        return rfma("segment", "--store", chain, "--explain", *arguments).done().err.strip()

    assert explained("--as-of", "2021-09-30") == (
        "2021-09-30: from the checkpoint at the end of 2021-09; no cheque was read."
    )
    assert explained("--as-of", "2021-10-15") == (
        "2021-10-15: from the checkpoint at the end of 2021-09 and the cheques of 2021-10."
    )
    assert explained("--as-of", "2021-10-15", "--since", "2021-07-05") == (
        "2021-10-15: from the cheques of 4 months (2021-07 … 2021-10), since checkpoints hold all"
        " cheques, not only those since 2021-07-05."
    )
    assert "(documents)" in explained("--scheme", "rfm8")
    russian = explained("--as-of", "2021-09-30", "--lang", "ru")
    assert russian == "2021-09-30: из контрольной точки на конец 2021-09; чеки не читались."


def test_both_dates_of_a_migration_are_explained(rfma: Rfma, chain: Path) -> None:
    told = rfma("migrate", "--store", chain, "--from", EARLIER, "--explain").done().err
    assert [line[:10] for line in told.splitlines()] == [EARLIER, AS_OF]


def test_checkpoints_are_shown_and_made_anew(rfma: Rfma, chain: Path) -> None:
    kept = rfma("checkpoint", "--store", chain, "--format", "json").done().json
    assert kept == rfma("checkpoint", "--store", chain, "--rebuild", "--format", "json").done().json
    status = rfma("status", "--store", chain, "--format", "json").json
    assert [one["month"] for one in kept] == [month["month"] for month in status["months"]]
    assert status["checkpoints"] == {
        "kept": len(kept), "newest": kept[-1]["month"], "fresh": True,
    }  # fmt: skip
    assert status["bytes"]["checkpoints"] == sum(one["bytes"] for one in kept)
