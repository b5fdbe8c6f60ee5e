"""Cheques into the store, and what is kept of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from rfma_fast.api.demands import Asked, demands_of
from rfma_fast.api.opened import Opened

if TYPE_CHECKING:
    from rfma_fast.analyses.status import Kept, Status
    from rfma_fast.sources.columns import ColumnMap
    from rfma_fast.sources.ingest import Understanding
    from rfma_fast.store.loads import LoadReport


class Data(Opened):
    """What brings cheques in and tells what is there."""

    def ingest(
        self,
        *sources: str | os.PathLike[str],
        columns: str | os.PathLike[str] | None = None,
        card_rule: str | None = None,
        rows_read: Callable[[int], None] = lambda rows: None,
        month_written: Callable[[str], None] = lambda month: None,
        checkpoint_written: Callable[[str], None] = lambda month: None,
        **asked: Unpack[Asked],
    ) -> LoadReport:
        """Take cheques from CSV or Parquet files or directories into the store, all or none.

        Afterwards the checkpoints that it outdated are written anew. ``columns`` is a column map
        (TOML); ``card_rule`` counts for a new store; ``asked`` are demands on the rows, see
        ``Asked``. The callbacks hear of progress: rows read since the last call, and each month's
        name.
        """
        from rfma_fast.sources.ingest import ingest

        report = ingest(
            self.path,
            sources,
            columns=_column_map(columns),
            card_rule=card_rule,
            demands=demands_of(asked),
            rows_read=rows_read,
            month_written=month_written,
        )
        return self._finished(report, checkpoint_written)

    def understand(
        self,
        *sources: str | os.PathLike[str],
        columns: str | os.PathLike[str] | None = None,
        **asked: Unpack[Asked],
    ) -> Understanding:
        """Read and check sources without writing anything."""
        from rfma_fast.sources.ingest import understand

        return understand(sources, _column_map(columns), demands_of(asked))

    def status(self) -> Status:
        """Return months, rows, cards, loads, quarantine counts and bytes on disk."""
        from rfma_fast.analyses.status import status

        return status(self.snapshot)

    def checkpoint(
        self, *, rebuild: bool = False, written: Callable[[str], None] = lambda month: None
    ) -> list[Kept]:
        """Write the card states at the ends of months that have none yet; return what is kept.

        ``rebuild`` writes those of all months anew. ``written`` hears of each month.
        """
        from rfma_fast.analyses.status import kept_checkpoints
        from rfma_fast.dense.checkpoints import refresh

        refresh(self.snapshot, written, anew=rebuild)
        return kept_checkpoints(self.snapshot)

    def _finished(
        self, report: LoadReport, checkpoint_written: Callable[[str], None]
    ) -> LoadReport:
        """Let checkpoints follow a load; return its report with the warnings about what came."""
        from rfma_fast.analyses.arrivals import arrivals

        self._checkpoints_follow(checkpoint_written)
        strange = arrivals(self.snapshot, report.load, report.months) if report.stored else ()
        return replace(report, warnings=(*report.warnings, *strange))

    def _checkpoints_follow(self, written: Callable[[str], None]) -> None:
        from rfma_fast.store.tables import Tables

        self.__dict__.pop("snapshot", None)
        if Tables.at(self.path).cheques.files():
            self.checkpoint(written=written)


def _column_map(path: str | os.PathLike[str] | None) -> ColumnMap | None:
    from rfma_fast.sources.columns import load_map

    return None if path is None else load_map(Path(path))
