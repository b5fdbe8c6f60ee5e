"""How the sensitivity of borders looks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.sensitivity import SHIFTS, Sensitivity, Shift
from rfma_fast.i18n import local_name, say
from rfma_fast.i18n.formats import day, number, share, signed
from rfma_fast.reports import plain
from rfma_fast.reports.names import border_text, level_name
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import Column, clean, heading, note, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Group, RenderableType


def report(found: Sensitivity) -> Report:
    """Return the forms of a sensitivity."""
    return Report(
        json=lambda: as_json(found),
        frames=lambda: {"shifts": found.frame()},
        show=lambda width: show(found),
    )


def as_json(found: Sensitivity) -> dict[str, Any]:
    """Return the borders, the most fragile first, each with its shifts."""
    segmentation = found.segmentation
    return {
        "as_of": plain.plain(segmentation.as_of),
        "scheme": segmentation.scheme.code,
        "cards": segmentation.cards,
        "level": found.level,
        "thresholds": plain.plain(segmentation.thresholds.by_name(segmentation.scheme)),
        "borders": [
            {
                "rank": rank,
                "axis": of.axis.name,
                "number": of.number,
                "border": plain.plain(of.border),
                "shifts": [_shift_json(shift, segmentation.cards) for shift in of.shifts],
            }
            for rank, of in enumerate(found.borders, start=1)
        ],
        "notes": [say("note.shifts_exact"), *plain.notes(segmentation.notes)],
        "provenance": plain.provenance(segmentation.provenance),
    }


def show(found: Sensitivity) -> Sequence[RenderableType]:
    """Return cards and revenue that each shift moves, and the most fragile border in words."""
    segmentation, scheme = found.segmentation, found.segmentation.scheme
    parts: list[RenderableType] = [
        heading(
            local_name(scheme.names),
            say("head.sensitivity"),
            say("head.as_of", day=day(segmentation.as_of)),
            say("head.cards", cards=number(segmentation.cards)),
        )
    ]
    if found.borders:
        worst = found.borders[0]
        cards = worst.fragility[0]
        parts.append(
            clean(
                say(
                    "sensitivity.most",
                    border=border_text(worst.axis, worst.number, worst.border),
                    cards=number(cards),
                    share=share(Fraction(cards, max(segmentation.cards, 1))),
                )
            )
        )
    name, class_name = level_name(scheme, found.level), level_name(scheme, "class")
    parts.append(_table(found, say("title.flips", level=name), lambda s: number(s.group_cards)))
    parts.append(
        _table(
            found,
            say("title.flips_revenue"),
            lambda s: number(Fraction(s.group_total, 100)),
        )
    )
    if found.level != "class":
        title = say("title.flips", level=class_name)
        parts.append(_table(found, title, lambda s: number(s.class_cards)))
    notes = [say("note.shifts_exact"), *plain.notes(segmentation.notes)]
    return [*parts, *map(note, notes)]


def _table(found: Sensitivity, title: str, cell: Callable[[Shift], str]) -> Group:
    columns = [
        Column(say("column.candidate"), "left"),
        *(Column(f"{signed(shift * 100)}%") for shift in SHIFTS),
    ]
    rows = [
        [border_text(of.axis, of.number, of.border), *map(cell, of.shifts)] for of in found.borders
    ]
    return table(title, columns, rows)


def _shift_json(shift: Shift, cards: int) -> dict[str, Any]:
    return {
        "by": float(shift.by),
        "border": plain.plain(shift.border),
        "class": {
            "cards": shift.class_cards,
            "share": shift.class_cards / max(cards, 1),
            "revenue": plain.roubles(shift.class_total),
        },
        "group": {
            "cards": shift.group_cards,
            "share": shift.group_cards / max(cards, 1),
            "revenue": plain.roubles(shift.group_total),
        },
    }
