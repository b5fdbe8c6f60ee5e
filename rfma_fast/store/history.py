"""Which files the versions of a table had, read from its log once."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from rfma_fast.i18n import problem
from rfma_fast.store.damage import NANOSECONDS, entry_numbers
from rfma_fast.store.tables import Table


@dataclass
class History:
    """The versions that a log tells of, and for which of them each file was there."""

    moments: dict[int, int] = field(default_factory=dict)
    """Version → when it was made, in milliseconds since 1970; in the order of versions."""
    _spans: dict[str, list[tuple[int, int | None]]] = field(default_factory=dict)
    """File → from which version up to which other, that one not included, it was there."""

    @classmethod
    def of(cls, table: Table) -> History:
        """Read the log of a table of this machine.

        Refused where it lacks the entry of the newest version, or tells of other files than that
        version has: whoever believed it would take files in use for files of nobody.
        """
        found = cls()
        for version, entry in _entries(Path(table.uri) / "_delta_log"):
            found._add(version, entry)
        newest = table.version()
        files = {file.path for file in table.listed()}
        if newest not in found.moments or (0 in found.moments and not files <= found.known):
            raise problem("store.log_short", path=f"{table.uri}/_delta_log", version=newest)
        return found

    @property
    def known(self) -> set[str]:
        """Return the files that any version had."""
        return set(self._spans)

    def needed_since(self, moment: float) -> set[str]:
        """Return the files of versions that were the newest at that moment or later."""
        versions = list(self.moments)
        replaced = [*list(self.moments.values())[1:], float("inf")]
        needed = [one for one, end in zip(versions, replaced, strict=True) if end >= moment]

        def was_there(first: int, end: int | None) -> bool:
            place = bisect_left(needed, first)
            return place < len(needed) and (end is None or needed[place] < end)

        return {
            path
            for path, spans in self._spans.items()
            if any(was_there(first, end) for first, end in spans)
        }

    def _add(self, version: int, entry: list[dict[str, Any]]) -> None:
        for action in entry:
            if "commitInfo" in action:
                self.moments[version] = int(action["commitInfo"]["timestamp"])
            elif "add" in action:
                self._spans.setdefault(unquote(action["add"]["path"]), []).append((version, None))
            elif "remove" in action:
                spans = self._spans.setdefault(unquote(action["remove"]["path"]), [])
                # Of a file whose coming is told no more only its end is known.
                first = spans.pop()[0] if spans and spans[-1][1] is None else 0
                spans.append((first, version))


def _entries(log: Path) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    for number in entry_numbers(log):
        path = log / f"{number:020d}.json"
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
            entry = [json.loads(line) for line in lines if line]
            written = path.stat().st_mtime_ns // NANOSECONDS
            told = [action for action in entry if "timestamp" in action.get("commitInfo", {})]
            yield (number, entry if told else [{"commitInfo": {"timestamp": written}}, *entry])
        except (OSError, ValueError, AttributeError) as error:
            raise problem("store.log_damaged", path=path) from error
