"""All files of a load, opened together: what each was understood to be, and their checked rows."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from rfma_fast.cheques.rules import Checked
from rfma_fast.i18n import misuse
from rfma_fast.sources.columns import ColumnMap
from rfma_fast.sources.files import Damaged, File, files_of, opened
from rfma_fast.sources.plain import STDIN, spooled
from rfma_fast.sources.reading import checked
from rfma_fast.sources.settling import Unsettled, mended, settled
from rfma_fast.store.ahead import done_beside

Given = str | os.PathLike[str]
"""A file, a directory of files, or ``-`` for stdin."""

AGAIN = (Damaged, Unsettled)
"""What is raised where a file turns out to be written otherwise; all is then read again."""


@dataclass
class Opened:
    """The files of a load by their paths."""

    files: dict[Path, File]

    def checked_batches(self) -> Iterator[tuple[File, Checked]]:
        """Yield the rows of all files in batches, cheques and rejected rows apart.

        Raises one of ``AGAIN`` where what was yielded does not count: ``learn`` from it, and start
        anew.
        """

        def raw() -> Iterator[tuple[File, pl.DataFrame]]:
            for file in self.files.values():
                for batch in file.batches():
                    yield file, batch

        return done_beside(lambda one: (one[0], checked(one[1], one[0])), raw())

    def learn(self, found: Damaged | Unsettled) -> None:
        """Take in what was found of a file; a file that may be read in two ways is refused."""
        file = self.files[found.path]
        again = mended(file) if isinstance(found, Damaged) else settled(file, found.trait)
        self.files[found.path] = again


@contextmanager
def opened_all(sources: Sequence[Given], columns: ColumnMap | None) -> Iterator[Opened]:
    """Open the files of all sources; what comes on stdin is kept on disk meanwhile."""
    with ExitStack() as kept:
        files: dict[Path, File] = {}
        for source in sources:
            if os.fspath(source) == STDIN:
                if any(file.name == STDIN for file in files.values()):
                    raise misuse("source.stdin_twice")
                path = kept.enter_context(spooled())
                files[path] = _opened(path, columns, STDIN)
                continue
            for path in files_of(source):
                files[path] = _opened(path, columns)
        yield Opened(files)


def _opened(path: Path, columns: ColumnMap | None, name: str | None = None) -> File:
    file = opened(path, columns, name)
    return settled(file, "date") if file.doubtful else file
