"""Plain tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from kit.results import Measure, Results

COLUMNS = ("min s", "median s", "max s", "cpu s", "process s", "peak MB")
"""Of the work: least, median and largest seconds, processor seconds; of the process; memory."""


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as aligned text, the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def row(measure: Measure) -> tuple[str, ...]:
    """Return a measure's name and its cells below ``COLUMNS``."""
    seconds = (min(measure.seconds), median(measure.seconds), max(measure.seconds))
    cells = [f"{one:.3f}" for one in seconds]
    cells.append(f"{median(measure.cpu_seconds):.3f}" if measure.cpu_seconds else "—")
    return measure.name, *cells, f"{median(measure.process_seconds):.3f}", f"{max(measure.mb):.0f}"


def report(results: Results) -> Iterator[str]:
    """Yield a run as paragraphs: a table a job, then the targets."""
    for job, measures in results.jobs.items():
        rows = [(job, *COLUMNS), *(row(measure) for measure in measures if measure.seconds)]
        yield table(rows)
        yield from (f"{one.name}: left out, {one.left_out}" for one in measures if one.left_out)
        yield ""
    if results.figures:
        yield table([(name, figure(value)) for name, value in results.figures.items()])
        yield ""
    aims = [("target", "found", "aim", "")]
    aims += [(one.name, number(one.value), one.aim, said(one.reached)) for one in results.targets]
    yield table(aims)


def number(value: float | None) -> str:
    """Return a ratio as text, a dash where there is none."""
    return "—" if value is None else f"{value:.2f}"


def figure(value: float) -> str:
    """Return a figure as text: whole where it is large."""
    return f"{value:,.0f}" if value >= 1000 else f"{value:,.1f}"


def said(reached: bool | None) -> str:
    """Return whether a target is reached, in words."""
    return "not measured" if reached is None else "reached" if reached else "not reached"
