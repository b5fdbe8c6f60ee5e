"""Two runs of the contest side by side: medians, peak memory, and what changed.

python benchmarks/compare.py                 the newest two runs of the scale of the newest
python benchmarks/compare.py --scale 20M     the newest two runs of a scale
python benchmarks/compare.py OLD NEW         two files
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from kit.results import RESULTS, Measure, Results, load, runs
from kit.tables import number, table

Row = tuple[str, str, str, str, str, str]


def main(arguments: list[str] | None = None) -> int:
    """Print the comparison and return the exit code: 2 where there are no two runs."""
    options = _parser().parse_args(arguments)
    files = options.runs or newest(options.results, options.scale)
    if len(files) != 2:
        print("two runs of one scale are needed", file=sys.stderr)
        return 2
    old, new = map(load, files)
    print("\n".join(comparison(old, new)))
    return 0


def newest(directory: Path, scale: str | None) -> list[Path]:
    """Return the newest two runs of a scale, by default that of the newest run of all."""
    found = runs(scale, directory)
    if scale is None and found:
        found = runs(load(found[-1]).scale, directory)
    return found[-2:]


def comparison(old: Results, new: Results) -> Iterator[str]:
    """Yield what two runs measured, line by line."""
    yield f"{old.date} {old.scale}, {old.rounds} rounds → {new.date} {new.scale}, {new.rounds}"
    for about in ("machine", "versions", "data"):
        before, after = getattr(old, about), getattr(new, about)
        for key in sorted({*before, *after}):
            if before.get(key) != after.get(key):
                yield f"{about}, {key}: {before.get(key)} → {after.get(key)}"
    for job in dict.fromkeys((*old.jobs, *new.jobs)):
        rows = [(job, "old s", "new s", "new ÷ old", "old MB", "new MB")]
        names = [measure.name for results in (old, new) for measure in results.jobs.get(job, [])]
        rows += [
            _row(name, old.measure(job, name), new.measure(job, name))
            for name in dict.fromkeys(names)
        ]
        yield "\n" + table(rows)
    rows_of_targets = [("target", "aim", "old", "new")]
    before = {target.name: target.value for target in old.targets}
    for target in new.targets:
        was = number(before.get(target.name))
        rows_of_targets.append((target.name, target.aim, was, number(target.value)))
    yield "\n" + table(rows_of_targets)


def _row(name: str, old: Measure | None, new: Measure | None) -> Row:
    before, after = (one.median if one else None for one in (old, new))
    ratio = after / before if before and after is not None else None
    mb_before, mb_after = (one.peak if one else None for one in (old, new))
    return name, _seconds(before), _seconds(after), number(ratio), _mb(mb_before), _mb(mb_after)


def _seconds(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def _mb(value: float | None) -> str:
    return "—" if value is None else f"{value:.0f}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("runs", nargs="*", type=Path, metavar="RUN", help="two results files")
    parser.add_argument("--scale")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where results are kept")
    return parser


if __name__ == "__main__":
    sys.exit(main())
