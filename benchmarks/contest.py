"""The contest of whole jobs: the product against other engines on the same cheques.

    python benchmarks/contest.py --scale 20M --rounds 3

Data is made once and kept below ``--data``. Every contender works in a process of its own, in
turn; answers are compared before any time counts. Writes benchmarks/results/DATE-SCALE.json and
prints it. Fails only where answers differ, never because of a time.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from jobs import chain, history, ingest, segment, start_up
from kit import machine
from kit.contest import Contest
from kit.fitting import fit_days
from kit.process import ROOT, Failed
from kit.results import RESULTS, Results, save
from kit.rounds import Different
from kit.scales import SCALES
from kit.tables import report
from kit.targets import targets

JOBS: dict[str, Callable[[Contest], None]] = {
    "segment": segment.measure,
    "ingest": ingest.measure,
    "chain": chain.measure,
    "history": history.measure,
    "start-up": start_up.measure,
}
EXTRAS = ROOT.parent / ".bench-extras" / "bin" / "python"


def main(arguments: list[str] | None = None) -> int:
    """Run the contest and return the exit code."""
    options = _parser().parse_args(arguments)
    contest = Contest(
        scale=SCALES[options.scale],
        directory=options.data / options.scale,
        rounds=options.rounds,
        timeout=options.timeout,
        extras=str(options.extras),
        only=tuple(options.only),
        table=options.table,
        results=Results(
            date=date.today().isoformat(),
            scale=options.scale,
            rounds=options.rounds,
            machine=machine.machine(),
            versions={},
            data={},
        ),
    )
    if options.fresh:
        forget_stores(contest.directory)
    try:
        results = run(contest, options.jobs)
    except (Different, Failed) as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(report(results)))
    if not options.no_save:
        print(f"\n{save(results, options.results).name}")
    return 0


def forget_stores(directory: Path) -> None:
    """Remove the stores that earlier versions of the product made; the cheques stay."""
    for path in directory.glob("*store*"):
        shutil.rmtree(path)


def run(contest: Contest, jobs: list[str]) -> Results:
    """Do the jobs and return the results with their targets."""
    results, facts = contest.results, contest.facts
    results.versions = contest.installed
    results.data = {
        "cheques": facts["cheques"],
        "cards": facts["cards"],
        "months": facts["months"],
        "last_day": facts["last"],
        "mid_month_day": facts["mid_month"],
        "fit_days": fit_days(),
    }
    for job in jobs:
        JOBS[job](contest)
    results.targets = targets(results)
    return results


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", choices=SCALES, default="1M", help="how many cheques")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--jobs", nargs="+", choices=JOBS, default=list(JOBS), metavar="JOB", help=", ".join(JOBS)
    )
    parser.add_argument(
        "--timeout", type=float, default=900, help="seconds that one run of a contender may take"
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(tempfile.gettempdir()) / "rfma-benchmarks",
        help="where data is made and kept",
    )
    parser.add_argument(
        "--extras", type=Path, default=EXTRAS, help="the interpreter that has the packages"
    )
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="NAME", help="contenders that take part, by name"
    )
    parser.add_argument("--table", type=Path, help="a small table of cheques for the start-up")
    parser.add_argument("--fresh", action="store_true", help="make the stores anew")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where results are kept")
    parser.add_argument("--no-save", action="store_true", help="print the results, write nothing")
    return parser


if __name__ == "__main__":
    sys.exit(main())
