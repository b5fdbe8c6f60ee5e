"""What is wrong with the data: rejected rows, and loads that are taken back."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Unpack

from rfma_fast.api.data import Data
from rfma_fast.api.demands import Asked, demands_of
from rfma_fast.settings import WAIT

if TYPE_CHECKING:
    import polars as pl

    from rfma_fast.store.loads import LoadReport
    from rfma_fast.store.undo import UndoReport


class Quality(Data):
    """What takes rows out of the quarantine, and loads out of the store."""

    def rejects(self, *, rules: Sequence[str] = (), load: int | None = None) -> pl.DataFrame:
        """Return the rows that wait in the quarantine, of some rules or of one load.

        Columns: load, source, line, rule and the fields of a cheque as the source gave them.
        """
        from rfma_fast.sources.mended import rejects

        return rejects(self.path, rules, load)

    def retry(
        self,
        mended: str | os.PathLike[str] | None = None,
        *,
        rules: Sequence[str] = (),
        load: int | None = None,
        checkpoint_written: Callable[[str], None] = lambda month: None,
        **asked: Unpack[Asked],
    ) -> LoadReport:
        """Check rejected rows anew: as mended in a file that ``rejects`` gave, or as they are.

        Sound ones become cheques and leave the quarantine, all at once. Without a file, ``rules``
        and ``load`` choose the rows; ``asked`` are other demands, see ``Asked``.
        """
        from rfma_fast.sources.mended import retry
        from rfma_fast.store.lock import only_writer

        demands = demands_of({**asked, "max_rejects": None})
        with only_writer(self.path, "rejects --retry", wait=WAIT):
            report = retry(self.path, mended, demands, rules, load)
            return self._finished(report, checkpoint_written)

    def undo(
        self,
        load: int,
        *,
        month_written: Callable[[str], None] = lambda month: None,
        checkpoint_written: Callable[[str], None] = lambda month: None,
    ) -> UndoReport:
        """Take the rows of a load out of the store, all or none.

        Refused where a later load brought some of them, too. Checkpoints and copies follow.
        """
        from rfma_fast.store.lock import only_writer
        from rfma_fast.store.undo import undo

        with only_writer(self.path, "undo", wait=WAIT):
            report = undo(self.path, load, month_written)
            self._rest_follows(checkpoint_written)
        return report
