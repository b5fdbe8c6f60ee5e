"""Built-in schemes that differ from another one in a few lines: those alone are written down."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping


def base_of(variation: str) -> str:
    """Return the code of the scheme that a variation starts from."""
    return str(tomllib.loads(variation)["of"])


def varied(base: str, variation: str) -> str:
    """Return the text of a scheme after the changes of a variation.

    A change takes the place of the first ``line`` that begins so, or of each occurrence of a
    ``text``. What is not there cannot be changed: that is a fault of the program.
    """
    text = base
    for change in tomllib.loads(variation)["change"]:
        text = _changed(text, change)
    return text


def _changed(text: str, change: Mapping[str, str]) -> str:
    by = change["by"].removeprefix("\n")
    if "text" in change:
        if change["text"] not in text:
            raise AssertionError(f"no {change['text']!r} to vary")
        return text.replace(change["text"], by)
    lines = text.split("\n")
    place = next((n for n, line in enumerate(lines) if line.startswith(change["line"])), None)
    if place is None:
        raise AssertionError(f"no line {change['line']!r} to vary")
    return "\n".join([*lines[:place], by, *lines[place + 1 :]])
