"""From files to the store: read, check, load, all in one commit."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace

from rfma_fast.cheques.card_rules import is_card_rule
from rfma_fast.cheques.rulebook import NO_DEMANDS, Demands, Rows, Warned
from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem
from rfma_fast.servers.address import is_server
from rfma_fast.settings import DEFAULT_CARD_RULE
from rfma_fast.sources.columns import ColumnMap
from rfma_fast.sources.lines import refusal
from rfma_fast.sources.opened import AGAIN, Given, Opened, opened_all
from rfma_fast.sources.postgresql import EVERYTHING, Reading, relation_of
from rfma_fast.store.loads import Load, LoadReport
from rfma_fast.store.tables import Tables


def ingest(
    root: str | os.PathLike[str],
    sources: Sequence[Given],
    *,
    columns: ColumnMap | None = None,
    card_rule: str | None = None,
    reading: Reading = EVERYTHING,
    demands: Demands = NO_DEMANDS,
    leave_out: Sequence[str] = (),
    card_rule_of: Callable[[Opened], str] = lambda parts: DEFAULT_CARD_RULE,
    lines_found: Callable[[RfmaError], Rows | None] = lambda refused: None,
    unfamiliar: Callable[[Warned], None] = lambda warned: None,
    rows_read: Callable[[int], None] = lambda rows: None,
    month_written: Callable[[str], None] = lambda month: None,
) -> LoadReport:
    """Take all cheques of the sources into the store, which is created where missing.

    Sources are files, directories of them, ``-`` for stdin, or tables and queries of servers, of
    which ``reading`` says what is read. The load becomes visible in one commit or not at all;
    repeating it changes nothing. ``card_rule`` (a regular expression) counts for a new store only,
    which else has that of ``card_rule_of``; ``demands`` are what is asked of rows beside that they
    can be read, and ``leave_out`` patterns of names in directories, archives and workbooks that
    are not to be. ``unfamiliar`` hears, before anything is stored, that the load shares no card
    and no shop with the store; what it raises stops the load. Memory: see ``Load``.
    """
    with opened_all(sources, columns, reading, leave_out) as parts:
        tables = Tables.at(root)
        label = ", ".join(_told(source, reading) for source in sources)
        if card_rule and not is_card_rule(card_rule):
            raise problem("card_rule.unreadable", got=card_rule)
        if not tables.exist():
            tables.create(card_rule or card_rule_of(parts))
        elif not tables.used():
            # A first load that was refused has left them.
            tables.change_rule(card_rule or card_rule_of(parts))
        elif card_rule and card_rule != tables.card_rule():
            raise problem(
                "card_rule.differs", path=tables.root, rule=tables.card_rule(), got=card_rule
            )
        if demands.rows is None:
            demands = replace(demands, rows=_rows_of(parts, label, lines_found))
        while True:
            rule = tables.card_rule()
            with Load(tables, label, rule, demands, unfamiliar=unfamiliar) as load:
                try:
                    for part, checked in parts.checked_batches(demands):
                        load.add(checked.accepted, checked.rejected, part.name)
                        rows_read(checked.rows)
                except AGAIN as found:
                    parts.learn(found)
                    continue
                return load.commit(month_written)


def _rows_of(parts: Opened, label: str, found: Callable[[RfmaError], Rows | None]) -> Rows:
    """Return what the rows of the sources are; lines are refused unless somebody tells it."""
    refused = refusal(parts.lines(), label)
    if refused is None:
        return "receipts"
    told = found(refused)
    if told is None:
        raise refused
    return told


def _told(source: Given, reading: Reading) -> str:
    """Return a source as the store remembers it: no credentials."""
    told = os.fspath(source)
    return relation_of(told, reading).told if is_server(told) else told
