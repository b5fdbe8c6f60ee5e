"""What goes out to servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rfma_fast.api.here import needs_cards
from rfma_fast.api.opened import DEFAULT_SCHEME, Day
from rfma_fast.api.questions import Questions

if TYPE_CHECKING:
    from rfma_fast.analyses.migration import Borders
    from rfma_fast.publishing.postgresql import Publication


class Servers(Questions):
    """What puts answers where others read them."""

    @needs_cards
    def publish(
        self,
        server: str,
        as_of: Day | None = None,
        *,
        since: Day | None = None,
        scheme: str = DEFAULT_SCHEME,
        borders: Borders = "frozen",
        schema_name: str = "rfma",
    ) -> Publication:
        """Write the segmentation as of a day into a schema of a PostgreSQL server, all or nothing.

        Tables: segments, levels, thresholds, provenance, and migration, which is empty without
        ``since``, the day from which it starts. ``server`` is ``postgresql://…``.
        """
        from rfma_fast.publishing.postgresql import publish, target_of

        address = target_of(server)
        found = self.segment(as_of, scheme=scheme)
        moved = (
            None
            if since is None
            else self.migrate(since, found.as_of, scheme=scheme, borders=borders)
        )
        return publish(address, schema_name, found, moved)
