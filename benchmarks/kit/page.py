"""The page of benchmarks: every figure of it stands in a results file."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from statistics import median

from kit.fitting import fit_days
from kit.results import Measure, Results
from kit.tables import COLUMNS, figure, number, row, said

MADE = "<!-- Made by benchmarks/pages.py from benchmarks/results; run `make docs`. -->\n"
CODE = "../benchmarks/contenders"
HEAD = """# Benchmarks

The same cheques, the same question, several ways to answer it. The main job is a whole segmentation
by the scheme `rfma`: class → cards, cheques, kopecks as of a day.

- Every contender reads the month files of one store, in a process of its own, in turn with the
  others. Seconds are of the work inside the process, imports left out; "cpu" is the time of all
  processors for it, where no server did the work; "process" is the process from start to end.
- Answers are compared, row by row, before any time counts. A different answer stops the run.
- Peak memory is that of the process, of its children and of a server that works for it.
- "rfma cold" reads the whole history; "rfma warm" uses the checkpoints that a load leaves.
- Yardsticks do less than the job: they read the three columns and sum them up.
- Packages do a part of the job each (scores of recency, frequency and money); each is compared with
  an own computation of its part, and its time with nobody's.
- PostgreSQL is asked after its table is loaded; loading is a figure apart.
"""
REPEAT = """## To repeat

    make bench                                              # 1 M cheques, about four minutes
    python benchmarks/contest.py --scale 20M                # any scale: 1M 10M 20M 100M 1000M
    python benchmarks/contest.py --jobs segment chain       # some of the jobs
    python benchmarks/compare.py                            # the newest two runs side by side
    make bench-extras                                       # the packages, apart from all else
    make bench-parts                                        # the parts of the product one by one

Data is made once and kept below `--data`; `--fresh` makes the stores anew, for a version that
stores differently. Engines beyond the product's own are the extra `bench`; `make bench` installs it
into an environment of its own, where other runs find it: `.bench/bin/python benchmarks/contest.py`.
Who is not installed is left out, and the page says so. PostgreSQL is
started for the run from the system's packages, on a socket in a temporary directory. Each run is a
dated file in `benchmarks/results`; this page shows the newest of every scale.
"""


def page(found: list[Results], plots: Collection[str]) -> str:
    """Return the page of some runs; ``plots`` are the files that it may show."""
    parts = [MADE, HEAD] if found else [MADE, HEAD, "No run is kept yet.\n"]
    for results in reversed(found):
        parts += _scale(results, plots)
    return "\n".join([*parts, REPEAT])


def _scale(results: Results, plots: Collection[str]) -> Iterator[str]:
    data, about = results.data, results.machine
    yield f"## {int(data['cheques']):,} cheques\n"
    yield (
        f"{int(data['cards']):,} cards, {data['months']} months, last day {data['last_day']}. "
        f"Measured on {results.date}: {about['processor']}, {about['cores']} cores, "
        f"{about['memory_gb']} GB, load {about['load_before']} before the start; "
        f"{results.rounds} rounds.\n"
    )
    if (then := data.get("fit_days", "all")) != (now := fit_days()):
        yield (
            f"An earlier question: this run's thresholds are fitted on {_said_days(then)}, those of"
            f" the scheme today on {_said_days(now)}.\n"
        )
    yield from _targets(results)
    for job, measures in results.jobs.items():
        yield f"### {job.capitalize()}\n"
        stem = f"benchmarks/{results.scale}-{job.replace(' ', '-')}"
        for what in ("seconds", "memory"):
            if f"{stem}-{what}.svg" in plots:
                yield f"![{job}: {what}]({stem}-{what}.svg)\n"
        yield from _job(measures)
    yield from _figures(results)
    said_versions = ", ".join(f"{name} {version}" for name, version in results.versions.items())
    yield f"Versions: {said_versions}.\n"


def _said_days(days: str | int) -> str:
    return "the whole history" if days == "all" else f"the last {days} days"


def _targets(results: Results) -> Iterator[str]:
    yield "| ratio | found | aim | |\n| --- | ---: | ---: | --- |"
    for one in results.targets:
        yield f"| {one.name} | {number(one.value)} | {one.aim} | {said(one.reached)} |"
    yield ""


def _job(measures: list[Measure]) -> Iterator[str]:
    timed = sorted((one for one in measures if one.seconds), key=lambda one: median(one.seconds))
    if timed:
        yield f"| | {' | '.join(COLUMNS)} |\n| ---{' | ---:' * len(COLUMNS)} |"
    for one in timed:
        yield f"| {_linked(one)} | {' | '.join(row(one)[1:])} |"
    left_out = [one for one in measures if one.left_out]
    if timed and left_out:
        yield ""
    yield from (f"- {_linked(one)} left out: {one.left_out}" for one in left_out)
    yield ""


def _linked(measure: Measure) -> str:
    return f"[{measure.name}]({CODE}/{measure.source})" if measure.source else measure.name


def _figures(results: Results) -> Iterator[str]:
    if results.figures:
        yield "| figure | |\n| --- | ---: |"
        yield from (f"| {name} | {figure(value)} |" for name, value in results.figures.items())
        yield ""
