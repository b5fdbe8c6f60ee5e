"""From files to the store: read, check, load, all in one commit."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from rfma_fast.cheques.rules import is_card_rule
from rfma_fast.i18n import problem
from rfma_fast.settings import DEFAULT_CARD_RULE
from rfma_fast.sources.columns import ColumnMap
from rfma_fast.sources.opened import AGAIN, Given, opened_all
from rfma_fast.store.loads import Load, LoadReport
from rfma_fast.store.tables import Tables


def ingest(
    root: str | os.PathLike[str],
    sources: Sequence[Given],
    *,
    columns: ColumnMap | None = None,
    card_rule: str | None = None,
    rows_read: Callable[[int], None] = lambda rows: None,
    month_written: Callable[[str], None] = lambda month: None,
) -> LoadReport:
    """Take all cheques of the sources into the store, which is created where missing.

    Sources are files, directories of them, or ``-`` for stdin. The load becomes visible in one
    commit or not at all; repeating it changes nothing. ``card_rule`` (a regular expression)
    counts for a new store only. Memory: see ``Load``.
    """
    with opened_all(sources, columns) as files:
        tables = Tables.at(root)
        if card_rule and not is_card_rule(card_rule):
            raise problem("card_rule.unreadable", got=card_rule)
        if not tables.exist():
            tables.create(card_rule or DEFAULT_CARD_RULE)
        elif card_rule and card_rule != tables.card_rule():
            raise problem(
                "card_rule.differs", path=tables.root, rule=tables.card_rule(), got=card_rule
            )
        label = ", ".join(os.fspath(source) for source in sources)
        while True:
            with Load(tables, label, tables.card_rule()) as load:
                try:
                    for file, checked in files.checked_batches():
                        load.add(checked.accepted, checked.rejected, file.name)
                        rows_read(checked.rows)
                except AGAIN as found:
                    files.learn(found)
                    continue
                return load.commit(month_written)
