"""How schemes look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rfma_fast.i18n import local_name, say
from rfma_fast.reports.report import Report
from rfma_fast.reports.segmentation import axis_name, level_name
from rfma_fast.reports.tables import Column, clean, heading, swatch, table, text_column
from rfma_fast.schemes.codebook import compile_codebook
from rfma_fast.schemes.model import Scheme

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType


def list_report(schemes: Sequence[Scheme]) -> Report:
    """Return the forms of a list of schemes."""
    return Report(
        json=lambda: [_summary(scheme) for scheme in schemes],
        frames=lambda: {"schemes": _frame([_summary(scheme) for scheme in schemes])},
        show=lambda width: [
            table(
                say("title.schemes"),
                [
                    Column(say("column.code"), "left"),
                    text_column(say("column.name")),
                    Column(say("column.classes")),
                    Column(say("column.groups"), "left"),
                ],
                [
                    [
                        scheme.code,
                        local_name(scheme.names),
                        str(len(compile_codebook(scheme).classes)),
                        ", ".join(f"{level.code} {len(level.groups)}" for level in scheme.levels),
                    ]
                    for scheme in schemes
                ],
            )
        ],
    )


def scheme_report(scheme: Scheme, verdict: str | None = None) -> Report:
    """Return the forms of one scheme, perhaps with the verdict of a check."""
    return Report(
        json=lambda: {**_summary(scheme), "levels": _levels(scheme), "verdict": verdict},
        frames=lambda: {"groups": _frame(_levels(scheme))},
        show=lambda width: _show(scheme, verdict),
    )


def _show(scheme: Scheme, verdict: str | None) -> Sequence[RenderableType]:
    axes = table(
        say("title.axes"),
        [
            text_column(say("column.axis")),
            text_column(say("column.grades")),
        ],
        [[axis_name(axis), ", ".join(map(local_name, axis.grades))] for axis in scheme.axes],
    )
    levels = [
        table(
            say("title.level", level=level_name(scheme, level.code)),
            [
                Column(say("column.code"), "left"),
                text_column(say("column.name")),
                text_column(say("column.members")),
            ],
            [
                [group.code, swatch(group.warmth, local_name(group.names)), " ".join(group.members)]
                for group in level.groups
            ],
        )
        for level in scheme.levels
    ]
    about = clean(local_name(scheme.about))
    end = [clean(verdict)] if verdict else []
    return [heading(scheme.code, local_name(scheme.names)), about, axes, *levels, *end]


def _summary(scheme: Scheme) -> dict[str, Any]:
    return {
        "code": scheme.code,
        "name": local_name(scheme.names),
        "about": local_name(scheme.about),
        "digest": scheme.digest,
        "classes": len(compile_codebook(scheme).classes),
        "axes": [axis.code for axis in scheme.axes],
    }


def _levels(scheme: Scheme) -> list[dict[str, Any]]:
    return [
        {
            "level": level.code,
            "code": group.code,
            "name": local_name(group.names),
            "members": list(group.members),
            "warmth": group.warmth,
        }
        for level in scheme.levels
        for group in level.groups
    ]


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(
        [{k: " ".join(v) if isinstance(v, list) else v for k, v in r.items()} for r in rows]
    )
