"""Names and texts as SQL takes them."""

from __future__ import annotations

import re

from rfma_fast.i18n import misuse

_PART = r'("(?:[^"\0]|"")+"|[^."\s\0]+)'
_TABLE = re.compile(rf"{_PART}(?:\.{_PART})?")


def quoted(name: str) -> str:
    """Return a name as an identifier, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """Return a text as a literal, whatever it holds."""
    return "E'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def table_name(given: str) -> str:
    """Return ``table`` or ``schema.table`` as identifiers; letters keep their case."""
    found = _TABLE.fullmatch(given)
    if found is None:
        raise misuse("server.table", got=given)
    parts = [part for part in found.groups() if part]
    return ".".join(part if part.startswith('"') else quoted(part) for part in parts)
