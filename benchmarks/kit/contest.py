"""What all jobs of one run share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from contenders import Contender

from kit import machine, postgres
from kit.process import run
from kit.question import Question
from kit.results import Results
from kit.rounds import Task
from kit.scales import Scale

ENGINES = ("polars", "duckdb", "chdb", "pandas", "numpy")
BUILT_ON = ("deltalake", "pyarrow", "narwhals", "typer", "rich")
PACKAGES = ("openretailscience", "pymc-marketing", "rfm")


@dataclass
class Contest:
    """One run at one scale: where data is kept, how often and how long to try, what came out."""

    scale: Scale
    directory: Path
    """Where data is made and kept."""
    rounds: int
    timeout: float
    extras: str
    """The interpreter that has the packages."""
    results: Results
    only: tuple[str, ...] = ()
    """The contenders that were asked for; all where empty."""
    table: Path | None = None
    """A small real table for the start-up, where there is one."""
    said: Callable[[str], None] = lambda line: print(line, file=sys.stderr, flush=True)
    answers: dict[str, Any] = field(default_factory=dict)
    unavailable: dict[str, str] = field(default_factory=dict)
    """Why something that is installed cannot be used after all."""

    @cached_property
    def installed(self) -> dict[str, str]:
        """Return the versions of everything that can take part."""
        found = machine.versions((*ENGINES, *BUILT_ON)) | machine.versions(PACKAGES, self.extras)
        server = postgres.version()
        found["python"] = ".".join(map(str, sys.version_info[:3]))
        return found | ({"postgresql": server} if server else {})

    @cached_property
    def source(self) -> Path:
        """Return the directory of month files as they come from tills, made where missing."""
        path, scale = self.directory / "source", self.scale
        sizes = {"cheques": scale.cheques, "cards": scale.cards, "months": scale.months}
        run("kit.prepare:source", {"path": str(path), **sizes})
        return path

    @cached_property
    def store(self) -> Path:
        """Return the product's store of them, made where missing."""
        return self.store_of("store", [self.source])

    def store_of(self, name: str, sources: list[Path]) -> Path:
        """Return a store of some sources, made where missing."""
        path = self.directory / name
        run("kit.prepare:store", {"path": str(path), "sources": [str(one) for one in sources]})
        return path

    @cached_property
    def facts(self) -> dict[str, Any]:
        """Return what the store holds."""
        return self.facts_of(self.store)

    def facts_of(self, store: Path) -> dict[str, Any]:
        """Return what a store holds."""
        return cast(dict[str, Any], run("kit.prepare:facts", {"path": str(store)}).value)

    def question(self, as_of: str, server: str = "") -> Question:
        """Return the question as of a day over the whole store."""
        return Question(str(self.store), tuple(self.facts["files"]), as_of, server)

    def task(self, contender: Contender, question: Question, asked: str) -> Task:
        """Return a contender's task."""
        return Task(
            contender.name,
            contender.kind,
            f"contenders.{contender.function}",
            question.arguments(),
            source=contender.source,
            asked=asked,
            python=self.extras if contender.kind == "part" else sys.executable,
            timeout=self.timeout,
            left_out=self.why_not(contender),
        )

    def why_not(self, contender: Contender) -> str | None:
        """Return why a contender cannot take part, ``None`` where it can."""
        if self.only and contender.name not in self.only:
            return "not asked for"
        broken = [self.unavailable[name] for name in contender.needs if name in self.unavailable]
        if broken:
            return broken[0]
        missing = [name for name in contender.needs if name not in self.installed]
        if missing:
            return f"{', '.join(missing)} is not installed"
        if contender.most_rows is not None and self.scale.cheques > contender.most_rows:
            return f"takes part up to {contender.most_rows:,} cheques"
        return None
