"""``--engine spark``: what is asked of a cluster, and what is refused before it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from spark.cluster import free_port
from spark.sail import sail_server

from commands.fixtures import EARLIER, Rfma


@pytest.fixture(scope="module")
def sail() -> Iterator[str]:
    with sail_server() as remote:
        yield remote


QUESTIONS = (
    ("segment",),
    ("segment", "--as-of", EARLIER, "--shop", "Shop 1", "--scheme", "rfm8"),
    ("segment", "--monthly"),
    ("thresholds",),
    ("thresholds", "fit"),
    ("overview", "--months", "--cheques"),
    ("statistics", "--by", "shop"),
    ("statistics", "--by", "month", "--level", "class"),
    ("statistics", "--scheme", "rfm8", "--level", "group", "--from", EARLIER),
    ("acquisition",),
    ("acquisition", "--from", EARLIER, "--shop", "Shop 1", "--churn", "30"),
    ("migrate", "--from", EARLIER, "--decompose"),
    ("migrate", "--from", EARLIER, "--thresholds", "refit", "--between", "--season"),
)


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_a_cluster_answers_as_this_machine_does(
    rfma: Rfma, chain: Path, sail: str, question: tuple[str, ...]
) -> None:
    form = () if "fit" in question else ("--format", "json")
    here = rfma(*question, "--store", chain, *form).done()
    there = rfma(*question, "--store", chain, *form, "--engine", "spark", "--remote", sail).done()
    assert there.out == here.out


def test_a_cluster_shows_new_cards_and_says_where_the_single_ones_are(
    rfma: Rfma, chain: Path, sail: str, tmp_path: Path
) -> None:
    here = rfma("acquisition", "--store", chain).done().out
    asked = ("acquisition", "--store", chain, "--engine", "spark", "--remote", sail)
    there = rfma(*asked).done().out
    remark = "the cards worth winning back stay on the cluster and are not listed."
    assert remark in " ".join(there.split())
    assert remark not in " ".join(here.split())
    left_out = set(here.splitlines()) - set(there.splitlines())
    assert any("The cards that brought most" in line for line in left_out)
    tables = here[: here.index("The cards that brought most")].splitlines()
    assert set(tables) <= set(there.splitlines())
    rfma(*asked, "-o", tmp_path / "a.xlsx").done()
    sheets = list(pl.read_excel(tmp_path / "a.xlsx", sheet_id=0))
    assert sheets[-1] == "win_back_regions"


def test_a_cluster_writes_the_cards_to_a_directory(
    rfma: Rfma, chain: Path, sail: str, tmp_path: Path
) -> None:
    rfma("segment", "--store", chain, "--cards", tmp_path / "here.parquet").done()
    told = rfma(
        "segment", "--store", chain, "--cards", tmp_path / "there", "--explain",
        "--engine", "spark", "--remote", sail,
    ).done()  # fmt: skip
    assert f"Written: {tmp_path / 'there'}" in told.err
    assert f"no states that would do are kept on the cluster at {sail[5:]}" in told.err
    there = pl.read_parquet(tmp_path / "there/*.parquet").sort("card")
    assert there.equals(pl.read_parquet(tmp_path / "here.parquet"))


def test_a_second_day_does_not_read_what_is_kept_on_the_cluster(
    rfma: Rfma, chain: Path, sail: str, tmp_path: Path
) -> None:
    there = ("--engine", "spark", "--remote", sail, "--states", tmp_path / "kept", "--explain")
    question = ("segment", "--store", chain, "--format", "json", "--as-of")
    first = rfma(*question, "2021-11-10", *there).done()
    second = rfma(*question, "2021-12-20", *there).done()
    assert "from the cheques of 5 months (2021-07 … 2021-11)" in first.err
    assert "2021-10" in second.err and "2021-07" not in second.err
    assert second.out == rfma(*question, "2021-12-20").out
    rfma(*question, "2021-12-20", "--states", "x").failed(2, "--states", "--engine polars")


def test_the_address_may_stand_in_the_environment(
    rfma: Rfma, chain: Path, sail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RFMA_REMOTE", sail)
    told = rfma("segment", "--store", chain, "--engine", "spark", "--format", "json").done()
    assert told.json == rfma("segment", "--store", chain, "--format", "json").json


@pytest.fixture(scope="module")
def platform(cheques: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the same cheques as a platform keeps them, some told twice, three broken."""
    rows = pl.read_csv(cheques, infer_schema=False)
    broken = rows.head(3).with_columns(shop=pl.lit(" "))
    directory = tmp_path_factory.mktemp("platform") / "cheques"
    directory.mkdir()
    pl.concat([rows, rows.head(7), broken]).write_parquet(directory / "part-0.parquet")
    return directory


@pytest.mark.parametrize(
    "question",
    [("segment",), ("overview",), ("thresholds",), ("migrate", "--from", EARLIER)],
    ids=" ".join,
)
def test_a_source_answers_as_a_store_of_the_same_cheques(
    rfma: Rfma, chain: Path, platform: Path, sail: str, question: tuple[str, ...]
) -> None:
    form = ("--format", "json")
    here = rfma(*question, "--store", chain, *form).done()
    there = ("--engine", "spark", "--remote", sail, "--source", platform)
    told = rfma(*question, *there, *form).done()
    wanted, found = here.json, told.json
    assert found.pop("provenance")["rows"] == wanted.pop("provenance")["rows"]
    assert found == wanted
    assert f"{platform}: 3 of " in told.err
    assert "rows break a rule and are left out: shop_missing 3." in told.err
    assert "7 rows agree in all columns with another one, and count once." in told.err


def test_a_source_is_told_of_by_the_columns_of_a_map(
    rfma: Rfma, platform: Path, sail: str, tmp_path: Path
) -> None:
    (tmp_path / "map.toml").write_text(
        '[columns]\nat = "datetime"\nshop = "shop"\namount = "tax"\n'
    )
    there = ("--engine", "spark", "--remote", sail, "--source", platform)
    rfma("segment", *there, "--columns", tmp_path / "map.toml").failed(1, "tax")
    rfma("segment", *there, "--columns", "1c").failed(1, "datetime")


def test_a_source_is_refused_where_nothing_reads_it(
    rfma: Rfma, chain: Path, platform: Path
) -> None:
    rfma("segment", "--source", platform).failed(2, "source", "--engine spark", "rfma ingest")
    nobody = ("--engine", "spark", "--remote", f"sc://127.0.0.1:{free_port()}")
    rfma("segment", "--store", chain, "--source", platform, *nobody).failed(
        2, "--store", "--source"
    )
    rfma("segment", "--store", chain, "--columns", "1c", *nobody).failed(2, "--columns", "--source")
    states = ("--states", "x")
    rfma("segment", "--source", platform, *states, *nobody).failed(2, "--states", "--source")


@pytest.mark.parametrize(
    ("verb", "options", "named"),
    [
        ("migrate", ("--from", EARLIER, "--list", "110", "110"), "--list"),
        ("migrate", ("--from", EARLIER, "--by", "shop"), "--by"),
        ("migrate", ("--from", EARLIER, "--monthly"), "--monthly"),
        ("thresholds", ("--set", "recency=1,2,3"), "--set"),
        ("overview", ("--ids",), "--ids"),
        ("acquisition", ("--list", "back.csv"), "--list"),
    ],
)
def test_what_needs_the_cards_here_is_refused_before_the_cluster_is_asked(
    rfma: Rfma, chain: Path, verb: str, options: tuple[str, ...], named: str
) -> None:
    nobody = ("--engine", "spark", "--remote", f"sc://127.0.0.1:{free_port()}")
    rfma(verb, "--store", chain, *options, *nobody).failed(2, named, "--engine spark")


@pytest.mark.parametrize("name", ["cards.xlsx", "cards.csv"])
def test_a_cluster_writes_no_other_form_of_cards(
    rfma: Rfma, chain: Path, tmp_path: Path, name: str
) -> None:
    nobody = ("--engine", "spark", "--remote", f"sc://127.0.0.1:{free_port()}")
    told = rfma("segment", "--store", chain, "--cards", tmp_path / name, *nobody)
    told.failed(2, name.partition(".")[2], "Parquet", "Hint: ")
    assert list(tmp_path.iterdir()) == []


def test_an_engine_and_its_address_belong_together(
    rfma: Rfma, chain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RFMA_REMOTE", raising=False)
    rfma("segment", "--store", chain, "--engine", "spark").failed(2, "--remote", "RFMA_REMOTE")
    rfma("overview", "--store", chain, "--remote", "sc://h").failed(2, "polars", "--engine spark")
    rfma("overview", "--store", chain, "--engine", "ray").failed(2, "ray", "polars, spark")
