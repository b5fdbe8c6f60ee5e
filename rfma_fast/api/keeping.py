"""What keeps a store whole: its examination, and the removal of leftovers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rfma_fast.api.opened import Opened
from rfma_fast.settings import KEEP_DAYS, SPARE_MINUTES, WAIT

if TYPE_CHECKING:
    from rfma_fast.analyses.verification import Verification
    from rfma_fast.store.leftovers import Swept


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
        from rfma_fast.store.damage import is_local
        from rfma_fast.store.leftovers import sweep
        from rfma_fast.store.lock import only_writer
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
