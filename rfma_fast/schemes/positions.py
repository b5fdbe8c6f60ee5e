"""On which line of a TOML text a place of its document stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Place = tuple[str | int, ...]
"""Keys and positions (from 0) from the top of a document, such as ("axis", 0, "code")."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\"-]+)\s*\]\]?\s*$")
_TEXTS_AND_COMMENTS = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|#.*")


@dataclass(frozen=True)
class _Section:
    path: Place
    start: int
    end: int


def shown(place: Place) -> str:
    """Return a place as text, positions from 1.

    >>> shown(("axis", 0, "borders", 1, "p"))
    'axis[1].borders[2].p'
    """
    text = ""
    for step in place:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return text.lstrip(".") or "file"


def line_of(text: str, place: Place) -> int:
    """Return the line, from 1, at which a place or the nearest thing above it stands.

    Looks for headers, then for keys, then for the entries of a list: exact for files in the usual
    forms of TOML.
    """
    lines = [_TEXTS_AND_COMMENTS.sub(_blank, line) for line in text.splitlines()]
    sections = _sections(lines)
    inside = [section for section in sections if place[: len(section.path)] == section.path]
    best = max(inside, key=lambda section: len(section.path))
    rest = place[len(best.path) :]
    header = next((s for s in sections if len(s.path) > len(best.path) and rest
                   and s.path[: len(best.path) + 1] == (*best.path, rest[0])), None)  # fmt: skip
    line, found = best.start, False
    for step in rest:
        at = (
            _entry(lines, line, best.end, step)
            if isinstance(step, int)
            else _key(lines, line if found else best.start, best.end, step)
        )
        if at is None:
            break
        line, found = at, True
    if not found and header is not None:
        line = header.start
    return min(line, max(len(lines) - 1, 0)) + 1


def _sections(lines: Sequence[str]) -> list[_Section]:
    """Return the parts of a file between headers, each with the place that its header names."""
    marks: list[tuple[Place, int]] = [((), 0)]
    counts: dict[Place, int] = {}
    for number, line in enumerate(lines):
        found = _HEADER.match(line)
        if found is None:
            continue
        steps: list[str | int] = []
        names = found.group(2).replace('"', "").split(".")
        for depth, name in enumerate(names, start=1):
            steps.append(name)
            key = tuple(steps)
            if depth == len(names) and found.group(1) == "[[":
                counts[key] = counts.get(key, -1) + 1
            if key in counts:
                steps.append(counts[key])
        marks.append((tuple(steps), number))
    ends = [start for _, start in marks[1:]] + [len(lines)]
    return [_Section(path, start, end) for (path, start), end in zip(marks, ends, strict=True)]


def _key(lines: Sequence[str], start: int, end: int, key: str) -> int | None:
    wanted = re.compile(rf"(^|[\s{{,.]){re.escape(key)}\s*[=.]")
    return next((n for n in range(start, end) if wanted.search(lines[n])), None)


def _entry(lines: Sequence[str], start: int, end: int, position: int) -> int | None:
    """Return the line of the entry of a list that opens on the line ``start`` or below."""
    seen, depth = -1, 0
    for number in range(start, end):
        line = lines[number]
        if number == start and "=" in line:
            line = line.partition("=")[2]
        for sign in re.sub(r"[^\[\]{}]", "", line):
            if sign in "[{":
                depth += 1
                seen += depth == 2
                if depth == 2 and seen == position:
                    return number
            else:
                depth -= 1
                if depth == 0:
                    return None
    return None


def _blank(found: re.Match[str]) -> str:
    """Replace a text by blanks of its length and a comment by nothing; a quoted key stays."""
    told = found.group()
    return "" if told.startswith("#") else " " * len(told)
