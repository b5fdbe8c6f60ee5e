"""A whole contest at a tiny scale."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import contest
import pytest
from contenders import CONTENDERS
from jobs import segment
from kit.contest import Contest
from kit.results import load
from kit.scales import SCALES, Scale


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SCALES, "tiny", Scale("tiny", 4_000, months=14))


@contextmanager
def no_server(contest: Contest) -> Iterator[str]:
    yield ""


def held(tmp_path: Path, *jobs: str) -> int:
    return contest.main(
        ["--scale", "tiny", "--rounds", "1", "--data", str(tmp_path / "data"),
         "--results", str(tmp_path / "results"), "--jobs", *jobs]
    )  # fmt: skip


def test_a_job_is_measured_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert held(tmp_path, "ingest") == 0
    (path,) = (tmp_path / "results").iterdir()
    results = load(path)
    assert results.data["cheques"] == 4_000
    assert [one.name for one in results.jobs["ingest"]] == ["rfma ingest", "DuckDB COPY"]
    assert all(one.seconds for one in results.jobs["ingest"])
    assert [one.name for one in results.jobs["one month more"]] == ["one month to 11"]
    assert results.figures["store of the CSV file, bytes"] > 0
    ingest = next(one for one in results.targets if one.name == "rfma ingest ÷ DuckDB COPY")
    assert ingest.value is not None
    printed = capsys.readouterr().out
    assert path.name in printed
    assert "rfma ingest ÷ DuckDB COPY" in printed
    assert str(tmp_path) not in path.read_text()


@pytest.mark.slow
def test_all_jobs_together(tmp_path: Path) -> None:
    assert held(tmp_path, "segment", "chain", "history", "start-up") == 0
    (path,) = (tmp_path / "results").iterdir()
    results = load(path)
    fastest = results.fastest("segment")
    assert fastest is not None
    assert int(results.data["classes"]) > 20
    assert results.median("history", "rfma cold, 48 months") is not None
    values = {one.name: one.value for one in results.targets}
    cold = results.median("segment", "rfma cold")
    assert cold is not None
    assert fastest.median is not None
    assert values["fastest contender ÷ rfma cold"] == pytest.approx(fastest.median / cold, rel=0.01)


def test_a_contender_with_another_answer_fails_the_contest_and_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cold, tuned = (
        next(one for one in CONTENDERS if one.name == name)
        for name in ("rfma cold", "DuckDB, tuned")
    )
    monkeypatch.setattr(segment, "CONTENDERS", (cold, replace(tuned, function="scans:duckdb_scan")))
    monkeypatch.setattr(segment, "_server", no_server)
    assert held(tmp_path, "segment") == 1
    assert "DuckDB, tuned gives another answer: row 1 is [4000, " in capsys.readouterr().err
    assert not (tmp_path / "results").exists()


def test_fresh_forgets_stores_and_keeps_cheques(tmp_path: Path) -> None:
    for name in ("store", "store-of-11-months", "history-store-of-12-months", "source"):
        (tmp_path / name).mkdir()
    (tmp_path / "cheques.csv").touch()
    contest.forget_stores(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"source", "cheques.csv"}
