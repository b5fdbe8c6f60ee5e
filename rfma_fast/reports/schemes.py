"""How schemes look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rfma_fast.i18n import local_name, say
from rfma_fast.i18n.formats import day
from rfma_fast.reports import plain
from rfma_fast.reports.names import axis_name, level_name, scheme_name
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import Column, clean, heading, swatch, table, text_column
from rfma_fast.schemes.model import Group, Scheme

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

    from rfma_fast.analyses.segmentation import Segmentation


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
                        scheme_name(scheme),
                        str(len(scheme.codebook.classes)),
                        ", ".join(f"{level.code} {len(level.groups)}" for level in scheme.levels),
                    ]
                    for scheme in schemes
                ],
            )
        ],
    )


def scheme_report(scheme: Scheme) -> Report:
    """Return the forms of one scheme."""
    return Report(
        json=lambda: {**_summary(scheme), "levels": _levels(scheme)},
        frames=lambda: {"groups": _frame(_levels(scheme))},
        show=lambda width: _show(scheme),
    )


def check_report(scheme: Scheme, segmentation: Segmentation | None) -> Report:
    """Return the forms of a check: coverage, groups out of reach, groups empty at a date."""
    codebook = scheme.codebook
    unreachable = [f"{level} {code}" for level, code in codebook.unreachable]
    empty = _empty(segmentation) if segmentation else {}
    lines = [
        say("talk.scheme_sound", classes=len(codebook.classes), levels=len(scheme.levels)),
        *([say("talk.unreachable", groups=", ".join(unreachable))] if unreachable else []),
    ]
    if segmentation is not None:
        lines.append(
            say("talk.classes_at", day=day(segmentation.as_of), classes=segmentation.sizes.height)
        )
        for level, codes in empty.items():
            name = level_name(scheme, level)
            lines.append(say("talk.empty", level=name, groups=", ".join(codes) or "—"))
    return Report(
        json=lambda: {
            **_summary(scheme),
            "unreachable": unreachable,
            "as_of": plain.plain(segmentation.as_of) if segmentation else None,
            "classes_with_cards": segmentation.sizes.height if segmentation else None,
            "empty": empty,
        },
        frames=lambda: {"groups": _frame(_levels(scheme))},
        show=lambda width: [heading(scheme.code, scheme_name(scheme)), *map(clean, lines)],
    )


def _empty(segmentation: Segmentation) -> dict[str, list[str]]:
    """Return, by level above the classes, the groups that no card is in."""
    found = {}
    for level in segmentation.scheme.level_codes[1:]:
        present = set(segmentation.level(level).get_column("code"))
        found[level] = [code for code in segmentation.group_codes(level) if code not in present]
    return found


def _show(scheme: Scheme) -> Sequence[RenderableType]:
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
                [group.code, swatch(group.warmth, local_name(group.names)), _members(group)]
                for group in level.groups
            ],
        )
        for level in scheme.levels
    ]
    about = clean(local_name(scheme.about))
    return [heading(scheme.code, scheme_name(scheme)), about, axes, *levels]


def _summary(scheme: Scheme) -> dict[str, Any]:
    return {
        "code": scheme.code,
        "name": scheme_name(scheme),
        "about": local_name(scheme.about),
        "digest": scheme.digest,
        "classes": len(scheme.codebook.classes),
        "axes": [axis.code for axis in scheme.axes],
    }


def _levels(scheme: Scheme) -> list[dict[str, Any]]:
    return [
        {
            "level": level.code,
            "code": group.code,
            "name": local_name(group.names),
            "members": list(group.members),
            "where": dict(group.where),
            "rest": group.rest,
            "warmth": group.warmth,
        }
        for level in scheme.levels
        for group in level.groups
    ]


def _members(group: Group) -> str:
    """Return what a group holds, as its file says it."""
    if group.rest:
        return say("word.rest")
    if group.where:
        return " ".join(f"{axis}={grades}" for axis, grades in group.where.items())
    return " ".join(group.members)


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame([{key: _flat(value) for key, value in row.items()} for row in rows])


def _flat(value: object) -> object:
    if isinstance(value, dict):
        return " ".join(f"{key}={entry}" for key, entry in value.items())
    return " ".join(map(str, value)) if isinstance(value, list) else value
