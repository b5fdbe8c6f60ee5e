"""Plain tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from kit.results import Measure, Results


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


def spread(measure: Measure) -> tuple[str, str, str]:
    """Return the least, the median and the largest seconds as text."""
    if not measure.seconds:
        return "", "", ""
    least, middle, most = min(measure.seconds), median(measure.seconds), max(measure.seconds)
    return f"{least:.3f}", f"{middle:.3f}", f"{most:.3f}"


def report(results: Results) -> Iterator[str]:
    """Yield a run as paragraphs: a table a job, then the targets."""
    for job, measures in results.jobs.items():
        rows = [(job, "min s", "median s", "max s", "process s", "peak MB")]
        rows += [_row(measure) for measure in measures if measure.seconds]
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


def _row(measure: Measure) -> tuple[str, str, str, str, str, str]:
    least, middle, most = spread(measure)
    process = f"{median(measure.process_seconds):.3f}"
    return measure.name, least, middle, most, process, f"{measure.peak or 0:.0f}"
