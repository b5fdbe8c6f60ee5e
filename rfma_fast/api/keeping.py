"""What keeps a store whole: its examination, and the removal of leftovers."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rfma_fast.api.opened import Opened
from rfma_fast.settings import KEEP_DAYS, SPARE_MINUTES, WAIT

if TYPE_CHECKING:
    from rfma_fast.analyses.verification import Verification
    from rfma_fast.store.leftovers import Swept
    from rfma_fast.store.plain import Exported


class Keeping(Opened):
    """Whether the store is as it must be, and what in it is of no use."""

    def verify(
        self,
        *,
        full: bool = False,
        seed: int = 0,
        started: Callable[[str], None] = lambda check: None,
    ) -> Verification:
        """Check files, tables and answers of the store's newest version; change nothing.

        Takes samples (by ``seed``) of what takes long, everything where ``full``. ``started`` hears
        the name of each check.
        """
        from rfma_fast.analyses.verification import verify
        from rfma_fast.store.snapshot import open_snapshot

        return verify(
            open_snapshot(self.path, trusting=True), full=full, seed=seed, started=started
        )

    def export(
        self,
        directory: str | os.PathLike[str],
        *,
        month_written: Callable[[str], None] = lambda month: None,
        wait: float = WAIT,
        waiting: Callable[[str], None] = lambda holder: None,
    ) -> Exported:
        """Write the cheques for programs that read plain Parquet: cards as printed, roubles.

        The directory (``month=YYYY-MM/…``) changes as a whole and is kept current by every later
        load and undo, until it is removed. ``month_written`` hears of each month that is written;
        ``wait`` and ``waiting`` as in ``ingest``.
        """
        from rfma_fast.i18n import misuse
        from rfma_fast.store.copies import remember
        from rfma_fast.store.lock import only_writer
        from rfma_fast.store.plain import export
        from rfma_fast.store.roots import is_local
        from rfma_fast.store.snapshot import open_snapshot

        place = os.fspath(directory)
        if not is_local(place):
            raise misuse("export.not_local", path=place)
        open_snapshot(self.path)
        with only_writer(self.path, "export", wait=wait, waiting=waiting):
            tables = open_snapshot(self.path).tables
            exported = export(tables, Path(place), month_written)
            remember(tables, exported.directory)
            return exported

    def gc(
        self,
        *,
        keep_days: float = KEEP_DAYS,
        spare_minutes: float = SPARE_MINUTES,
        dry_run: bool = False,
        wait: float = WAIT,
        waiting: Callable[[str], None] = lambda holder: None,
    ) -> Swept:
        """Remove what dead writers left and what no version of the last days needs.

        ``spare_minutes``: files that no version knows are spared while they are younger.
        ``wait`` and ``waiting`` as in ``ingest``.
        """
        from rfma_fast.i18n import problem
        from rfma_fast.store.leftovers import sweep
        from rfma_fast.store.lock import only_writer
        from rfma_fast.store.roots import is_local
        from rfma_fast.store.snapshot import open_snapshot

        if not is_local(self.path):
            raise problem("store.not_local", path=self.path)
        open_snapshot(self.path)
        with only_writer(self.path, "gc", wait=wait, waiting=waiting):
            return sweep(
                open_snapshot(self.path),
                keep_days=keep_days,
                spare_minutes=spare_minutes,
                dry_run=dry_run,
            )
