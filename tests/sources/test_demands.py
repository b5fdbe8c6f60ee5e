"""What a load asks of its rows: too many rejects stop it, repeated rows are kept as told."""

from __future__ import annotations

import json
import random
import tempfile
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfma_fast import open_store
from rfma_fast.cheques.rulebook import FLOOR, IDENTICAL, Demands, Identical
from rfma_fast.errors import UsageError
from rfma_fast.sources.ingest import ingest
from rfma_fast.store import quarantine
from rfma_fast.store.loads import LoadReport
from rfma_fast.store.snapshot import open_snapshot
from rfma_fast.store.tables import Tables
from sources.handmade import (
    ANNA,
    BAD,
    BORIS,
    FEBRUARY,
    JANUARY,
    UUID,
    Row,
    every_byte,
    refused,
    row,
    write_csv,
)  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "store"


def taken(root: Path, rows: list[Row], demands: Demands, name: str = "t.csv") -> LoadReport:
    return ingest(root, [write_csv(root.parent / name, rows)], demands=demands)


def documents(root: Path) -> Counter[str]:
    if not Tables.at(root).cheques.files():
        return Counter()
    return Counter(open_snapshot(root).scan().collect().get_column("doc_id").to_list())


# --- the share of rejects ------------------------------------------------------------------------


def rows_with(bad: int, of: int) -> list[Row]:
    good = [
        row(f"2022-01-01 00:{n // 60:02d}:{n % 60:02d}", doc_id=str(n)) for n in range(of - bad)
    ]
    return [*[BAD[0]] * bad, *good]


@pytest.mark.parametrize(
    ("bad", "of", "share", "stops"),
    [
        (5, 100, "5%", False),
        (6, 100, "5%", True),
        (5, 99, "5%", True),
        (1, 20, "0.05", False),
        (1, 19, "5 %", True),
        (1, 900, "0", True),
        (0, 10, "0%", False),
        (1, 40, "2,5%", False),
        (1, 39, "2.5%", True),
        (20, 20, "100%", False),
    ],
)
def test_a_load_stops_where_more_than_the_share_is_rejected_and_not_before(
    root: Path, bad: int, of: int, share: str, stops: bool
) -> None:
    path = write_csv(root.parent / "t.csv", rows_with(bad, of))
    store = open_store(root)
    if stops:
        with refused("load.too_many_rejected", bad, of, "t.csv:2 at_unreadable 'yesterday'"):
            store.ingest(path, max_rejects=share)
        assert not Tables.at(root).cheques.files()
        assert not Tables.at(root).rejected.files()
    else:
        assert store.ingest(path, max_rejects=share).rejected == bad


def test_five_in_a_hundred_is_the_usual_share_and_a_stopped_load_changes_no_byte(
    root: Path,
) -> None:
    store = open_store(root)
    store.ingest(write_csv(root.parent / "t.csv", JANUARY))
    before = every_byte(root)
    path = write_csv(root.parent / "u.csv", [*FEBRUARY, *rows_with(6, 98)])
    with refused("load.too_many_rejected", "6.00%", "5.00%", "at_unreadable 6"):
        store.ingest(path)
    assert every_byte(root) == before
    assert store.ingest(path, max_rejects="6%").rejected == 6


def test_the_error_tells_the_rules_by_their_counts_and_the_first_rows(root: Path) -> None:
    rows = [row("2022-01-01", shop=""), BAD[1], BAD[0], BAD[0], *JANUARY]
    first = ["t.csv:2 shop_missing", "t.csv:3 amount_finer_than_kopeck '12.345'"]
    with refused("load.too_many_rejected", "at_unreadable 2, shop_missing 1", *first):
        taken(root, rows, Demands(max_rejects=Fraction(1, 20)))


def test_repeated_rows_that_shall_be_rejected_count_for_the_share(root: Path) -> None:
    rows = [*JANUARY, JANUARY[0]]
    demands = Demands(identical="reject", max_rejects=Fraction(1, 5))
    assert taken(root, rows, demands).rejected_by_rule == {"row_repeated": 1}
    again = Demands(identical="reject", max_rejects=Fraction(19, 100))
    with refused("load.too_many_rejected", "row_repeated 1"):
        taken(root.parent / "other", rows, again)
    assert not Tables.at(root.parent / "other").cheques.files()


@pytest.mark.parametrize("share", ["five", "-1%", "101%", "1.01", "", "5%%"])
def test_what_is_no_share_is_refused(root: Path, share: str) -> None:
    with pytest.raises(UsageError, match="--max-rejects"):
        open_store(root).ingest(write_csv(root.parent / "t.csv", JANUARY), max_rejects=share)


@pytest.mark.parametrize("amount", ["much", "-5", "0", "1.005", "nan"])
def test_what_is_no_amount_is_refused(root: Path, amount: str) -> None:
    with pytest.raises(UsageError, match="--max-amount"):
        open_store(root).ingest(write_csv(root.parent / "t.csv", JANUARY), max_amount=amount)


def test_limits_are_given_by_day_and_amount(root: Path) -> None:
    rows = [
        row("2021-12-31", amount="1", doc_id="1"), row("2022-01-01", amount="1", doc_id="2"),
        row("2022-06-10", amount="1", doc_id="3"), row("2022-06-11", amount="1", doc_id="4"),
        row("2022-02-01", amount="50.01", doc_id="5"), row("2022-02-01", amount="50", doc_id="6"),
    ]  # fmt: skip
    path = write_csv(root.parent / "t.csv", rows)
    report = open_store(root).ingest(
        path, floor="2022-01-01", today="2022-06-09", max_amount="50", max_rejects=None
    )
    assert report.rejected_by_rule == {
        "amount_above_limit": 1, "at_before_floor": 1, "at_in_future": 1,
    }  # fmt: skip
    assert documents(root) == Counter("236")
    said = open_store(root).understand(path, floor="2022-01-01", today="2022-06-09", max_amount=50)
    assert said.rejected_by_rule == report.rejected_by_rule


# --- repeated rows -------------------------------------------------------------------------------

SAME = row("2022-01-05 09:00:00", doc_id="same")


@pytest.mark.parametrize(
    ("identical", "kept", "there", "rejected"),
    [("once", 1, 2, 0), ("all", 3, 0, 0), ("reject", 1, 0, 2)],
)
def test_repeated_rows_are_stored_once_or_all_or_rejected(
    root: Path, identical: Identical, kept: int, there: int, rejected: int
) -> None:
    demands = Demands(identical=identical)
    report = taken(root, [SAME, JANUARY[0], SAME, SAME], demands)
    assert (report.read, report.stored, report.already_there, report.rejected) == (
        4, kept + 1, there, rejected,
    )  # fmt: skip
    assert report.identical == 2
    assert documents(root)["same"] == kept
    before = every_byte(root)
    again = taken(root, [SAME, JANUARY[0], SAME, SAME], demands)
    assert (again.load, again.stored, again.rejected) == (0, 0, rejected)
    assert every_byte(root) == before


def test_of_copies_the_store_ends_with_the_most_that_one_load_brings(root: Path) -> None:
    every = Demands(identical="all")
    for copies, there in ((2, 2), (1, 2), (3, 3), (2, 3)):
        taken(root, [SAME] * copies, every)
        assert documents(root)["same"] == there
    taken(root, [SAME] * 5, Demands())
    assert documents(root)["same"] == 3


def test_a_rejected_copy_tells_its_line_its_source_and_what_it_was(root: Path) -> None:
    card_less = row("2022-01-05 09:00:00.5", card=UUID, amount="-0.05", doc_id="u", paid="7")
    taken(root, [SAME, card_less, SAME, card_less], Demands(identical="reject"))
    rows = quarantine.waiting(Tables.at(root)).sort("line").collect()
    assert rows.select("source", "line", "rule").rows() == [
        (str(root.parent / "t.csv"), line, "row_repeated") for line in (4, 5)
    ]
    first, second = (json.loads(raw) for raw in rows.get_column("raw"))
    assert (first["card"], first["amount"], first["at"]) == (
        ANNA,
        "100.00",
        "2022-01-05 09:00:00.000000",
    )
    assert (second["card"], second["amount"], second["paid"]) == (UUID, "-0.05", "7.00")
    assert (second["at"], second["doc_id"], first["paid"]) == (
        "2022-01-05 09:00:00.500000",
        "u",
        None,
    )


# --- nothing is lost -----------------------------------------------------------------------------

GOOD = [
    row(f"2022-0{1 + n % 2}-0{1 + n}", card=(ANNA, BORIS, "")[n % 3], doc_id=str(n))
    for n in range(5)
]
WRONG = [
    row("yesterday", doc_id="w1"),
    row(amount="x", doc_id="w2"),
    row("1999-01-01", doc_id="w3"),
]

batches = st.lists(
    st.tuples(
        st.lists(st.sampled_from([*GOOD, *GOOD, *WRONG]), max_size=8), st.sampled_from(IDENTICAL)
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=12, deadline=None)
@given(batches, st.randoms(use_true_random=False))
def test_no_row_is_ever_lost_or_doubled_whatever_the_settings(
    batches: list[tuple[list[Row], Identical]], chance: random.Random
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root, there, waiting = Path(folder) / "store", Counter[str](), set[tuple[int, str]]()
        for number, (rows, identical) in enumerate([*batches, *batches]):
            demands = Demands(floor=FLOOR, identical=identical)
            told = rows if number < len(batches) else chance.sample(rows, len(rows))
            report = taken(root, told, demands, f"{identical}.csv")
            good = [one[7] for one in told if one in GOOD]
            bad = len(told) - len(good)
            copies = len(good) - len(set(good))
            brought = Counter(good) if identical == "all" else Counter(set(good))
            assert report.read == len(told)
            assert report.read == report.stored + report.already_there + report.rejected
            assert report.rejected == bad + (copies if identical == "reject" else 0)
            assert report.identical == copies
            assert report.stored == (brought - there).total()
            there |= brought
            assert documents(root) == there
            waiting |= lines_of(told, identical)
            assert quarantined(root) == waiting


def lines_of(told: list[Row], identical: Identical) -> set[tuple[int, str]]:
    """Return line and document of the rows that must be in quarantine."""
    found = {(line, one[7]) for line, one in enumerate(told, 2) if one in WRONG}
    if identical == "reject":
        found |= {
            (n, one[7]) for n, one in enumerate(told, 2) if one in GOOD and one in told[: n - 2]
        }
    return {(line, f"{identical} {document}") for line, document in found}


def quarantined(root: Path) -> set[tuple[int, str]]:
    rows = quarantine.waiting(Tables.at(root)).collect()
    return {
        (line, f"{Path(source).stem} {json.loads(raw)['doc_id']}")
        for source, line, raw in rows.select("source", "line", "raw").iter_rows()
    }
