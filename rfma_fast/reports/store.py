"""How the store's contents, loads and trials of loads look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number, size
from rfma_fast.reports import plain
from rfma_fast.reports.quality import rules_table, show_warnings, warnings_json
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import Column, facts, heading, table, text_column

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

    from rfma_fast.analyses.status import Kept, Status
    from rfma_fast.store.loads import LoadReport


def status_report(status: Status) -> Report:
    """Return the forms of a store's status."""
    return Report(
        json=lambda: _status_json(status),
        frames=lambda: {
            "months": status.months,
            "loads": _frame([asdict(x) for x in status.loads]),
        },
        show=lambda width: _show_status(status),
    )


def load_report(load: LoadReport) -> Report:
    """Return the forms of what became of a load's rows."""
    return Report(
        json=lambda: plain.plain(asdict(load)) | {"warnings": warnings_json(load.warnings)},
        frames=lambda: {"load": _rules_frame(load.rejected_by_rule)},
        show=lambda width: _show_load(load),
    )


def checkpoints_report(kept: Sequence[Kept]) -> Report:
    """Return the forms of the kept checkpoints."""
    import polars as pl

    months = pl.DataFrame(
        {
            "month": [one.month for one in kept],
            "last": [one.last for one in kept],
            "parts": [" ".join(one.parts) for one in kept],
            "bytes": [one.octets for one in kept],
        },
        schema={"month": pl.String, "last": pl.Date, "parts": pl.String, "bytes": pl.Int64},
    )
    return Report(
        json=lambda: plain.records(months),
        frames=lambda: {"checkpoints": months},
        show=lambda width: _show_checkpoints(kept),
    )


def _status_json(status: Status) -> dict[str, Any]:
    return {
        "store": status.store,
        "version": status.version,
        "card_rule": status.card_rule,
        "from": plain.plain(status.first),
        "to": plain.plain(status.last),
        "cheques": status.cheques,
        "cards": status.cards,
        "months": plain.records(status.months),
        "loads": [plain.plain(asdict(load)) for load in status.loads],
        "rejected": status.rejected,
        "bytes": status.octets,
        "checkpoints": {
            "kept": len(status.checkpoints),
            "newest": status.checkpoints[-1].month if status.checkpoints else None,
            "fresh": status.fresh,
        },
    }


def _checkpoints(status: Status) -> str:
    if not status.checkpoints:
        return number(0)
    newest = status.checkpoints[-1].month
    state = say("word.fresh") if status.fresh else say("word.outdated")
    return f"{number(len(status.checkpoints))} (… {newest}, {state})"


def _show_status(status: Status) -> Sequence[RenderableType]:
    pairs = [
        (say("fact.cheques"), number(status.cheques)),
        (say("fact.cards"), number(status.cards)),
        (say("fact.months"), number(status.months.height)),
        (say("fact.version"), number(status.version)),
        (say("fact.card_rule"), status.card_rule),
        (say("fact.size"), size(sum(status.octets.values()))),
        (say("fact.checkpoints"), _checkpoints(status)),
        (say("fact.rejected"), number(sum(status.rejected.values()))),
    ]
    months = [
        [
            row["month"],
            number(row["cheques"]),
            day(row["first"]),
            day(row["last"]),
            size(row["bytes"]),
        ]
        for row in status.months.iter_rows(named=True)
    ]
    loads = [
        [
            number(load.load),
            f"{load.at:%Y-%m-%d %H:%M}",
            load.source,
            number(load.stored) if not load.undone else say("word.undone"),
            number(load.already_there),
            number(load.rejected),
        ]
        for load in status.loads
    ]
    period = say("head.period", since=day(status.first), until=day(status.last))
    return [
        heading(say("title.status"), status.store, period),
        facts(pairs),
        table(
            say("title.months"),
            [
                Column(say("column.month"), "left"),
                Column(say("column.cheques")),
                Column(say("column.first")),
                Column(say("column.last")),
                Column(say("column.size")),
            ],
            months,
        ),
        table(
            say("title.loads"),
            [
                Column("№"),
                Column(say("column.when"), "left"),
                text_column(say("column.source")),
                Column(say("column.stored")),
                Column(say("column.already_there")),
                Column(say("column.rejected")),
            ],
            loads,
        ),
        *([rules_table(status.rejected)] if status.rejected else []),
    ]


def _show_checkpoints(kept: Sequence[Kept]) -> Sequence[RenderableType]:
    columns = [
        Column(say("column.month"), "left"),
        Column(say("column.last")),
        Column(say("column.parts"), "left"),
        Column(say("column.size")),
    ]
    rows = [[one.month, day(one.last), " ".join(one.parts), size(one.octets)] for one in kept]
    total = [say("word.total"), "", "", size(sum(one.octets for one in kept))]
    return [table(say("title.checkpoints"), columns, rows, total)]


def _show_load(load: LoadReport) -> Sequence[RenderableType]:
    pairs = [
        (say("fact.read"), number(load.read)),
        (say("fact.stored"), number(load.stored)),
        *([(say("fact.joined"), number(load.joined))] if load.joined else []),
        (say("fact.already_there"), number(load.already_there)),
        (say("fact.rejected"), number(load.rejected)),
        *([(say("fact.mended"), number(load.mended))] if load.mended else []),
        (say("fact.new_cards"), number(load.new_cards)),
        (say("fact.months"), _span(load.months)),
        (say("fact.version"), number(load.version)),
    ]
    rules = [rules_table(load.rejected_by_rule)] if load.rejected else []
    head = say("title.load") if load.load else say("title.load_nothing_new")
    number_of_load = [f"№ {number(load.load)}"] if load.load else []
    head_line = heading(head, *number_of_load, load.source)
    return [head_line, facts(pairs), *rules, *show_warnings(load.warnings)]


def _rules_frame(rejected: dict[str, int]) -> pl.DataFrame:
    import polars as pl

    rules = {"rule": list(rejected), "rows": list(rejected.values())}
    return pl.DataFrame(rules, schema={"rule": pl.String, "rows": pl.Int64})


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(rows)


def _span(months: tuple[str, ...]) -> str:
    if not months:
        return "—"
    ends = months[0] if len(months) == 1 else f"{months[0]} … {months[-1]}"
    return f"{len(months)} ({ends})"
