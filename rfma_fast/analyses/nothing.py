"""What is said where nothing was bought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem
from rfma_fast.store.snapshot import Snapshot


def no_cheques(
    snapshot: Snapshot, since: date, until: date, shops: Sequence[str] = ()
) -> RfmaError:
    """Return the error that names whose cheques are not there: those of some shops, or all."""
    days = {
        "since": since, "until": until, "first": snapshot.first_day, "last": snapshot.last_day,
    }  # fmt: skip
    if shops:
        return problem("scope.no_cheques_of_shops", shops=", ".join(shops), **days)
    return problem("scope.no_cheques", **days)
