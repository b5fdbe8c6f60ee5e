"""Cheques into the store, and what is kept of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rfma_fast.api.opened import Opened
from rfma_fast.settings import WAIT

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
        wait: float = WAIT,
        waiting: Callable[[str], None] = lambda holder: None,
    ) -> LoadReport:
        """Take cheques from CSV or Parquet files or directories into the store, all or none.

        Afterwards the checkpoints that it outdated are written anew. ``columns`` is a column map
        (TOML); ``card_rule`` counts for a new store. The callbacks hear of progress: rows read
        since the last call, and each month's name. ``wait``: seconds for which another writer is
        waited for, whom ``waiting`` hears of.
        """
        from rfma_fast.sources.ingest import ingest
        from rfma_fast.store.lock import only_writer

        with only_writer(self.path, "ingest", wait=wait, waiting=waiting):
            report = ingest(
                self.path,
                sources,
                columns=_column_map(columns),
                card_rule=card_rule,
                rows_read=rows_read,
                month_written=month_written,
            )
            self.__dict__.pop("snapshot", None)
            if report.stored or report.already_there:
                self._refresh(checkpoint_written)
        return report

    def understand(
        self,
        *sources: str | os.PathLike[str],
        columns: str | os.PathLike[str] | None = None,
    ) -> Understanding:
        """Read and check sources without writing anything."""
        from rfma_fast.sources.ingest import understand

        return understand(sources, _column_map(columns))

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

        snapshot = self.snapshot
        with only_writer(self.path, "checkpoint", wait=wait, waiting=waiting):
            self._refresh(written, rebuild=rebuild)
        return kept_checkpoints(snapshot)

    def _refresh(self, written: Callable[[str], None], *, rebuild: bool = False) -> None:
        from rfma_fast.dense.checkpoints import refresh

        refresh(self.snapshot, written, anew=rebuild)


def _column_map(path: str | os.PathLike[str] | None) -> ColumnMap | None:
    from rfma_fast.sources.columns import load_map

    return None if path is None else load_map(Path(path))
