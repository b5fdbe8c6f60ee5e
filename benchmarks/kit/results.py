"""What a run of the contest leaves: one dated JSON file, read by the pages and by `compare`."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

RESULTS = Path(__file__).parent.parent / "results"
FORMAT = 1
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)-(\w+?)(?:-(\d+))?\.json")


@dataclass
class Measure:
    """One contender in one job: every round's seconds and memory, or why it was left out."""

    name: str
    kind: str
    source: str = ""
    seconds: list[float] = field(default_factory=list)
    """Of the work inside its process."""
    process_seconds: list[float] = field(default_factory=list)
    """Of its process from start to end."""
    cpu_seconds: list[float] = field(default_factory=list)
    """Of all processors, for the work; none where a server did it."""
    mb: list[float] = field(default_factory=list)
    left_out: str | None = None

    @property
    def median(self) -> float | None:
        """Return the median of the seconds of work."""
        return median(self.seconds) if self.seconds else None

    @property
    def peak(self) -> float | None:
        """Return the largest memory of all rounds, in MB."""
        return max(self.mb, default=None)


@dataclass
class Target:
    """One ratio that is aimed at, and what this run made of it."""

    name: str
    value: float | None
    """``None`` where a part of it was not measured."""
    aim: str
    reached: bool | None


@dataclass
class Results:
    """One run of the contest at one scale."""

    date: str
    scale: str
    rounds: int
    machine: dict[str, str | int | float]
    versions: dict[str, str]
    data: dict[str, str | int]
    """Cheques, cards, months, classes, days."""
    jobs: dict[str, list[Measure]] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)
    """What is no time: bytes on disk, seconds of preparation."""
    targets: list[Target] = field(default_factory=list)
    format: int = FORMAT

    def measure(self, job: str, name: str) -> Measure | None:
        """Return one contender's measure, ``None`` where it did not take part."""
        return next((found for found in self.jobs.get(job, []) if found.name == name), None)

    def median(self, job: str, name: str) -> float | None:
        """Return one contender's median seconds, ``None`` where it has none."""
        found = self.measure(job, name)
        return found.median if found else None

    def fastest(self, job: str) -> Measure | None:
        """Return the contender, not the product, with the least median."""
        timed = [m for m in self.jobs.get(job, []) if m.kind == "contender" and m.seconds]
        return min(timed, key=lambda m: median(m.seconds), default=None)


def save(results: Results, directory: Path = RESULTS) -> Path:
    """Write a run beside the others, under its date, its scale and the next free number."""
    directory.mkdir(parents=True, exist_ok=True)
    stem, number = f"{results.date}-{results.scale}", 1
    while (
        path := directory / (f"{stem}-{number}.json" if number > 1 else f"{stem}.json")
    ).exists():
        number += 1
    path.write_text(json.dumps(_rounded(asdict(results)), indent=1) + "\n", encoding="utf-8")
    return path


def load(path: Path) -> Results:
    """Read a run."""
    held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if held.get("format") != FORMAT:
        raise ValueError(f"{path.name}: format {held.get('format')}, this program reads {FORMAT}")
    jobs = {job: [Measure(**one) for one in found] for job, found in held.pop("jobs").items()}
    targets = [Target(**one) for one in held.pop("targets")]
    return Results(**held, jobs=jobs, targets=targets)


def runs(scale: str | None = None, directory: Path = RESULTS) -> list[Path]:
    """Return the files of runs, of one scale or of all, the oldest first."""
    found = [
        (match, path) for path in directory.glob("*.json") if (match := _NAME.match(path.name))
    ]
    dated = [
        (match[1], int(match[3] or 1), path)
        for match, path in found
        if scale is None or match[2] == scale
    ]
    return [path for *_, path in sorted(dated)]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, list) else value
