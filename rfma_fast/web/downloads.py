"""Downloads of what the pages show, through the one exporter of the command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rfma_fast.i18n import language, misuse, problem
from rfma_fast.i18n.formats import number
from rfma_fast.reports.export import as_bytes
from rfma_fast.reports.forms import Format
from rfma_fast.web.asked import one_of
from rfma_fast.web.site import Site

if TYPE_CHECKING:
    import polars as pl

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_ROWS = 100_000
"""Rows of a workbook: more take minutes to write, and Excel longer to open."""
Frames = dict[str, "pl.DataFrame"]


@dataclass(frozen=True)
class File:
    """A file as it is sent."""

    name: str
    content: bytes
    media_type: str


def file_of(site: Site) -> File:
    """Return the file that is asked for; its name is made here and holds nothing from the data."""
    what = one_of(site.asked.what, _FILES, "what", "levels")
    form = one_of(site.asked.format, MEDIA, "format", "csv")
    frames = _FILES[what](site)
    rows = max(frame.height for frame in frames.values())
    if form == "xlsx" and rows > MOST_ROWS:
        raise problem("web.too_many_rows", rows=number(rows), most=number(MOST_ROWS))
    return File(f"rfma-{what}.{form}", as_bytes(frames, _exported(form)), MEDIA[form])


def _exported(form: str) -> Format:
    if form == "xlsx":
        return "xlsx"
    return "csv-excel" if language() == "ru" else "csv"


def _given(site: Site, parameter: str) -> str:
    value = str(getattr(site.asked, parameter))
    if not value:
        raise misuse("web.missing", parameter=parameter)
    return value


def _overview(site: Site) -> Frames:
    from rfma_fast.reports.overview import frames

    asked = site.asked
    return frames(site.answers.overview(asked.since, asked.until, asked.shops))


def _returning(site: Site) -> Frames:
    asked = site.asked
    return {"ids": site.answers.returning(asked.since, asked.until, asked.shops).ids}


def _levels(site: Site) -> Frames:
    from rfma_fast.reports.segmentation import frames

    return frames(site.segmentation())


def _cards(site: Site) -> Frames:
    return {"cards": site.segmentation().table()}


def _members(site: Site) -> Frames:
    """Return the cards of a group of a level, or of a grade of an axis."""
    import polars as pl

    found = site.segmentation()
    level, group = _given(site, "level"), _given(site, "group")
    axes = {axis.code: axis.digits for axis in found.scheme.axes}
    if level in axes:
        known = list(axes[level])
    else:
        found.check_level(level)
        known = found.group_codes(level)
    group = one_of(group, known, "group", "")
    return {"cards": found.table().filter(pl.col(level).cast(pl.String) == group)}


def _statistics(site: Site) -> Frames:
    from rfma_fast.reports.statistics import frames
    from rfma_fast.web.panels.trade import statistics_of

    return frames(statistics_of(site, site.segmentation().level_asked(site.asked.level or None)))


def _cooling(site: Site) -> Frames:
    from rfma_fast.reports.cooling import frames
    from rfma_fast.web.panels.cooling import DAYS

    return frames(site.answers.cooling(site.segmentation(), DAYS))


def _outlook(site: Site) -> Frames:
    from rfma_fast.analyses.outlook import outlook
    from rfma_fast.reports.outlook import frames

    found = site.segmentation()
    return frames(outlook(found, level=found.level_asked(site.asked.level or None)))


def _group(site: Site) -> Frames:
    from rfma_fast.analyses.playbook import playbook

    return {"cards": playbook(site.segmentation()).cards(_given(site, "group"))}


def _cells(site: Site) -> Frames:
    found = site.migration()
    return {"cells": found.cells(found.before.level_asked(site.asked.level or None))}


def _cell(site: Site) -> Frames:
    source, target = _given(site, "source"), _given(site, "target")
    found = site.migration()
    return {
        "cards": found.cards(found.before.level_asked(site.asked.level or None), source, target)
    }


_FILES: dict[str, Callable[[Site], Frames]] = {
    "overview": _overview,
    "returning": _returning,
    "levels": _levels,
    "cards": _cards,
    "members": _members,
    "statistics": _statistics,
    "cooling": _cooling,
    "outlook": _outlook,
    "group": _group,
    "cells": _cells,
    "cell": _cell,
}
