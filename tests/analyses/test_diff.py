"""Two runs compared: each cause alone and together, with the store and without it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles.naive import Row
from support.stores import ANNA, bought, day, written
from support.words import refused

from rfma_fast.analyses.diff import CAUSES, EITHER, Diff
from rfma_fast.analyses.runs import read_run
from rfma_fast.api import Store
from rfma_fast.reports.export import write_frames, write_text
from rfma_fast.reports.forms import chosen_format
from rfma_fast.reports.segmentation import as_json
from rfma_fast.schemes.loader import scheme_text

CARDS = [f"20000000000{number:02}" for number in range(40)]


def chequered() -> list[Row]:
    """Return forty cards with rhythms and amounts of their own over half a year."""
    return [
        bought(start, card, (100 + 37 * number % 900) * 100, f"S{number % 3}")
        for number, card in enumerate(CARDS)
        for start in range(number, 180 - 3 * (number % 29), 5 + 7 * (number % 11))
    ]


NEXT = [bought(170 + number % 10, card, 2_000_00) for number, card in enumerate(CARDS[:12])]
"""What a second load brings."""


class Runs:
    """A store, and the runs that are saved of it."""

    def __init__(self, root: Path, copied: Path) -> None:
        self.root = root
        self.path = root / "store"
        shutil.copytree(copied, self.path)

    @property
    def store(self) -> Store:
        return Store(self.path)

    def load(self, rows: list[Row]) -> None:
        """Bring more cheques, which makes a new version."""
        source = self.root / "more.csv"
        lines = [f"{at},{shop},{card},{kopecks / 100},m{n}"
                 for n, (at, shop, card, kopecks) in enumerate(rows)]  # fmt: skip
        source.write_text("\n".join(["datetime,shop,card,summ,doc_id", *lines]))
        self.store.ingest(source)

    def save(self, name: str, suffix: str = "parquet", **options: Any) -> Path:
        """Save the cards of a segmentation, and its JSON beside a CSV file."""
        found = self.store.segment(**options)
        file = self.root / f"{name}.{suffix}"
        document = as_json(found)
        if suffix in ("json", "csv"):
            text = json.dumps(document, ensure_ascii=False)
            write_text(text, file.with_suffix(".json"))
        if suffix != "json":
            write_frames({"cards": found.table()}, chosen_format(None, file), file, document)
        return file

    def diff(self, before: Path, after: Path, level: str | None = None) -> Diff:
        return self.store.diff(before, after, level=level)

    def apart(self, before: Path, after: Path) -> Diff:
        """Compare two runs where the store is not to be had."""
        return Store(self.root / "nowhere").diff(before, after)


@pytest.fixture(scope="module")
def first_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("first") / "store"
    written(root, chequered())
    return root


@pytest.fixture
def runs(tmp_path: Path, first_store: Path) -> Runs:
    return Runs(tmp_path, first_store)


def causes(found: Diff) -> dict[str, int]:
    return {cause: cards for cause, cards in found.causes.iter_rows() if cards}


def wanted_moves(before: Path, after: Path, level: str = "region") -> dict[str, tuple[Any, Any]]:
    """Return card → groups where they differ, from the files themselves."""
    old, new = (
        dict(pl.read_parquet(file).select("card", level).iter_rows()) for file in (before, after)
    )
    return {
        card: (old.get(card, "new"), new.get(card, "none"))
        for card in old.keys() | new.keys()
        if old.get(card) != new.get(card)
    }


def hold(found: Diff, before: Path, after: Path) -> None:
    """Hold that the moved cards are those of the files, each with one known cause."""
    assert found.moved is not None
    said = {row[0]: (row[1], row[2]) for row in found.moved.select("card", "from", "to").rows()}
    assert len(said) == found.moved.height
    assert said == wanted_moves(before, after, found.level)
    assert found.causes.get_column("cards").sum() == len(said)
    assert found.flows.get_column("cards").sum() == len(said)
    assert set(found.moved.get_column("cause")) <= {*CAUSES, *EITHER}


THRESHOLDS = """scheme = "rfma"
digest = "{digest}"
as_of = 2022-06-29

[borders]
R = ["5", "9", "90"]
F = ["2", "1/2"]
M = ["900", "500"]
A = ["180", "30"]
"""


def own_borders(runs: Runs) -> Path:
    file = runs.root / "borders.toml"
    file.write_text(THRESHOLDS.format(digest=runs.store.scheme().digest))
    return file


def edited(runs: Runs, change: Mapping[str, str]) -> str:
    """Return a scheme of one's own, made of the built-in one."""
    text = scheme_text("rfma")
    for old, new in change.items():
        assert old in text, old
        text = text.replace(old, new)
    file = runs.root / "own.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


SWAPPED = {"[[playbook]]": "# edited\n[[playbook]]"}
"""Another digest, the same segmentation."""


@pytest.mark.parametrize("suffix", ["parquet", "xlsx", "csv", "json"])
def test_a_run_against_itself_differs_in_nothing(runs: Runs, suffix: str) -> None:
    file = runs.save("a", suffix)
    found = runs.diff(file, file)
    assert not any(fact.changed for fact in found.facts)
    assert found.moved is not None
    assert (found.moved.height, found.causes.height, found.flows.height) == (0, 0, 0)
    assert (found.cards, found.replayed, found.notes) == (len(CARDS), True, ())


@pytest.mark.parametrize("suffix", ["parquet", "xlsx", "csv"])
def test_a_run_says_the_same_of_itself_in_every_kind_of_file(runs: Runs, suffix: str) -> None:
    wanted = read_run(runs.save("a", "parquet"))
    said = read_run(runs.save("b", suffix))
    assert said.cards is not None
    assert wanted.cards is not None
    assert said.cards.equals(wanted.cards)
    assert replace(said, file="", cards=None) == replace(wanted, file="", cards=None)
    assert said.thresholds.borders == runs.store.segment().thresholds.borders


def test_new_cheques_alone_are_data(runs: Runs, tmp_path: Path) -> None:
    borders = own_borders(runs)
    before = runs.save("a", thresholds=borders)
    runs.load(
        [(at, shop, card, kopecks) for at, shop, card, kopecks in NEXT if at.date() <= day(179)]
    )
    after = runs.save("b", as_of=read_run(before).as_of, thresholds=borders)
    for found in (runs.diff(before, after), runs.apart(before, after)):
        hold(found, before, after)
        assert set(causes(found)) == {"data"}
    assert runs.diff(before, after).replayed
    assert not runs.apart(before, after).replayed


def test_another_day_alone_is_the_date(runs: Runs) -> None:
    borders = own_borders(runs)
    before = runs.save("a", as_of=day(100), thresholds=borders)
    after = runs.save("b", as_of=day(150), thresholds=borders)
    for found in (runs.diff(before, after), runs.apart(before, after)):
        hold(found, before, after)
        assert set(causes(found)) == {"date"}


def test_another_shop_is_what_was_asked_and_no_data(runs: Runs) -> None:
    borders = own_borders(runs)
    before = runs.save("a", thresholds=borders)
    after = runs.save("b", as_of=read_run(before).as_of, thresholds=borders, shops=["S1"])
    found = runs.diff(before, after)
    hold(found, before, after)
    assert set(causes(found)) == {"date"}
    assert "none" in found.flows.get_column("to").to_list()


def test_other_thresholds_alone_are_borders(runs: Runs) -> None:
    before = runs.save("a")
    after = runs.save("b", thresholds=own_borders(runs))
    for found in (runs.diff(before, after), runs.apart(before, after)):
        hold(found, before, after)
        assert set(causes(found)) == {"borders"}


def test_an_edited_scheme_alone_is_the_scheme(runs: Runs) -> None:
    # The clusters 11 and 12 change places, so that VIPs are regulars; no border is touched.
    scheme = edited(runs, {'members = ["11", "21"]': 'members = ["12", "21"]',
                           'members = ["12", "22"]': 'members = ["11", "22"]'})  # fmt: skip
    before, after = runs.save("a"), runs.save("b", scheme=scheme)
    for found in (runs.diff(before, after), runs.apart(before, after)):
        hold(found, before, after)
        assert set(causes(found)) == {"scheme"}


def test_a_scheme_edited_in_place_is_still_read_from_its_run(runs: Runs) -> None:
    scheme = edited(runs, SWAPPED)
    before = runs.save("a", scheme=scheme)
    edited(runs, {'members = ["11", "21"]': 'members = ["12", "21"]',
                  'members = ["12", "22"]': 'members = ["11", "22"]'})  # fmt: skip
    after = runs.save("b", scheme=scheme)
    found = runs.diff(before, after)
    hold(found, before, after)
    assert found.replayed
    assert set(causes(found)) == {"scheme"}


def changed_run(file: Path, change: Callable[[pl.DataFrame, dict[str, Any]], pl.DataFrame]) -> Path:
    """Write a run again, its table and its JSON changed as another program might have."""
    document = json.loads(pl.read_parquet_metadata(file)["rfma"])
    table = change(pl.read_parquet(file), document)
    other = file.with_name(f"{file.stem}-changed.parquet")
    write_frames({"cards": table}, "parquet", other, document)
    return other


def promoted(table: pl.DataFrame, document: dict[str, Any]) -> pl.DataFrame:
    """Put three cards into the first region, as an older program did."""
    document["provenance"]["program"] = "0.0.1"
    first = pl.col("card").is_in(CARDS[:3])
    return table.with_columns(
        pl.when(first).then(pl.lit("510")).otherwise(pl.col("region")).alias("region")
    )


def test_what_the_runs_own_inputs_do_not_give_is_the_program(runs: Runs) -> None:
    before = runs.save("a")
    after = changed_run(before, promoted)
    for found in (
        runs.diff(before, after), runs.apart(before, after),
        runs.diff(after, before), runs.apart(after, before),
    ):  # fmt: skip
        old, new = Path(found.before.file), Path(found.after.file)
        hold(found, old, new)
        assert causes(found) == {"program": 3}


def test_all_causes_together_add_up_and_each_card_has_the_first(runs: Runs) -> None:
    first = runs.save("a", as_of=day(100))
    before = changed_run(first, promoted)
    runs.load(NEXT + [bought(90, card, 300_00) for card in CARDS[20:30]])
    scheme = edited(runs, {'members = ["11", "21"]': 'members = ["12", "21"]',
                           'members = ["12", "22"]': 'members = ["11", "22"]'})  # fmt: skip
    after = runs.save("b", scheme=scheme)
    found = runs.diff(before, after)
    hold(found, before, after)
    assert found.replayed
    assert {fact.cause for fact in found.facts if fact.changed} == set(CAUSES)
    assert len(causes(found)) >= 4
    assert list(found.causes.get_column("cause")) == list(CAUSES)
    assert found.moved is not None
    # Only the program differed between the run as saved and as computed again.
    by_program = set(found.moved.filter(pl.col("cause") == "program").get_column("card"))
    assert by_program <= set(CARDS[:3])
    alone = runs.apart(before, after)
    hold(alone, before, after)
    assert set(causes(alone)) <= {"data_or_date", "date_or_borders"}


def test_the_causes_are_taken_in_their_order(runs: Runs) -> None:
    borders = own_borders(runs)
    before = runs.save("a", as_of=day(100))
    middle = runs.save("m", as_of=day(150), thresholds=frozen(runs, before))
    after = runs.save("b", as_of=day(150), thresholds=borders)
    found = runs.diff(before, after)
    hold(found, before, after)
    by_date = wanted_moves(before, middle)
    assert found.moved is not None
    for card, cause in found.moved.select("card", "cause").iter_rows():
        assert cause == ("date" if card in by_date else "borders")


def frozen(runs: Runs, run: Path) -> Path:
    file = runs.root / "frozen.toml"
    file.write_text(read_run(run).thresholds.to_toml())
    return file


def test_json_alone_is_enough_where_the_store_is(runs: Runs) -> None:
    tables = runs.save("a", as_of=day(100)), runs.save("b", as_of=day(150))
    before = runs.save("c", "json", as_of=day(100))
    after = runs.save("d", "json", as_of=day(150))
    found, wanted = runs.diff(before, after), runs.diff(*tables)
    assert found.moved is not None
    assert found.moved.equals(wanted.moved)  # type: ignore[arg-type]
    nothing = runs.apart(before, after)
    assert (nothing.moved, nothing.cards, nothing.flows.height) == (None, None, 0)
    assert "diff.note_no_tables" in [key for key, _ in nothing.notes]
    assert {fact.what for fact in nothing.facts if fact.changed} >= {"as_of"}


def test_a_json_whose_sizes_are_others_when_computed_again_is_told(runs: Runs) -> None:
    file = runs.save("a", "json")
    document = json.loads(file.read_text())
    document["levels"]["region"][0]["cards"] += 1
    file.write_text(json.dumps(document))
    found = runs.diff(file, file)
    assert [key for key, _ in found.notes] == ["diff.note_sizes", "diff.note_sizes"]


def test_a_table_beside_a_json_is_read_with_it(runs: Runs) -> None:
    file = runs.save("a", "csv").with_suffix(".json")
    run = read_run(file)
    assert run.cards is not None
    assert run.cards.height == len(CARDS)


def test_a_version_cleaned_away_is_said_and_tables_still_compared(runs: Runs) -> None:
    before = runs.save("a")
    snapshot = runs.store.snapshot
    old = [Path(path) for path in snapshot.paths()]
    runs.load(NEXT)
    after = runs.save("b")
    kept = {Path(path) for path in runs.store.snapshot.paths()}
    for path in old:
        if path not in kept:
            path.unlink()
    found = runs.diff(before, after)
    hold(found, before, after)
    assert not found.replayed
    (note,) = found.notes
    assert note[0] == "diff.note_not_replayed"
    assert str(snapshot.version) in str(note[1]["reason"])


def test_another_store_in_the_same_place_is_noticed(runs: Runs, tmp_path: Path) -> None:
    before = runs.save("a")
    after = changed_run(before, lambda table, document: (
        document["provenance"].update(rows=7), table)[1])  # fmt: skip
    found = runs.diff(before, after)
    assert not found.replayed
    assert "7" in str(found.notes[0][1]["reason"])


def test_a_store_named_in_two_ways_is_one_store(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(runs.root)
    before = runs.save("a", as_of=day(100))
    runs.path = Path("store")
    after = runs.save("b", as_of=day(120))
    found = runs.diff(before, after)
    assert found.replayed
    assert "data" not in {fact.cause for fact in found.facts if fact.changed}


def test_runs_of_two_stores_are_compared_by_their_tables(runs: Runs) -> None:
    before = runs.save("a")
    runs.path = runs.path.rename(runs.root / "other")
    after = runs.save("b")
    found = runs.diff(before, after)
    assert (found.replayed, found.notes[0][0]) == (False, "diff.note_not_replayed")
    assert found.moved is not None
    assert found.moved.height == 0


def test_a_scheme_that_is_lost_is_said(runs: Runs) -> None:
    before = runs.save("a")
    after = changed_run(before, lambda table, document: (
        document.update(scheme_digest="0123456789ab"), table)[1])  # fmt: skip
    found = runs.diff(before, after)
    assert not found.replayed
    assert "0123456789ab" in str(found.notes[0][1]["reason"])


# --- damaged files -------------------------------------------------------------------------------


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _stranger(file: Path) -> None:
    pl.DataFrame({"card": ["x"], "what": [1]}).write_excel(file, worksheet="cards")


def _another_run(runs: Runs) -> Callable[[Path], object]:
    return lambda file: shutil.copy(runs.save("other", file.suffix[1:], as_of=day(90)), file)


@pytest.mark.parametrize("lies_there", ["stranger", "broken", "another day", "another day as CSV"])
def test_what_only_has_the_name_of_a_json_is_no_part_of_its_run(
    runs: Runs, lies_there: str
) -> None:
    before = runs.save("a", "json", as_of=day(100))
    after = runs.save("b", "json", as_of=day(150))
    wanted = runs.diff(before, after)
    suffix = ".csv" if lies_there == "another day as CSV" else ".xlsx"
    put: dict[str, Callable[[Path], object]] = {
        "stranger": _stranger,
        "broken": lambda file: file.write_text("no workbook"),
    }
    put.get(lies_there, _another_run(runs))(before.with_suffix(suffix))
    assert read_run(before).cards is None
    found = runs.diff(before, after)
    assert causes(found) == causes(wanted)
    assert found.notes == wanted.notes


def test_the_table_that_is_a_jsons_own_is_found_among_strangers(runs: Runs) -> None:
    file = runs.save("a", "csv").with_suffix(".json")
    _stranger(file.with_suffix(".xlsx"))
    cards = read_run(file).cards
    assert cards is not None
    assert cards.height == len(CARDS)


def test_a_csv_beside_the_json_of_another_day_is_refused(runs: Runs) -> None:
    file = runs.save("a", "csv", as_of=day(100))
    shutil.copy(runs.save("b", "json", as_of=day(150)), file.with_suffix(".json"))
    with refused("a.csv", "a.json"):
        read_run(file)


@pytest.mark.parametrize("suffix", ["parquet", "xlsx", "json"])
def test_half_a_file_is_refused_by_name(runs: Runs, suffix: str) -> None:
    whole = runs.save("a", suffix)
    half = whole.with_name(f"half.{suffix}")
    half.write_bytes(whole.read_bytes())
    cut(half)
    with refused("half"):
        runs.diff(whole, half)


@pytest.mark.parametrize("suffix", ["parquet", "xlsx", "json", "csv", "txt", ""])
def test_a_file_that_is_not_there_or_no_run_is_refused(runs: Runs, suffix: str) -> None:
    file = runs.root / f"none.{suffix}"
    with refused(str(file)):
        read_run(file)


def test_tables_without_a_word_on_where_they_come_from_are_refused(runs: Runs) -> None:
    frame = pl.DataFrame({"card": ["1"]})
    for suffix in ("parquet", "xlsx", "csv"):
        file = runs.root / f"bare.{suffix}"
        write_frames({"cards": frame}, chosen_format(None, file), file)
        with refused(str(file)):
            read_run(file)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", '{"levels": {}}', '{"levels": 3, "provenance": {}}', "[" * 100_000],
)
def test_json_that_is_no_segmentation_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.json"
    file.write_text(text)
    with refused(str(file)):
        read_run(file)


KEYS = ("as_of", "scheme", "thresholds", "borders", "levels", "scheme_digest", "provenance")


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("value", [None, 7, "x", [1], {"x": 1}])
def test_a_key_of_another_kind_is_refused_or_harmless(runs: Runs, key: str, value: Any) -> None:
    file = runs.save("a", "json")
    document = json.loads(file.read_text())
    document[key] = value
    file.write_text(json.dumps(document))
    if key in ("scheme", "scheme_digest"):
        assert read_run(file).scheme is None
        return
    with refused(str(file)):
        read_run(file)
        runs.diff(file, file)
        raise AssertionError(document[key])


def test_a_table_without_its_columns_is_refused(runs: Runs) -> None:
    file = runs.save("a")
    for column in ("card", "region", "recency", "total"):
        other = changed_run(file, lambda table, _, column=column: table.drop(column))  # type: ignore[misc]
        with refused(str(other), column):
            read_run(other)


def test_runs_of_cards_and_of_cards_by_shop_are_not_compared(runs: Runs) -> None:
    head = '[[axis]]\ncode = "R"'
    scheme = edited(runs, {head: f'[population]\nunit = "card_shop"\n\n{head}'})
    before, after = runs.save("a"), runs.save("b", scheme=scheme)
    with refused("shop"):
        runs.diff(before, after)


def test_a_level_that_one_run_lacks_is_refused(runs: Runs) -> None:
    file = runs.save("a")
    other = runs.save("b", scheme="rfm8")
    with refused("'street'", "class"):
        runs.diff(file, file, "street")
    with refused("'region'"):
        runs.diff(file, other, "region")
    assert runs.diff(file, other).level == "class"


@settings(max_examples=8, deadline=None)
@given(first=st.integers(20, 170), later=st.integers(0, 60), extra=st.integers(0, 12))
def test_causes_add_up_on_any_pair_of_runs(
    tmp_path_factory: pytest.TempPathFactory, first_store: Path, first: int, later: int, extra: int
) -> None:
    runs = Runs(tmp_path_factory.mktemp("runs"), first_store)
    before = runs.save("a", as_of=day(first))
    if extra:
        runs.load([bought(first, ANNA, 5_00), *NEXT[:extra]])
    after = runs.save("b", as_of=day(first) + timedelta(days=later))
    for found in (runs.diff(before, after), runs.apart(before, after), runs.diff(after, before)):
        hold(found, Path(found.before.file), Path(found.after.file))
