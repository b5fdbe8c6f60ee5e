"""What every figure means: words and formulas."""

from __future__ import annotations

from typing import TypeVar

from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.i18n import local_name, say
from rfma_fast.i18n.formats import day
from rfma_fast.reports.names import axis_name, grade_texts, scheme_name
from rfma_fast.reports.segmentation import fitted_on_text
from rfma_fast.schemes.model import Level
from rfma_fast.web import blocks as made
from rfma_fast.web.blocks import Block, Form, Page, Panel
from rfma_fast.web.site import Site

T = TypeVar("T")

TERMS = (
    "cheque", "card", "identified", "shop", "as_of", "recency", "age", "gap", "churn", "base",
    "frequency", "monetary", "grade", "class", "cluster", "region", "warmth", "percentile",
    "mean_median", "revenue", "return", "migration", "frozen_refit", "movement", "capacity", "tie",
)  # fmt: skip
"""Words ``term.X`` and their meanings ``means.X``, those first on which others build."""


def page(site: Site) -> Page:
    """Return the page: the words, then the scheme's measures and grades as they are in force."""
    terms = tuple((say(f"term.{term}"), say(f"means.{term}")) for term in TERMS)
    words = Panel(say("web.words"), (terms,), wide=True)
    found = site.graded()
    # Words have a meaning where there is no card to grade, too.
    if found is None:
        return Page("definitions", say("page.definitions"), (words,))
    blocks: list[Block] = []
    if site.live:
        filters = (site.as_of_filter(found.as_of), site.scheme_filter(), *site.hidden("shop"))
        blocks.append(Form("/definitions", filters))
    blocks += [_grades(found), *map(_groups, found.scheme.levels), words]
    about = say("web.thresholds_about", day=day(found.thresholds.as_of))
    return Page("definitions", say("page.definitions"), tuple(blocks), about, found)


def _grades(found: Segmentation) -> Panel:
    borders = found.thresholds.borders
    grades = tuple(
        (axis_name(axis), "; ".join(grade_texts(axis, borders[axis.code])))
        for axis in found.scheme.axes
    )
    about = f"{scheme_name(found.scheme)}. {fitted_on_text(found)}".strip()
    return Panel(say("web.grades_in_force"), (grades,), about, wide=True)


def _groups(level: Level) -> Panel:
    rows: tuple[tuple[made.Cell, ...], ...] = tuple(
        (
            made.text(group.code, group.warmth or -1),
            made.text(local_name(group.names, group.code)),
            made.text(local_name(group.about) or None),
            made.text(" ".join(group.members)),
        )
        for group in level.groups
    )
    heads = made.heads(
        say("column.code"), say("column.name"), say("web.who"), say("web.made_of"), numeric_from=4
    )
    if not any(group.about for group in level.groups):
        heads, rows = _without_about(heads), tuple(_without_about(row) for row in rows)
    title = say("web.groups", level=local_name(level.names, level.code))
    return Panel(title, (made.Table(title, heads, rows),), wide=True)


def _without_about(row: tuple[T, ...]) -> tuple[T, ...]:
    return row[:2] + row[3:]
