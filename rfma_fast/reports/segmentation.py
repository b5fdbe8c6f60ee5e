"""How a segmentation looks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rich.console import Group

from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number, share
from rfma_fast.reports import plain
from rfma_fast.reports.names import axis_name, grade_texts, level_name, scheme_json, scheme_name
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import Column, bar, clean, heading, note, swatch, table, text_column
from rfma_fast.schemes.loader import is_builtin

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

    from rfma_fast.schemes.model import Axis

NARROW = 100


def report(segmentation: Segmentation) -> Report:
    """Return the forms of a segmentation: levels from classes to the coarsest."""
    return Report(
        json=lambda: as_json(segmentation),
        frames=lambda: frames(segmentation),
        show=lambda width: show(segmentation, width),
    )


def as_json(segmentation: Segmentation) -> dict[str, Any]:
    """Return the contract's keys, and where the result comes from."""
    scheme = segmentation.scheme
    return {
        "as_of": plain.plain(segmentation.as_of),
        **scheme_json(scheme),
        "cards": segmentation.cards,
        "returns_only": segmentation.history.returns_only,
        "thresholds": plain.plain(segmentation.thresholds.by_name(scheme)),
        "fitted_on": fitted_on_json(segmentation),
        "frozen": segmentation.frozen,
        "levels": {level: plain.records(segmentation.level(level)) for level in scheme.level_codes},
        "notes": plain.notes(segmentation.notes),
        "scheme_digest": scheme.digest,
        "scheme_text": None if is_builtin(scheme) else scheme.text.split("\n"),
        "borders": {
            axis: [str(border) for border in borders]
            for axis, borders in segmentation.thresholds.borders.items()
        },
        "provenance": plain.provenance(segmentation.provenance)
        | {"store_id": segmentation.provenance.store_id},
    }


def frames(segmentation: Segmentation) -> dict[str, pl.DataFrame]:
    """Return all levels in one table, then one table a level.

    The column of revenue is called ``paid`` where it is what was paid.
    """
    import polars as pl

    name = "paid" if segmentation.history.scope.revenue == "paid" else "revenue"
    levels = {
        level: segmentation.level(level).rename({"revenue": name})
        for level in segmentation.scheme.level_codes
    }
    every = pl.concat(
        frame.select(pl.lit(level).alias("level"), pl.all()) for level, frame in levels.items()
    )
    name = "levels"
    while name in levels:
        name += "_"
    return {name: every, **levels}


def show(segmentation: Segmentation, width: int) -> Sequence[RenderableType]:
    """Return the borders, every level, and the remarks."""
    scheme = segmentation.scheme
    return [
        heading(
            scheme_name(scheme),
            say("head.as_of", day=day(segmentation.as_of)),
            say("head.cards", cards=number(segmentation.cards)),
            say(f"head.revenue_{segmentation.history.scope.revenue}"),
        ),
        *(note(sentence) for sentence in plain.notes(segmentation.alarms)),
        borders_table(segmentation),
        *fitted_on(segmentation),
        *(level_table(segmentation, level, width) for level in scheme.level_codes),
        *(note(sentence) for sentence in plain.notes(segmentation.remarks)),
    ]


def level_table(segmentation: Segmentation, level: str, width: int) -> Group:
    """Return the table of one level's groups."""
    frame, warmths = segmentation.level(level), segmentation.warmths(level)
    wide = width >= NARROW
    columns = [
        Column(say("column.code"), "left"),
        text_column(level_name(segmentation.scheme, level)),
        Column(say("column.cards")),
        Column(say("column.share")),
        *([Column("", "left")] if wide else []),
        Column(say("column.cheques")),
        Column(say("column.revenue")),
        Column(say("column.mean_cheque")),
    ]
    largest = max(frame.get_column("share"), default=1.0) or 1.0
    rows = [
        [
            row["code"],
            swatch(warmths[row["code"]], row["name"]),
            number(row["cards"]),
            share(row["share"]),
            *([bar(row["share"] / largest)] if wide else []),
            number(row["cheques"]),
            number(row["revenue"]),
            number(row["mean_cheque"]),
        ]
        for row in frame.iter_rows(named=True)
    ]
    cheques = int(frame.get_column("cheques").sum())
    revenue = frame.get_column("revenue").sum() or Decimal(0)
    total = [
        "",
        say("word.total"),
        number(segmentation.cards),
        share(1),
        *([""] if wide else []),
        number(cheques),
        number(revenue),
        number(Fraction(revenue) / cheques if cheques else None),
    ]
    title = say("title.level", level=level_name(segmentation.scheme, level))
    return table(title, columns, rows, total)


def borders_table(segmentation: Segmentation) -> Group:
    """Return the grades of each axis with the borders in force, and over which cheques they are."""
    scheme, borders = segmentation.scheme, segmentation.thresholds.borders
    rows = [
        [axis_name(axis), "  ".join(grade_texts(axis, borders[axis.code]))] for axis in scheme.axes
    ]
    columns = [Column(say("column.axis"), "left"), text_column(say("column.grades"))]
    key = "title.borders_frozen" if segmentation.frozen else "title.borders"
    return table(say(key, day=day(segmentation.thresholds.as_of)), columns, rows)


def fitted_on(segmentation: Segmentation) -> list[RenderableType]:
    """Return the line that says what each threshold was found from; none where they are frozen."""
    sentence = fitted_on_text(segmentation)
    return [clean(sentence)] if sentence else []


def fitted_on_text(segmentation: Segmentation, only: Axis | None = None) -> str:
    """Return what each threshold, or each of one axis, was found from; empty where frozen."""
    sources = segmentation.thresholds.fitted_on
    if segmentation.frozen or not sources:
        return ""
    days = segmentation.scheme.fitting.days
    key = "fitted.all" if days is None else "fitted.days"
    head = say(key, days=days, day=day(segmentation.thresholds.as_of))
    parts = []
    own_ids = segmentation.scheme.population.has_other_ids
    for axis, found_from in sources.items():
        if only and axis != only.code:
            continue
        by_source: dict[str, list[str]] = {}
        for place, source in enumerate(found_from, start=1):
            # With ids of its own, a population has no plain "cheques with a card".
            own = own_ids and source.what == "identified_cheques"
            key = "fitted.own_cheques" if own else f"fitted.{source.what}"
            words = say(key, count=number(source.count))
            by_source.setdefault(words, []).append(f"{axis}{place}")
        parts += [f"{', '.join(names)} – {words}" for words, names in by_source.items()]
    return f"{head} {'; '.join(parts)}."


def fitted_on_json(segmentation: Segmentation) -> dict[str, Any] | None:
    """Return the fitting window and, by axis, what each threshold was found from."""
    sources = segmentation.thresholds.fitted_on
    if segmentation.frozen or not sources:
        return None
    names = {axis.code: axis.name for axis in segmentation.scheme.axes}
    return {
        "days": segmentation.scheme.fitting.days,
        **{
            names[axis]: [{"of": source.what, "count": source.count} for source in found_from]
            for axis, found_from in sources.items()
        },
    }
