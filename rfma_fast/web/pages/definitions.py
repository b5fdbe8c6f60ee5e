"""What every figure means: words and formulas."""

from __future__ import annotations

from rfma_fast.i18n import local_name, say
from rfma_fast.i18n.formats import compact
from rfma_fast.reports.names import axis_name, grade_texts
from rfma_fast.web.blocks import Block, Page, Panel
from rfma_fast.web.site import Site

TERMS = (
    "cheque", "card", "identified", "shop", "as_of", "recency", "age", "gap", "churn", "base",
    "frequency", "monetary", "grade", "class", "cluster", "region", "warmth", "percentile",
    "mean_median", "revenue", "return", "migration", "frozen_refit", "movement", "capacity", "tie",
)  # fmt: skip
"""Words ``term.X`` and their meanings ``means.X``, in the order in which they build on each other."""


def page(site: Site) -> Page:
    """Return the page: the words, then the scheme's measures and grades as they are in force."""
    found = site.answers.segmentation(site.asked.as_of, site.scheme)
    pairs = tuple((say(f"term.{term}"), say(f"means.{term}")) for term in TERMS)
    borders = found.thresholds.borders
    grades = tuple(
        (axis_name(axis), "; ".join(grade_texts(axis, borders[axis.code])))
        for axis in found.scheme.axes
    )
    levels = tuple(
        (
            f"{level.code} · {group.code} {local_name(group.names)}",
            local_name(group.about) or ", ".join(group.members) or compact(group.warmth),
        )
        for level in found.scheme.levels
        for group in level.groups
    )
    blocks: tuple[Block, ...] = (
        Panel(say("web.words"), (pairs,), wide=True),
        Panel(say("web.grades_in_force"), (grades,), local_name(found.scheme.names)),
        Panel(say("web.groups"), (levels,)),
    )
    return Page("definitions", say("page.definitions"), blocks)
