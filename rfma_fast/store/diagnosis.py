"""After a failure: which file of the store is to blame."""

from __future__ import annotations

from rfma_fast.errors import RfmaError
from rfma_fast.store.damage import content_problem, is_local
from rfma_fast.store.tables import Tables


def damaged(root: str) -> RfmaError | None:
    """Return what is wrong with the first damaged file of a store's newest version, if any is.

    Reads every byte of it: for use after a failure.
    """
    if not is_local(root):
        return None
    try:
        for table in Tables.at(root).all:
            if table.exists():
                for file in table.files():
                    wrong = content_problem(f"{table.uri}/{file.path}")
                    if wrong:
                        return wrong
    except RfmaError as error:
        return error
    return None
