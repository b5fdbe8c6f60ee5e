"""Which tables the sources of a load are: files of directories, parts of archives, sheets.

Nothing is passed over in silence: what is not read is named, and stops the load until it is left
out by name.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem
from rfma_fast.sources.excel import header_of, sheets_of
from rfma_fast.sources.files import KINDS, kind_of, suffix_of
from rfma_fast.sources.limits import bomb, check_ordinary, is_bomb
from rfma_fast.sources.octets import first_octets
from rfma_fast.sources.plain import spooled

_OF_PROGRAMS = ("_SUCCESS", "Thumbs.db", "desktop.ini")
_NAMED = 12
"""Parts that a refusal names."""


@dataclass(frozen=True)
class Origin:
    """One table of cheques: where its bytes lie, and what it is called to people."""

    path: Path
    name: str
    sheet: str | None = None


def origins(
    source: str | os.PathLike[str], leave_out: Sequence[str], sheet: str | None, kept: ExitStack
) -> Iterator[Origin]:
    """Yield the tables of a file or a directory, in the order of their names.

    ``leave_out`` are patterns of names that are not to be read. What is unpacked stays until
    ``kept`` is closed.
    """
    given = Path(source)
    files = _files_below(given, leave_out) if given.is_dir() else [_there(given)]
    for path in files:
        for origin in _unpacked(path, leave_out, kept):
            yield from _sheets(origin, leave_out, sheet)


def _there(path: Path) -> Path:
    if not path.exists():
        raise problem("source.missing", path=path)
    check_ordinary(path)
    return path


def _files_below(directory: Path, leave_out: Sequence[str]) -> list[Path]:
    found: list[Path] = []
    others: list[Path] = []
    for path in _below(directory):
        if _is_left_out(path.relative_to(directory).as_posix(), leave_out):
            continue
        (found if suffix_of(path) in KINDS and not path.is_dir() else others).append(path)
    if others:
        raise _left_over(directory, [str(path.relative_to(directory)) for path in others])
    if not found:
        raise problem("source.empty_directory", path=directory)
    for path in found:
        check_ordinary(path)
    return found


def _below(directory: Path) -> Iterator[Path]:
    """Yield the files of a directory and of those in it; a link to a directory as itself.

    A link might lead back to where it stands.
    """
    for path in sorted(directory.iterdir()):
        if path.name.startswith((".", "~$")) or path.name in _OF_PROGRAMS:
            continue
        if path.name == "_delta_log":
            raise problem("source.delta_table", path=directory)
        if path.is_dir() and not path.is_symlink():
            yield from _below(path)
        else:
            yield path


def _unpacked(path: Path, leave_out: Sequence[str], kept: ExitStack) -> Iterator[Origin]:
    """Yield a file, or the files in it where it is an archive of them."""
    names = _names_in(path)
    if names is None:
        yield Origin(path, str(path))
        return
    wanted = [name for name in names if not _is_left_out(name, leave_out)]
    others = [name for name in wanted if suffix_of(PurePosixPath(name)) not in KINDS]
    if others:
        raise _left_over(path, others)
    if not wanted:
        raise problem("source.empty_directory", path=path)
    for name in wanted:
        yield Origin(kept.enter_context(spooled(_bytes_of(path, name))), f"{path}:{name}")


def _names_in(path: Path) -> list[str] | None:
    """Return the files of an archive; ``None`` where a file is none, or is a workbook."""
    try:
        if not first_octets(path).startswith(b"PK\x03\x04"):
            return None
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, OSError):
        # Whoever reads it says what is wrong with it.
        return None
    names = [entry.filename for entry in entries]
    if "[Content_Types].xml" in names or "mimetype" in names:
        return None
    if is_bomb(path, entries):
        raise bomb(path)
    own = [name for name in names if not name.startswith("__MACOSX/")]
    return sorted(name for name in own if not PurePosixPath(name).name.startswith((".", "~$")))


def _bytes_of(path: Path, name: str) -> Iterator[bytes]:
    """Yield a part of an archive in pieces; what unpacks to more than it says is refused."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as part:
            while piece := part.read(1 << 20):
                yield piece
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise problem("source.unreadable", path=f"{path}:{name}", reason=error) from error


def _sheets(origin: Origin, leave_out: Sequence[str], told: str | None) -> Iterator[Origin]:
    """Yield a table, or the sheets of a workbook whose columns are those of its first table."""
    if kind_of(origin.path, origin.name) != "excel" or told is not None:
        yield Origin(origin.path, origin.name, told)
        return
    known = sheets_of(origin.path, origin.name)
    if len(known) == 1:
        yield origin
        return
    short = {one: f"{Path(origin.name).name}:{one}" for one in known}
    headers = {
        one: header_of(origin.path, one, origin.name)
        for one in known
        if not _is_left_out(short[one], leave_out)
    }
    filled = {one: header for one, header in headers.items() if header is not None}
    first = next(iter(filled.values()), None)
    others = [short[one] for one, header in filled.items() if header != first]
    if others:
        raise _left_over(Path(origin.name), others)
    if not filled:
        raise problem("source.empty_directory", path=origin.name)
    for one in filled:
        yield Origin(origin.path, f"{origin.name}:{one}", one)


def _is_left_out(name: str, patterns: Sequence[str]) -> bool:
    """Tell whether a name within its source, or the last part of it, fits a pattern."""
    return any(
        fnmatch(name, pattern) or fnmatch(PurePosixPath(name).name, pattern) for pattern in patterns
    )


def _left_over(source: Path, names: Sequence[str]) -> RfmaError:
    shown = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
    return problem("source.left_over", path=source, count=len(names), names=shown, first=names[0])
