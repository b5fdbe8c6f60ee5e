"""After a failure: which file of the store is to blame."""

from __future__ import annotations

from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem
from rfma_fast.store.damage import ENDING, content_problem
from rfma_fast.store.roots import is_local
from rfma_fast.store.tables import Tables

_NOT_THERE = ("No such file", "(os error 2)", "No files found", "not found")
"""What readers say of a file that is not there."""


def damaged(root: str, error: Exception) -> RfmaError | None:
    """Return what is wrong with a store that made something fail, ``None`` where nothing is.

    The first damaged file of its newest version; or the store was removed, or what was read of it.
    Reads every byte of it: for use after a failure.
    """
    if not is_local(root):
        return None
    try:
        tables = Tables.at(root)
        if not tables.exist():
            return problem("store.gone", path=tables.root) if _is_missing(error) else None
        for table in tables.all:
            if table.exists():
                for file in table.files():
                    wrong = content_problem(f"{table.uri}/{file.path}")
                    if wrong:
                        return wrong
    except RfmaError as wrong:
        return wrong
    if _is_missing(error) and ENDING in str(error):
        return problem("store.gone", path=tables.root)
    return None


def _is_missing(error: Exception) -> bool:
    """Tell whether something failed since a file is not there."""
    return isinstance(error, FileNotFoundError) or any(mark in str(error) for mark in _NOT_THERE)
