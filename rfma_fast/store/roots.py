"""The path of a store: one reading of it, for the program and for all that it hands the path to."""

from __future__ import annotations

import os
import re
from pathlib import Path

from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem

LONGEST_NAME = 255
"""Bytes of one name in a path, as the usual file systems allow them."""
LONGEST_PATH = 4096 - 200
"""Bytes of the whole path: the files below it need the rest."""

_MISREAD = re.compile(r"[\\\x00-\x1f\x7f]|%[0-9A-Fa-f]{2}|[\ud800-\udfff]")
"""What Delta's library takes for something else than a letter of a name: it then reads another log,
or none."""
_MISREAD_IN_ADDRESS = re.compile(rf"[#?]|{_MISREAD.pattern}")
"""The same in the address of an object store."""


def is_local(path: str) -> bool:
    """Tell whether a path lies in this machine's file system."""
    return "://" not in path


def root_of(given: str | os.PathLike[str]) -> str:
    """Return a store's path as all libraries read it the same way; ``~/`` is the home directory.

    A path that one of them would take for another is refused.
    """
    told = os.fspath(given)
    if not told:
        raise problem("store.no_path")
    if not is_local(told):
        found = _MISREAD_IN_ADDRESS.search(told)
        if found:
            raise _bad_name(told, found[0])
        kind, mark, place = told.partition("://")
        return kind + mark + place.rstrip("/")
    _refuse_misread(told, told)
    root = _local(told)
    refuse_unfit(root, root)
    return root


def refuse_unfit(root: str, *directories: str) -> None:
    """Refuse a store some of whose directories really lie where Delta would not find them."""
    for directory in directories:
        try:
            place = os.path.realpath(directory)
        except OSError as error:
            raise problem("store.unreachable", path=root, reason=error.strerror) from error
        _refuse_misread(root, place)
        _refuse_long(place)


def real(path: str) -> str:
    """Return a path of this machine as Delta reads it the same way from everywhere."""
    return os.path.abspath(path) if is_local(path) else path  # noqa: PTH100


def _local(told: str) -> str:
    home = Path(told).expanduser() if told.partition("/")[0] == "~" else Path(told)
    first = home.parts[0] if home.parts else ""
    # Some libraries find a home directory or a kind of address at a path's start.
    return os.path.abspath(home) if first.startswith("~") or ":" in first else str(home)  # noqa: PTH100


def _refuse_misread(root: str, place: str) -> None:
    found = _MISREAD.search(place)
    if found:
        raise _bad_name(root if root == place else f"{root} → {place}", found[0])


def _bad_name(path: str, found: str) -> RfmaError:
    shown = found if found.isprintable() else ascii(_readable(found)).strip("'")
    return problem("store.bad_name", path=_readable(path), found=shown.replace("\\\\", "\\"))


def _refuse_long(place: str) -> None:
    for name in place.split("/"):
        if len(os.fsencode(name)) > LONGEST_NAME:
            raise problem("store.long_name", name=f"{name[:20]}…", most=LONGEST_NAME)
    if len(os.fsencode(place)) > LONGEST_PATH:
        raise problem("store.long_path", most=LONGEST_PATH)


def _readable(path: str) -> str:
    """Return a path whose bytes that are no text are shown as codes."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
