"""All sources of a load, opened together: what each was understood to be, and its checked rows."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice

import polars as pl

from rfma_fast.cheques.card_forms import CardSurvey, survey
from rfma_fast.cheques.rulebook import NO_DEMANDS, Demands
from rfma_fast.cheques.rules import Checked, check
from rfma_fast.i18n import misuse, problem
from rfma_fast.servers.address import is_server
from rfma_fast.sources.columns import ColumnMap
from rfma_fast.sources.files import Damaged, File, opened
from rfma_fast.sources.gathering import Origin, origins
from rfma_fast.sources.lines import OTHER, Lines, lines_in
from rfma_fast.sources.plain import STDIN, from_stdin, spooled
from rfma_fast.sources.postgresql import EVERYTHING, Reading, Selected, selected
from rfma_fast.sources.reading import checked, with_sound_cards
from rfma_fast.sources.settling import Unsettled, mended, settled
from rfma_fast.store.ahead import done_beside

Given = str | os.PathLike[str]
"""A file, a directory of files, ``-`` for stdin, or a table or a query of a server."""

Part = File | Selected
"""What rows come from."""

SURVEYED_BATCHES = 2
"""Batches of a part in which cards are told from other ids."""
SURVEYED_PARTS = 8
"""Parts whose first rows are looked at before all are read."""

AGAIN = (Damaged, Unsettled)
"""What is raised where a file turns out to be written otherwise; all is then read again."""


@dataclass
class Opened:
    """The parts of a load by their names; those of servers by their places among the sources."""

    parts: dict[Hashable, Part]

    def checked_batches(self, demands: Demands = NO_DEMANDS) -> Iterator[tuple[Part, Checked]]:
        """Yield the rows of all parts in batches, cheques and rejected rows apart.

        Raises one of ``AGAIN`` where what was yielded does not count: ``learn`` from it, and start
        anew.
        """

        def raw() -> Iterator[tuple[Part, pl.DataFrame]]:
            for part in self.parts.values():
                for batch in part.batches():
                    yield part, batch

        return done_beside(lambda one: (one[0], _checked(one[1], one[0], demands)), raw())

    def card_survey(self) -> CardSurvey:
        """Look at the ids in the first rows of every part, as they will be checked."""
        while True:
            try:
                return survey(self._first_ids())
            except AGAIN as found:
                self.learn(found)

    def lines(self) -> Iterator[Lines]:
        """Look whether the first rows of some parts are lines of receipts."""
        for part in islice(self.parts.values(), SURVEYED_PARTS):
            rows = part.batches(others=OTHER) if isinstance(part, File) else part.batches()
            try:
                yield from map(lines_in, islice(rows, 1))
            except Damaged as found:
                self.learn(found)
                yield from self.lines()
                return

    def _first_ids(self) -> Iterator[pl.Series]:
        for part in islice(self.parts.values(), SURVEYED_PARTS):
            for raw in islice(part.batches(), SURVEYED_BATCHES):
                yield _checked(raw, part, NO_DEMANDS).accepted.get_column("card")

    def learn(self, found: Damaged | Unsettled) -> None:
        """Take in what was found of a file; a file that may be read in two ways is refused."""
        file = self.parts[found.name]
        if not isinstance(file, File):
            raise AssertionError(f"{found.name} is no file")
        again = mended(file) if isinstance(found, Damaged) else settled(file, found.trait)
        self.parts[found.name] = again


@contextmanager
def opened_all(
    sources: Sequence[Given],
    columns: ColumnMap | None,
    reading: Reading = EVERYTHING,
    leave_out: Sequence[str] = (),
) -> Iterator[Opened]:
    """Open all sources; what comes on stdin or out of an archive is kept on disk meanwhile."""
    with ExitStack() as kept:
        parts: dict[Hashable, Part] = {}
        for place, source in enumerate(sources):
            told = os.fspath(source)
            if is_server(told):
                parts[place] = selected(told, reading, columns)
            elif told == STDIN:
                if any(part.name == STDIN for part in parts.values()):
                    raise misuse("source.stdin_twice")
                path = kept.enter_context(spooled(from_stdin()))
                parts[STDIN] = _opened(Origin(path, STDIN), columns)
            else:
                _refuse_addresses(told)
                sheet = columns.told.get("sheet") if columns else None
                for one in origins(source, leave_out, sheet, kept):
                    parts[one.name] = _opened(one, columns)
        yield Opened(parts)


def _opened(origin: Origin, columns: ColumnMap | None) -> File:
    file = opened(origin.path, columns, origin.name, origin.sheet)
    return settled(file, "date") if file.doubtful else file


def _checked(raw: pl.DataFrame, part: Part, demands: Demands) -> Checked:
    if not isinstance(part, File):
        return check(with_sound_cards(raw), demands)
    return checked(raw, part, demands)


def _refuse_addresses(told: str) -> None:
    if "://" in told:
        # An address may hold credentials before its host and after its path.
        kind, mark, rest = told.partition("://")
        shown = rest.rpartition("@")[2].partition("?")[0]
        raise problem("source.unknown_kind", path=f"{kind}{mark}{shown}", suffix=f"{kind}{mark}")
