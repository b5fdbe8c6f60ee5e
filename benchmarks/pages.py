"""Makes docs/benchmarks.md, its plots and the tables of docs/scale.md from what was measured.

python benchmarks/pages.py           writes them
python benchmarks/pages.py --check   fails if one is stale
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from kit.page import page
from kit.plots import Bar, bars
from kit.process import ROOT
from kit.results import RESULTS, Measure, Results, load, runs
from kit.scale import scale_page
from kit.scales import SCALES

DOCS = ROOT.parent / "docs"
PLOTTED = {
    "segment": "Segmentation at the last day",
    "segment mid-month": "Segmentation within a month",
}


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or compare them with those that are there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--docs", type=Path, default=DOCS)
    options = parser.parse_args(arguments)
    made = pages(newest(options.results))
    stale = [name for name, text in made.items() if _held(options.docs / name) != text]
    plots = {path.name for path in (options.docs / "benchmarks").glob("*.svg")}
    extra = sorted(plots - {Path(name).name for name in made})
    if options.check:
        if stale or extra:
            print(f"stale: {', '.join([*stale, *extra])}; run `make docs`", file=sys.stderr)
        return 1 if stale or extra else 0
    for name in stale:
        path = options.docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[name], encoding="utf-8")
    for name in extra:
        (options.docs / "benchmarks" / name).unlink()
    return 0


def newest(directory: Path) -> list[Results]:
    """Return the newest run of every scale, the smallest scale first."""
    found = [runs(scale, directory) for scale in SCALES]
    return [load(paths[-1]) for paths in found if paths]


def pages(found: list[Results]) -> dict[str, str]:
    """Return file name, below docs, → text of the page and its plots."""
    plots = {name: svg for results in found for name, svg in _plots(results)}
    scale = scale_page((DOCS / "scale.md").read_text(encoding="utf-8"))
    return {"benchmarks.md": page(found, set(plots)), "scale.md": scale, **plots}


def _plots(results: Results) -> Iterator[tuple[str, str]]:
    for job, title in PLOTTED.items():
        measured = [one for one in results.jobs.get(job, []) if one.seconds]
        if measured:
            stem = f"benchmarks/{results.scale}-{job.replace(' ', '-')}"
            head = f"{title}, {int(results.data['cheques']):,} cheques"
            measured.sort(key=lambda one: one.median or 0)
            yield f"{stem}-seconds.svg", bars(f"{head}: seconds", "s", _seconds(measured))
            yield f"{stem}-memory.svg", bars(f"{head}: peak memory", "MB", _memory(measured))


def _seconds(measured: list[Measure]) -> list[Bar]:
    return [
        Bar(one.name, one.kind, one.median or 0, min(one.seconds), max(one.seconds))
        for one in measured
    ]


def _memory(measured: list[Measure]) -> list[Bar]:
    return [Bar(one.name, one.kind, max(one.mb), max(one.mb), max(one.mb)) for one in measured]


def _held(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
