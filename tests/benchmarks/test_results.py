"""Runs are kept, read back, compared and shown; targets are made of their figures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import compare
import pages
import pytest
from kit.plots import Bar, bars, figure
from kit.results import RESULTS, Measure, Results, load, runs, save
from kit.targets import targets

SAMPLES = Path(__file__).parent / "samples"
OLD, NEW = SAMPLES / "2026-01-02-1M.json", SAMPLES / "2026-01-03-1M.json"


def empty(date: str = "2026-01-01", scale: str = "1M") -> Results:
    return Results(date, scale, 3, {}, {}, {"cheques": 10, "cards": 2})


def test_a_run_is_read_back_as_it_was_kept(tmp_path: Path) -> None:
    kept = empty()
    timed = Measure("DuckDB, tuned", "contender", "x.sql", [1.5], [2.0], [2.5], [30.0])
    kept.jobs["segment"] = [timed, Measure("pandas", "contender", left_out="not installed")]
    kept.targets = targets(kept)
    assert load(save(kept, tmp_path)) == kept


def test_a_second_run_of_a_day_gets_a_number_and_the_order_is_that_of_time(tmp_path: Path) -> None:
    for _ in range(11):
        save(empty(), tmp_path)
    save(empty("2025-12-31"), tmp_path)
    save(empty(scale="20M"), tmp_path)
    names = [path.name for path in runs("1M", tmp_path)]
    assert names[:3] == ["2025-12-31-1M.json", "2026-01-01-1M.json", "2026-01-01-1M-2.json"]
    assert names[-1] == "2026-01-01-1M-11.json"
    assert len(runs(None, tmp_path)) == 13


def test_a_run_of_another_format_is_refused(tmp_path: Path) -> None:
    path = save(empty(), tmp_path)
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))
    with pytest.raises(ValueError, match="format 99"):
        load(path)


def test_targets_follow_from_medians() -> None:
    found = {one.name: one for one in targets(load(NEW))}
    cold = found["fastest contender ÷ rfma cold"]
    assert cold.value == pytest.approx(1.0 / 0.3)
    assert (cold.aim, cold.reached) == ("≥ 2", True)
    scan = found["rfma cold ÷ bare scan"]
    assert scan.value == pytest.approx(0.3 / 0.25)
    assert found["fastest contender ÷ rfma warm"].value == pytest.approx(100)
    assert found["the same within a month"].value == pytest.approx(80)
    assert found["rfma ingest ÷ DuckDB COPY"].value == pytest.approx(1.5)
    assert found["store ÷ DuckDB's Parquet, bytes"].value == pytest.approx(1.2)
    peak = found["peak of rfma warm ÷ (200 bytes a card + 150 MB)"]
    assert peak.value == pytest.approx(122 / (50_000 * 200 / 2**20 + 150))
    help_text = found["rfma --help ÷ bare imports"]
    assert (help_text.value, help_text.reached) == (None, None)


def test_a_target_can_be_missed() -> None:
    found = {one.name: one.reached for one in targets(load(OLD))}
    assert found["fastest contender ÷ rfma cold"] is False
    assert found["fastest contender ÷ rfma warm"] is False
    assert found["rfma cold ÷ bare scan"] is True


def test_the_newest_two_runs_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert compare.main(["--results", str(SAMPLES)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("2026-01-02 1M, 3 rounds → 2026-01-03 1M, 3\n")
    assert "versions, polars: 2.0.0 → 2.1.0" in said
    (cold,) = (line for line in said.splitlines() if line.startswith("rfma cold  "))
    assert cold.split() == ["rfma", "cold", "0.600", "0.300", "0.50", "210", "210"]
    (pandas,) = (line for line in said.splitlines() if line.startswith("pandas"))
    assert pandas.split() == ["pandas", *"—————"]


def test_runs_can_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert compare.main([str(NEW), str(OLD)]) == 0
    said = capsys.readouterr().out
    (cold,) = (line for line in said.splitlines() if line.startswith("rfma cold  "))
    assert cold.split()[2:5] == ["0.300", "0.600", "2.00"]


def test_one_run_cannot_be_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(empty(), tmp_path)
    assert compare.main(["--results", str(tmp_path)]) == 2
    assert "two runs of one scale are needed" in capsys.readouterr().err


def test_the_page_shows_the_newest_run_and_nothing_older(tmp_path: Path) -> None:
    assert pages.main(["--results", str(SAMPLES), "--docs", str(tmp_path)]) == 0
    text = (tmp_path / "benchmarks.md").read_text()
    assert "Measured on 2026-01-03: Sample 1.0 GHz, 4 cores, 8.0 GB" in text
    assert "2026-01-02" not in text
    earlier = "this run's thresholds are fitted on the whole history, those of the scheme today on"
    assert f"An earlier question: {earlier} the last 365 days." in text
    linked = "[rfma cold](../benchmarks/contenders/rfma.py)"
    assert f"| {linked} | 0.250 | 0.300 | 0.350 | 0.450 | 0.550 | 210 |" in text
    assert "pandas_frames.py) left out: pandas is not installed" in text
    assert "| fastest contender ÷ rfma cold | 3.33 | ≥ 2 | reached |" in text
    assert "| store of the CSV file, bytes | 30,000,000 |" in text
    shown = {line.split("(")[1].rstrip(")") for line in text.splitlines() if line.startswith("![")}
    assert len(shown) == 4
    assert all((tmp_path / name).exists() for name in shown)


def test_a_stale_page_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--results", str(SAMPLES), "--docs", str(tmp_path)]
    assert pages.main(given) == 0
    assert pages.main([*given, "--check"]) == 0
    results = tmp_path / "results"
    shutil.copytree(SAMPLES, results)
    shutil.copy(OLD, results / "2026-01-04-1M.json")
    assert pages.main(["--results", str(results), "--docs", str(tmp_path), "--check"]) == 1
    assert "stale: benchmarks.md" in capsys.readouterr().err


def test_a_plot_of_no_run_is_removed(tmp_path: Path) -> None:
    given = ["--results", str(SAMPLES), "--docs", str(tmp_path)]
    (tmp_path / "benchmarks").mkdir()
    left = tmp_path / "benchmarks" / "7M-segment-seconds.svg"
    left.touch()
    assert pages.main([*given, "--check"]) == 1
    assert pages.main(given) == 0
    assert not left.exists()


def test_bars_stand_on_a_logarithmic_axis() -> None:
    values = [Bar("a < b", "product", 0.1, 0.05, 0.2), Bar("c", "contender", 10, 10, 10)]
    svg = bars("Seconds & more", "s", values)
    root = ElementTree.fromstring(svg)
    name = "{http://www.w3.org/2000/svg}"
    widths = [float(one.attrib["width"]) for one in root.findall(f"{name}rect")][1:]
    assert widths[1] / widths[0] == pytest.approx(3.0, rel=0.01)  # 0.01 to 0.1, 0.01 to 10
    texts = [one.text for one in root.findall(f"{name}text")]
    assert {"Seconds & more", "a < b", "0.100", "10.0", "0.01 s", "0.1 s", "1 s", "10 s"} <= {
        *texts
    }


def test_figures_have_three_digits() -> None:
    assert [figure(value) for value in (0.01234, 1.234, 12.34, 1234.5)] == [
        "0.0123", "1.23", "12.3", "1,234",
    ]  # fmt: skip


def test_the_kept_runs_can_be_read() -> None:
    for path in runs(None, RESULTS):
        assert load(path).targets
