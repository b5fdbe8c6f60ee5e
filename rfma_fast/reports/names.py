"""Names of axes, grades and levels as answers show them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from rfma_fast.i18n import local_name, say
from rfma_fast.i18n.formats import NBSP, compact
from rfma_fast.schemes.loader import differs_from_builtin
from rfma_fast.schemes.measures import Count, Measure, Money, Recency
from rfma_fast.schemes.model import Axis, Scheme

_FINE = 4
_SIGNS = {"<=": "≤", "<": "<", ">=": "≥", ">": ">"}


def scheme_name(scheme: Scheme) -> str:
    """Return the name of a scheme; one that only bears a built-in one's code says so."""
    return _marked(scheme, local_name(scheme.names))


def scheme_code(scheme: Scheme) -> str:
    """Return the code of a scheme; one that only bears a built-in one's code says so."""
    return _marked(scheme, scheme.code)


def scheme_json(scheme: Scheme) -> dict[str, Any]:
    """Return the code of a scheme as JSON has it, and whether it is a changed built-in one."""
    return {"scheme": scheme.code, "scheme_changed": differs_from_builtin(scheme)}


def _marked(scheme: Scheme, name: str) -> str:
    if not differs_from_builtin(scheme):
        return name
    return say("word.changed_builtin", name=name, code=scheme.code)


def grade_texts(axis: Axis, borders: Sequence[Fraction]) -> list[str]:
    """Return each grade's name with the side of the border on which its values lie."""
    texts = [
        f"{local_name(grade)}{NBSP}{_SIGNS[border.keep]}{NBSP}{compact(edge)}"
        for grade, border, edge in zip(axis.grades, axis.borders, borders, strict=False)
    ]
    return [*texts, local_name(axis.grades[-1])]


def border_text(axis: Axis, number: int, border: Fraction) -> str:
    """Return a border as its grade's code and the side on which the grade's values lie."""
    sign = _SIGNS[axis.borders[number - 1].keep]
    return f"{axis.code}{number}{NBSP}{sign}{NBSP}{edge(border)}"


def edge(border: Fraction) -> str:
    """Return a border by itself, told from its neighbours: a ratio may lie close to a value."""
    return compact(border, _FINE)


def edges(borders: Sequence[Fraction]) -> str:
    """Return the borders of an axis, the first grade's first."""
    return " / ".join(map(edge, borders))


def axis_name(axis: Axis) -> str:
    """Return the letter and the name of an axis, with its unit."""
    return f"{axis.code} {measure_name(axis.measure)}"


def measure_name(measure: Measure) -> str:
    """Return the name of a measure, with its unit and its window."""
    if isinstance(measure, Money):
        name = say(f"measure.money_{measure.of}")
    elif isinstance(measure, Recency) and measure.unit == "24h":
        name = say("measure.24h")
    elif isinstance(measure, Count):
        name = say("measure.count", of=say(f"counted.{measure.of}"))
    else:
        name = say(f"measure.{measure.KIND}")
    window = getattr(measure, "window", None)
    return say("measure.window", measure=name, days=window) if window else name


def level_name(scheme: Scheme, level: str) -> str:
    """Return the name of a level."""
    return say("word.class") if level == "class" else local_name(scheme.level(level).names)
