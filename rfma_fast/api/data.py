"""Cheques into the store, and what is kept of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from rfma_fast.api.demands import Asked, demands_of
from rfma_fast.api.opened import Opened
from rfma_fast.i18n import misuse
from rfma_fast.settings import WAIT

if TYPE_CHECKING:
    from rfma_fast.analyses.status import Kept, Status
    from rfma_fast.cheques.card_forms import CardSurvey
    from rfma_fast.cheques.rulebook import Rows, Warned
    from rfma_fast.errors import RfmaError
    from rfma_fast.sources.columns import ColumnMap
    from rfma_fast.sources.postgresql import Reading
    from rfma_fast.sources.understanding import Understanding
    from rfma_fast.store.loads import LoadReport


OVERLAP = 7
"""Days before the newest stored one that are read again, for cheques that come late."""


class Data(Opened):
    """What brings cheques in and tells what is there."""

    def ingest(
        self,
        *sources: str | os.PathLike[str],
        columns: str | os.PathLike[str] | None = None,
        card_rule: str | None = None,
        zone: str | None = None,
        since_last: bool = False,
        overlap: int = OVERLAP,
        leave_out: Sequence[str] = (),
        rows_read: Callable[[int], None] = lambda rows: None,
        month_written: Callable[[str], None] = lambda month: None,
        checkpoint_written: Callable[[str], None] = lambda month: None,
        wait: float = WAIT,
        waiting: Callable[[str], None] = lambda holder: None,
        unfamiliar: Callable[[Warned], None] = lambda warned: None,
        lines_found: Callable[[RfmaError], Rows | None] = lambda refused: None,
        card_rule_found: Callable[[CardSurvey], bool] = lambda survey: False,
        **asked: Unpack[Asked],
    ) -> LoadReport:
        """Take cheques from files, directories, ``-`` (stdin) or PostgreSQL servers, all or none.

        Afterwards the checkpoints that it outdated are written anew. ``columns`` is a column map
        (``bonuscheques``, ``1c``, ``generic`` or a TOML file); ``card_rule`` tells cards
        from other ids in a new store: a regular expression, ``13-digits``, ``digits``, ``phone``,
        ``email``, ``uuid``, ``any``, or ``auto`` for what the first rows show. Where they show
        another rule than thirteen digits and none was given, ``card_rule_found`` hears of it and
        tells whether it is taken; else the load is refused. ``asked`` are demands on the rows, see
        ``Asked``. Of a server (``postgresql://…?table=…``), moments with a zone are converted to
        the local time of ``zone``, and with ``since_last`` only rows from ``overlap`` days before
        the newest stored day on are read. ``leave_out`` are patterns of names that are not read:
        files of directories and archives, ``workbook:sheet``; what else cannot be read there stops
        the load. The callbacks hear of progress: rows read since the last call, and each month's
        name. ``unfamiliar`` hears, before anything is stored, that the load shares no card and no
        shop with the store; what it raises stops the load. ``lines_found`` hears the refusal of
        rows that look like lines of receipts, and may tell what they are. ``wait``: seconds for
        which another writer is waited for, whom ``waiting`` hears of.
        """
        from rfma_fast.sources.card_rule import shown_rule, told_rule
        from rfma_fast.sources.ingest import ingest
        from rfma_fast.store.lock import only_writer

        with only_writer(self.path, "ingest", wait=wait, waiting=waiting):
            report = ingest(
                self.path,
                sources,
                columns=_column_map(columns),
                card_rule=told_rule(card_rule),
                card_rule_of=lambda parts: shown_rule(parts, card_rule, card_rule_found),
                reading=self._reading(sources, zone, overlap if since_last else None),
                demands=demands_of(asked),
                leave_out=leave_out,
                lines_found=lines_found,
                unfamiliar=unfamiliar,
                rows_read=rows_read,
                month_written=month_written,
            )
            return self._finished(report, checkpoint_written)

    def understand(
        self,
        *sources: str | os.PathLike[str],
        columns: str | os.PathLike[str] | None = None,
        zone: str | None = None,
        since_last: bool = False,
        overlap: int = OVERLAP,
        leave_out: Sequence[str] = (),
        **asked: Unpack[Asked],
    ) -> Understanding:
        """Read and check sources without writing anything; options as in ``ingest``.

        Warns where the store is there and shares no card and no shop with them.
        """
        from rfma_fast.sources.understanding import understand

        reading = self._reading(sources, zone, overlap if since_last else None)
        demands, columns_told = demands_of(asked), _column_map(columns)
        return understand(sources, columns_told, reading, demands, self.path, leave_out)

    def status(self) -> Status:
        """Return months, rows, cards, loads, quarantine counts and bytes on disk."""
        from rfma_fast.analyses.status import status

        return status(self.snapshot)

    def checkpoint(
        self,
        *,
        rebuild: bool = False,
        written: Callable[[str], None] = lambda month: None,
        wait: float = WAIT,
        waiting: Callable[[str], None] = lambda holder: None,
    ) -> list[Kept]:
        """Write the card states at the ends of months that have none yet; return what is kept.

        ``rebuild`` writes those of all months anew. ``written`` hears of each month; ``wait`` and
        ``waiting`` as in ``ingest``.
        """
        from rfma_fast.analyses.status import kept_checkpoints
        from rfma_fast.store.lock import only_writer

        path, snapshot = self.path, self.snapshot
        with only_writer(path, "checkpoint", wait=wait, waiting=waiting):
            self._refresh(written, rebuild=rebuild)
        return kept_checkpoints(snapshot)

    def _refresh(self, written: Callable[[str], None], *, rebuild: bool = False) -> None:
        from rfma_fast.dense.checkpoints import refresh

        refresh(self.snapshot, written, anew=rebuild)

    def _reading(
        self, sources: Sequence[str | os.PathLike[str]], zone: str | None, overlap: int | None
    ) -> Reading:
        from rfma_fast.servers.address import is_server
        from rfma_fast.sources.postgresql import Reading
        from rfma_fast.store.snapshot import newest_day

        if not any(is_server(os.fspath(source)) for source in sources):
            option = "zone" if zone is not None else "since_last"
            if zone is not None or overlap is not None:
                raise misuse("server.none_given", option=option)
        if overlap is None:
            return Reading(zone)
        if overlap < 0:
            raise misuse("server.overlap", got=overlap)
        newest = newest_day(self.path)
        return Reading(
            zone, newest and newest - timedelta(days=min(overlap, newest.toordinal() - 1))
        )

    def _finished(
        self, report: LoadReport, checkpoint_written: Callable[[str], None]
    ) -> LoadReport:
        """Let the rest follow a load; return its report with the warnings about what came."""
        from rfma_fast.analyses.arrivals import arrivals

        self._rest_follows(checkpoint_written)
        strange = arrivals(self.snapshot, report.load, report.months) if report.stored else ()
        return replace(report, warnings=(*report.warnings, *strange))

    def _rest_follows(self, written: Callable[[str], None]) -> None:
        """Let follow what is made from the cheques: checkpoints, and copies for other programs."""
        from rfma_fast.store.copies import refresh_copies
        from rfma_fast.store.tables import Tables

        self.__dict__.pop("snapshot", None)
        tables = Tables.at(self.path)
        if tables.cheques.files():
            self._refresh(written)
        refresh_copies(tables)


def _column_map(path: str | os.PathLike[str] | None) -> ColumnMap | None:
    from rfma_fast.sources.columns import load_map

    return None if path is None else load_map(Path(path))
