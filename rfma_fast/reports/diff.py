"""How the difference of two runs looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.diff import Change, Diff
from rfma_fast.analyses.runs import Run
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import MISSING, compact, day, number, share
from rfma_fast.reports import plain
from rfma_fast.reports.names import level_name
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import Column, clean, heading, note, table, text_column

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

FLOWS_SHOWN = 10
CAUSES: Mapping[str, str] = {
    "program": "diff.program",
    "data": "diff.data",
    "date": "diff.date",
    "borders": "diff.borders",
    "scheme": "diff.scheme",
    "data_or_date": "diff.data_or_date",
    "date_or_borders": "diff.date_or_borders",
    "borders_or_scheme": "diff.borders_or_scheme",
}
"""Cause → key of its name."""
_FACTS: Mapping[str, str] = {
    "store": "diff.store",
    "store_id": "diff.store_id",
    "version": "diff.version",
    "rows": "diff.rows",
    "as_of": "diff.as_of",
    "since": "diff.since",
    "shops": "diff.shops",
    "scheme": "diff.code",
    "digest": "diff.digest",
    "program": "diff.program_version",
}
_OUTSIDE: Mapping[str, str] = {"new": "word.new", "none": "move.gone"}


def report(found: Diff) -> Report:
    """Return the forms of a difference."""
    return Report(
        json=lambda: as_json(found), frames=lambda: frames(found), show=lambda width: show(found)
    )


def as_json(found: Diff) -> dict[str, Any]:
    """Return what changed, the causes, the flows, and where both runs come from."""
    return {
        "before": _run_json(found.before),
        "after": _run_json(found.after),
        "level": found.level,
        "changes": [
            {"cause": fact.cause, "what": fact.what, "before": plain.plain(fact.before),
             "after": plain.plain(fact.after)}
            for fact in found.facts
            if fact.changed
        ],
        "replayed": found.replayed,
        "cards": found.cards,
        "moved": None if found.moved is None else found.moved.height,
        "causes": plain.records(found.causes),
        "flows": plain.records(found.flows),
        "notes": plain.notes(list(found.notes)),
    }  # fmt: skip


def frames(found: Diff) -> dict[str, pl.DataFrame]:
    """Return the causes, the flows, what the runs say of themselves, and the moved cards."""
    import polars as pl

    rows = [
        (fact.cause, fact.what, _text(fact.before), _text(fact.after), fact.changed)
        for fact in found.facts
    ]
    names = ("cause", "what", "before", "after")
    schema = {**dict.fromkeys(names, pl.String), "changed": pl.Boolean}
    made = {
        "causes": found.causes,
        "flows": found.flows,
        "facts": pl.DataFrame(rows, schema=schema, orient="row"),
    }
    return made if found.moved is None else {**made, "moved": found.moved}


def show(found: Diff) -> Sequence[RenderableType]:
    """Return what the runs are made from, why cards moved, and the greatest flows."""
    parts: list[RenderableType] = [
        heading(
            say("diff.title", level=_level(found)), f"{found.before.file} → {found.after.file}"
        ),
        _facts(found),
    ]
    notes = [note(sentence) for sentence in plain.notes(list(found.notes))]
    if found.moved is None:
        return [*parts, *notes]
    if not found.moved.height:
        changed = any(fact.changed for fact in found.facts)
        said = say("diff.no_move") if changed else say("diff.nothing")
        return [*parts, clean(""), clean(said), *notes]
    order = say("diff.order_replayed") if found.replayed else say("diff.order_tables")
    return [*parts, *_moved(found, found.moved.height), note(order), *notes]


def _facts(found: Diff) -> RenderableType:
    rows = [
        [_name(fact), _shown(fact.before), _shown(fact.after),
         say("diff.yes") if fact.changed else ""]
        for fact in found.facts
    ]  # fmt: skip
    columns = [
        Column(say("diff.what"), "left"),
        text_column(say("diff.first")),
        text_column(say("diff.second")),
        Column(say("diff.differs"), "left"),
    ]
    return table(say("diff.title_facts"), columns, rows)


def _moved(found: Diff, moved: int) -> list[RenderableType]:
    rows = [
        [say(CAUSES[cause]), number(cards), share(cards / moved)]
        for cause, cards in found.causes.iter_rows()
    ]
    columns = [
        Column(say("diff.cause"), "left"),
        Column(say("column.cards")),
        Column(say("column.share")),
    ]
    title = say("diff.title_causes", moved=number(moved), cards=number(found.cards))
    flows = [
        [_group(row["from"]), _group(row["to"]), say(CAUSES[row["cause"]]), number(row["cards"])]
        for row in found.flows.head(FLOWS_SHOWN).iter_rows(named=True)
    ]
    flow_columns = [
        Column(say("column.from"), "left"),
        Column(say("column.to"), "left"),
        text_column(say("diff.cause")),
        Column(say("column.cards")),
    ]
    flow_title = say("diff.title_flows", count=len(flows), all=found.flows.height)
    total = [say("word.total"), number(moved), share(1)]
    return [table(title, columns, rows, total), table(flow_title, flow_columns, flows)]


def _level(found: Diff) -> str:
    scheme = found.after.scheme
    return found.level if scheme is None else level_name(scheme, found.level)


def _name(fact: Change) -> str:
    return say(_FACTS[fact.what]) if fact.what in _FACTS else say("diff.border_of", axis=fact.what)


def _group(code: str) -> str:
    return say(_OUTSIDE[code]) if code in _OUTSIDE else code


def _shown(value: Any) -> str:
    """Return a fact as people read it."""
    if value is None or value == ():
        return MISSING
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int):
        return number(value)
    if isinstance(value, tuple):
        return " / ".join(one if isinstance(one, str) else compact(one) for one in value)
    return str(value)


def _text(value: Any) -> str | None:
    """Return a fact as a file holds it."""
    return (
        None
        if value is None
        else " / ".join(map(str, value))
        if isinstance(value, tuple)
        else str(value)
    )


def _run_json(run: Run) -> dict[str, Any]:
    return {
        "file": run.file,
        "as_of": run.as_of.isoformat(),
        "scheme": run.code,
        "scheme_digest": run.digest,
        "store": run.store,
        "store_id": run.store_id,
        "version": run.version,
        "rows": run.rows,
        "program": run.program,
    }
