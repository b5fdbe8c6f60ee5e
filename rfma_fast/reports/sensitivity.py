"""How the sensitivity of borders looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.sensitivity import SHIFTS, Sensitivity, Shift
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number, share, signed
from rfma_fast.reports import plain
from rfma_fast.reports.fitting import fits
from rfma_fast.reports.names import border_text, level_name, scheme_json, scheme_name
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import Column, clean, heading, note, table

if TYPE_CHECKING:
    from rich.console import Group, RenderableType


def report(found: Sensitivity) -> Report:
    """Return the forms of a sensitivity."""
    return Report(
        json=lambda: as_json(found),
        frames=lambda: {"shifts": found.frame()},
        show=lambda width: show(found, width),
    )


def as_json(found: Sensitivity) -> dict[str, Any]:
    """Return the borders, the most fragile first, each with its shifts."""
    segmentation = found.segmentation
    return {
        "as_of": plain.plain(segmentation.as_of),
        **scheme_json(segmentation.scheme),
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


def show(found: Sensitivity, width: int) -> Sequence[RenderableType]:
    """Return cards and revenue that each shift moves, and the most fragile border in words."""
    segmentation, scheme = found.segmentation, found.segmentation.scheme
    parts: list[RenderableType] = [
        heading(scheme_name(scheme), say("head.sensitivity")),
        heading(
            say("head.as_of", day=day(segmentation.as_of)),
            say("head.cards", cards=number(segmentation.cards)),
        ),
    ]
    if found.borders and (cards := found.borders[0].fragility[0]):
        worst = found.borders[0]
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
    parts.append(_table(say("title.flips", level=name), _rows(found, lambda s: s.group_cards)))
    revenue = _rows(found, lambda s: Fraction(s.group_total, 100))
    if fits(width, _columns(), revenue):
        parts.append(_table(say("title.flips_revenue"), revenue))
    else:
        whole = int(segmentation.sizes.get_column("total").sum())
        shares = _rows(found, lambda s: Fraction(s.group_total, whole) if whole else 0, share)
        parts.append(_table(say("title.flips_share"), shares))
    if found.level != "class":
        title = say("title.flips", level=class_name)
        parts.append(_table(title, _rows(found, lambda s: s.class_cards)))
    notes = [say("note.shifts_exact"), *plain.notes(segmentation.notes)]
    return [*parts, *map(note, notes)]


def _columns() -> list[Column]:
    shifts = (Column(f"{signed(shift * 100)}%") for shift in SHIFTS)
    return [Column(say("column.candidate"), "left"), *shifts]


def _rows(
    found: Sensitivity,
    figure: Callable[[Shift], int | Fraction],
    shown: Callable[[int | Fraction], str] = number,
) -> list[list[str]]:
    return [
        [
            border_text(of.axis, of.number, of.border),
            *(shown(figure(shift)) for shift in of.shifts),
        ]
        for of in found.borders
    ]


def _table(title: str, rows: list[list[str]]) -> Group:
    return table(title, _columns(), rows)


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
