"""On which line of a TOML text a place of its document stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

Place = tuple[str | int, ...]
"""Keys and positions (from 0) from the top of a document, such as ("axis", 0, "code")."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\"-]+)\s*\]\]?")


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

    Looks for headers, then for keys, then for the entries of a list; a TOML parser that keeps
    positions would be exact, this is exact for files in the usual form.
    """
    lines = text.splitlines()
    start, end, rest = _section(lines, place)
    line = start
    for step in rest:
        if isinstance(step, int):
            line = _entry(lines, line, end, step)
        else:
            found = _key(lines, line, end, step)
            if found is None:
                break
            line = found
    return min(line, max(len(lines) - 1, 0)) + 1


def _section(lines: Sequence[str], place: Place) -> tuple[int, int, Place]:
    """Return where the section of a place starts and ends, and the rest of the place."""
    best, best_depth = (0, len(lines)), 0
    counts: dict[str, int] = {}
    headers = [(number, _HEADER.match(line)) for number, line in enumerate(lines)]
    marks = [(number, found) for number, found in headers if found]
    for index, (number, found) in enumerate(marks):
        name = found.group(2).replace('"', "")
        end = marks[index + 1][0] if index + 1 < len(marks) else len(lines)
        path: Place = tuple(name.split("."))
        if found.group(1) == "[[":
            path = (*path, counts.get(name, 0))
            counts[name] = counts.get(name, 0) + 1
        if place[: len(path)] == path and len(path) > best_depth:
            best, best_depth = (number, end), len(path)
    if not best_depth and marks:
        best = (0, marks[0][0])
    return best[0], best[1], place[best_depth:]


def _key(lines: Sequence[str], start: int, end: int, key: str) -> int | None:
    wanted = re.compile(rf"(^|[\s{{,]){re.escape(key)}\s*=")
    return next((n for n in range(start, end) if wanted.search(lines[n])), None)


def _entry(lines: Sequence[str], start: int, end: int, position: int) -> int:
    """Return the line of the entry of a list that opens on the line ``start`` or below."""
    seen, depth = -1, 0
    for number in range(start, end):
        for sign in _signs(lines[number], after_equals=number == start):
            if sign in "[{":
                depth += 1
                if depth == 2:
                    seen += 1
                    if seen == position:
                        return number
            elif sign in "]}":
                depth -= 1
                if depth == 0:
                    return start
    return start


def _signs(line: str, *, after_equals: bool) -> str:
    """Return the brackets of a line, those inside texts and comments left out."""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'|#.*", "", line)
    if after_equals and "=" in bare:
        bare = bare.partition("=")[2]
    return re.sub(r"[^\[\]{}]", "", bare)
