"""``rfma diff``: two saved runs, what changed, and the cards that moved."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from commands.fixtures import AS_OF, EARLIER, Rfma

Saved = tuple[Path, Path]


@pytest.fixture
def saved(rfma: Rfma, chain: Path, tmp_path: Path) -> Saved:
    """Save two runs of one store as Parquet, at two dates."""
    files = (tmp_path / "a.parquet", tmp_path / "b.parquet")
    for file, day in zip(files, (EARLIER, AS_OF), strict=True):
        rfma("segment", "--store", chain, "--as-of", day, "--cards", file).done()
    return files


def test_the_json_tells_changes_causes_and_flows(rfma: Rfma, chain: Path, saved: Saved) -> None:
    told = rfma("diff", *saved, "--store", chain, "--format", "json").done()
    found = told.json
    assert (told.err, found["level"], found["replayed"], found["notes"]) == ("", "region", True, [])
    assert (found["before"]["as_of"], found["after"]["as_of"]) == (EARLIER, AS_OF)
    changed = {change["what"]: change for change in found["changes"]}
    assert changed["as_of"] == {
        "cause": "date", "what": "as_of", "before": EARLIER, "after": AS_OF,
    }  # fmt: skip
    causes = {row["cause"]: row["cards"] for row in found["causes"]}
    assert list(causes) == ["date", "borders"]
    assert sum(causes.values()) == found["moved"] == sum(row["cards"] for row in found["flows"])
    assert 0 < found["moved"] <= found["cards"]


def test_the_moved_cards_go_to_a_file(
    rfma: Rfma, chain: Path, saved: Saved, tmp_path: Path
) -> None:
    file = tmp_path / "moved.csv"
    told = rfma("diff", *saved, "--store", chain, "--cards", file, "--level", "warmth").done()
    assert told.err == f"Written: {file}\n"
    moved = pl.read_csv(file, infer_schema=False)
    assert moved.columns == ["card", "from", "to", "cause"]
    before, after = (
        dict(pl.read_parquet(run).select("card", "warmth").iter_rows()) for run in saved
    )
    for card, source, target, _ in moved.iter_rows():
        assert (source, target) == (before.get(card, "new"), after.get(card, "none"))
        assert source != target
    assert moved.height == sum(before.get(card) != group for card, group in after.items())


def test_a_run_against_itself_is_nothing_and_ends_well(
    rfma: Rfma, chain: Path, saved: Saved
) -> None:
    assert "Nothing changed" in rfma("diff", saved[0], saved[0], "--store", chain).done().out
    found = rfma("diff", saved[0], saved[0], "--store", chain, "--format", "json").json
    assert (found["changes"], found["causes"], found["flows"]) == ([], [], [])
    assert found["moved"] == 0


def test_without_the_store_the_tables_are_compared_and_that_is_said(
    rfma: Rfma, saved: Saved, tmp_path: Path
) -> None:
    arguments = ("diff", *saved, "--store", tmp_path / "nowhere")
    told = rfma(*arguments, "--lang", "ru").done()
    assert "Нет хранилища" in told.out
    found = rfma(*arguments, "--format", "json").json
    assert found["replayed"] is False
    assert sum(row["cards"] for row in found["causes"]) == found["moved"] > 0


def test_a_workbook_holds_causes_flows_facts_and_cards(
    rfma: Rfma, chain: Path, saved: Saved, tmp_path: Path
) -> None:
    file = tmp_path / "diff.xlsx"
    rfma("diff", *saved, "--store", chain, "-o", file).done()
    sheets = pl.read_excel(file, sheet_id=0)
    assert list(sheets) == ["causes", "flows", "facts", "moved"]
    assert sheets["causes"].get_column("cards").sum() == sheets["moved"].height


def test_a_saved_table_of_cards_is_the_table_as_before(
    rfma: Rfma, chain: Path, tmp_path: Path
) -> None:
    file = tmp_path / "cards.xlsx"
    rfma("segment", "--store", chain, "--cards", file).done()
    assert list(pl.read_excel(file, sheet_id=0)) == ["cards", "run"]


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("a.json", "{", ["a.json", "damaged"]),
        ("a.json", "[1]", ["a.json", "Hint: "]),
        ("a.csv", "card\n1\n", ["a.csv", "a.json", "Hint: "]),
        ("a.parquet", "no Parquet", ["a.parquet"]),
        ("a.xlsx", "no workbook", ["a.xlsx"]),
        ("a.doc", "", ["a.doc", "Hint: "]),
        ("gone.json", None, ["gone.json"]),
    ],
)
def test_what_is_no_run_is_refused(
    rfma: Rfma, chain: Path, tmp_path: Path, name: str, content: str | None, named: list[str]
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_text(content)
    rfma("diff", file, file, "--store", chain).failed(1, *named)


def test_a_level_that_is_not_there_is_refused(rfma: Rfma, chain: Path, saved: Saved) -> None:
    rfma("diff", *saved, "--store", chain, "--level", "x").failed(1, "'x'", "class, cluster")
