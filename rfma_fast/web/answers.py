"""The answers of one version of a store, each computed once and kept while it is asked for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar, cast

from rfma_fast.api import Store, open_store
from rfma_fast.i18n import language

if TYPE_CHECKING:
    import polars as pl

    from rfma_fast.analyses.cooling import Cooling
    from rfma_fast.analyses.migration import Borders, Migration
    from rfma_fast.analyses.outlook import Outlook
    from rfma_fast.analyses.overview import Overview
    from rfma_fast.analyses.research import Research
    from rfma_fast.analyses.returning import Returning
    from rfma_fast.analyses.season import Season
    from rfma_fast.analyses.segmentation import Segmentation
    from rfma_fast.analyses.spending import Spending
    from rfma_fast.analyses.statistics import By, Statistics
    from rfma_fast.analyses.status import Status

KEPT, OF_CARDS_KEPT = 32, 6
"""Answers of each kind that are kept; the one that was not asked for longest leaves."""
OF_CARDS = {"segment", "research", "cooling", "outlook", "migrate", "season", "spending"}
"""Kinds whose answers hold a row a card: a million of them are hundreds of megabytes."""
ROWS_KEPT = 3_000_000
"""The rows that all answers of such a kind hold together, where that is not a single answer."""

Answer = TypeVar("Answer")


class Answers:
    """Asks one version of a store; safe to be asked from several threads at once.

    An answer that is being computed is waited for, not computed twice.
    """

    def __init__(self, path: str, *, future: bool = False) -> None:
        self.store: Store = open_store(path, future=future)
        cards = sum(file.rows for file in self.store.snapshot.tables.keys.files())
        self._of_cards = max(min(OF_CARDS_KEPT, ROWS_KEPT // max(cards, 1)), 1)
        self._kept: dict[str, OrderedDict[Hashable, object]] = {}
        self._locks: dict[tuple[str, Hashable], threading.Lock] = {}
        self._lock = threading.Lock()

    @property
    def stamp(self) -> tuple[str, int]:
        """Return which version of which store is read."""
        return self.store.snapshot.stamp

    def segmentation(
        self, as_of: date | None, scheme: str, shops: Sequence[str] = ()
    ) -> Segmentation:
        """Return the segmentation of a day."""
        key = (as_of, scheme, tuple(shops))
        return self.once(
            "segment", key, lambda: self.store.segment(as_of, scheme=scheme, shops=shops)
        )

    def research(self, found: Segmentation) -> Research:
        """Return what is behind the borders of a segmentation."""
        from rfma_fast.analyses.research import research

        return self.once("research", _of(found), lambda: research(found))

    def cooling(self, found: Segmentation, days: int) -> Cooling:
        """Return who of a segmentation cools when."""
        from rfma_fast.analyses.cooling import cooling

        return self.once("cooling", (_of(found), days), lambda: cooling(found, days))

    def outlook(self, found: Segmentation, level: str) -> Outlook | None:
        """Return what groups did after past dates; nothing where too little history lies behind."""
        from rfma_fast.analyses.outlook import outlook_if_any

        return self.once("outlook", (_of(found), level), lambda: outlook_if_any(found, level))

    def overview(self, since: date | None, until: date | None, shops: Sequence[str]) -> Overview:
        """Return the overview of a period."""
        key = (since, until, tuple(shops))
        return self.once(
            "overview",
            key,
            lambda: self.store.overview(since=since, until=until, shops=shops),
        )

    def returning(self, since: date | None, until: date | None, shops: Sequence[str]) -> Returning:
        """Return the ids without a card that come back often in a period."""
        key = (since, until, tuple(shops))
        return self.once(
            "returning",
            key,
            lambda: self.store.returning_ids(since=since, until=until, shops=shops),
        )

    def migration(
        self, first: date, second: date | None, scheme: str, borders: Borders, shops: Sequence[str]
    ) -> Migration:
        """Return who went where between two days."""
        key = (first, second, scheme, borders, tuple(shops))
        return self.once(
            "migrate",
            key,
            lambda: self.store.migrate(first, second, scheme=scheme, borders=borders, shops=shops),
        )

    def movements_by(self, found: Migration, what: str, level: str) -> pl.DataFrame:
        """Return the movements by home shop or by cohort."""
        key = (_of(found.before), found.after.as_of, found.borders, what, level)
        return self.once("movements", key, lambda: found.by(what, level))

    def spending(self, found: Migration) -> Spending:
        """Return what the cards of a migration spent before each of its dates."""
        key = (_of(found.before), found.after.as_of, found.borders)
        return self.once("spending", key, found.spending)

    def season(self, now: Migration) -> Season:
        """Return a migration beside the one of the year before."""
        key = (_of(now.before), now.after.as_of, now.borders, language())
        return self.once("season", key, lambda: self.store.season(now))

    def statistics(
        self,
        since: date | None,
        until: date | None,
        as_of: date | None,
        level: str,
        by: By | None,
        scheme: str,
        shops: Sequence[str],
    ) -> Statistics:
        """Return the trade of a period by the groups in which the cards stand at a date."""
        # The names of its groups are in the language in which it was asked for.
        key = (since, until, as_of, level, by, scheme, tuple(shops), language())
        return self.once(
            "statistics",
            key,
            lambda: self.store.statistics(
                since=since,
                until=until,
                level=level,
                by=by,
                shops=shops,
                segments_as_of=as_of,
                scheme=scheme,
            ),
        )

    def status(self) -> Status:
        """Return what is in the store."""
        return self.once("status", (), self.store.status)

    def shops(self) -> list[str]:
        """Return the names of all shops."""
        from rfma_fast.analyses.trade import natural

        return self.once("shops", (), lambda: sorted(self.store.snapshot.shops(), key=natural))

    def once(self, kind: str, key: Hashable, compute: Callable[[], Answer]) -> Answer:
        """Return an answer that is kept, or compute and keep it."""
        with self._lock:
            kept = self._kept.setdefault(kind, OrderedDict())
            if key in kept:
                kept.move_to_end(key)
                return cast("Answer", kept[key])
            lock = self._locks.setdefault((kind, key), threading.Lock())
        with lock:
            with self._lock:
                if key in kept:
                    return cast("Answer", kept[key])
            try:
                answer = compute()
                with self._lock:
                    kept[key] = answer
                    while len(kept) > (self._of_cards if kind in OF_CARDS else KEPT):
                        kept.popitem(last=False)
                return answer
            finally:
                with self._lock:
                    self._locks.pop((kind, key), None)


def _of(found: Segmentation) -> Hashable:
    """Return what tells a segmentation of this version from others."""
    scope = found.history.scope
    return found.as_of, found.scheme.digest, scope.since, scope.shops
