"""Downloads of what the pages show, through the one exporter of the command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rfma_fast.i18n import language, misuse
from rfma_fast.reports.export import as_bytes
from rfma_fast.reports.forms import Format
from rfma_fast.web.asked import one_of
from rfma_fast.web.matrices import level_of
from rfma_fast.web.site import Site

if TYPE_CHECKING:
    import polars as pl

    from rfma_fast.analyses.migration import Migration

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
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
    content = as_bytes(_FILES[what](site), _exported(form))
    return File(f"rfma-{what}.{form}", content, MEDIA[form])


def _exported(form: str) -> Format:
    if form == "xlsx":
        return "xlsx"
    return "csv-excel" if language() == "ru" else "csv"


def _overview(site: Site) -> Frames:
    from rfma_fast.reports.overview import frames

    asked = site.asked
    return frames(site.answers.overview(asked.since, asked.until, asked.shops))


def _levels(site: Site) -> Frames:
    from rfma_fast.reports.segmentation import frames

    return frames(site.answers.segmentation(site.asked.as_of, site.scheme, site.asked.shops))


def _cards(site: Site) -> Frames:
    found = site.answers.segmentation(site.asked.as_of, site.scheme, site.asked.shops)
    return {"cards": found.table()}


def _group(site: Site) -> Frames:
    from rfma_fast.analyses.playbook import playbook

    if not site.asked.group:
        raise misuse("web.missing", parameter="group")
    found = site.answers.segmentation(site.asked.as_of, site.scheme)
    return {"cards": playbook(found).cards(site.asked.group)}


def _migration(site: Site) -> Migration:
    asked, snapshot = site.asked, site.answers.store.snapshot
    second = asked.second or snapshot.last_identified_day or snapshot.last_day
    first = asked.first or max(second - timedelta(days=90), snapshot.first_day)
    borders = one_of(asked.borders, ("frozen", "refit"), "borders", "frozen")
    return site.answers.migration(
        first, second, site.scheme, "refit" if borders == "refit" else "frozen", asked.shops
    )


def _cells(site: Site) -> Frames:
    found = _migration(site)
    return {"cells": found.cells(level_of(found.before, site.asked.level))}


def _cell(site: Site) -> Frames:
    found = _migration(site)
    level = level_of(found.before, site.asked.level)
    for parameter in ("source", "target"):
        if not getattr(site.asked, parameter):
            raise misuse("web.missing", parameter=parameter)
    return {"cards": found.cards(level, site.asked.source, site.asked.target)}


_FILES: dict[str, Callable[[Site], Frames]] = {
    "overview": _overview,
    "levels": _levels,
    "cards": _cards,
    "group": _group,
    "cells": _cells,
    "cell": _cell,
}
