"""The pages and how they are addressed: live, or as sections of one file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from rfma_fast.errors import RfmaError, UsageError
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number
from rfma_fast.periods import shifted
from rfma_fast.reports.names import edges, scheme_name
from rfma_fast.schemes.loader import builtin_codes
from rfma_fast.web.answers import Answers
from rfma_fast.web.asked import Asked, one_of
from rfma_fast.web.blocks import Filter, Link, Option, Page

if TYPE_CHECKING:
    from rfma_fast.analyses.migration import Borders, Migration
    from rfma_fast.analyses.segmentation import Segmentation

PAGES = ("overview", "thresholds", "final", "migration", "playbook", "quality", "definitions")
"""Each is a module of ``web/pages`` whose ``page`` makes it."""
SHOPS_TO_CHOOSE = 500
"""A list of more shops makes every page large: their name is written instead."""
USUAL_DAYS = 90
"""The first date of a migration is so many days before the second unless told."""
SHOPS_SHOWN, SHOPS_IN_A_FILE = 60, 20
"""Shops that a table shows, those with most revenue: no page grows with the chain."""
MONTHS_SHOWN, MONTHS_IN_A_FILE = 36, 12
"""The newest months that a table shows."""


@dataclass(frozen=True)
class Site:
    """What a page needs to be made."""

    answers: Answers
    asked: Asked
    live: bool
    """Whether somebody can answer: a file can neither compute nor give downloads."""
    schemes: tuple[str, ...]
    """Codes and files of the schemes that may be chosen; the first one is the usual one."""

    @property
    def scheme(self) -> str:
        """Return the scheme that is asked for."""
        return one_of(self.asked.scheme, self.schemes, "scheme", self.schemes[0])

    @property
    def borders(self) -> Borders:
        """Return whose borders a migration takes."""
        asked = one_of(self.asked.borders, ("frozen", "refit"), "borders", "frozen")
        return "refit" if asked == "refit" else "frozen"

    @property
    def dates(self) -> tuple[date, date]:
        """Return the two dates of the migration that is asked for."""
        snapshot = self.answers.store.snapshot
        second = self.asked.second or snapshot.last_identified_day or snapshot.last_day
        usual = max(shifted(second, -USUAL_DAYS), snapshot.first_day)
        return self.asked.first or usual, second

    @property
    def most_shops(self) -> int:
        """Return how many shops a table shows."""
        return SHOPS_SHOWN if self.live else SHOPS_IN_A_FILE

    @property
    def most_months(self) -> int:
        """Return how many months a table shows."""
        return MONTHS_SHOWN if self.live else MONTHS_IN_A_FILE

    def segmentation(self) -> Segmentation:
        """Return the segmentation that is asked for."""
        return self.answers.segmentation(self.asked.as_of, self.scheme, self.asked.shops)

    def graded(self) -> Segmentation | None:
        """Return the segmentation, nothing where there is no card that could be graded."""
        return self.graded_on(self.asked.as_of)

    def graded_on(self, day: date | None) -> Segmentation | None:
        """Return the segmentation as of another day, nothing where no card could be graded then."""
        try:
            return self.answers.segmentation(day, self.scheme, self.asked.shops)
        except UsageError:
            raise
        except RfmaError:
            return None

    def migration(self) -> Migration:
        """Return the migration that is asked for."""
        return self.answers.migration(*self.dates, self.scheme, self.borders, self.asked.shops)

    def download(self, label: str, what: str, form: str, **changes: object) -> tuple[Link, ...]:
        """Return the way to a file of what a page shows; none where nobody can give it."""
        if not self.live:
            return ()
        return (Link(label, self.asked.address("download", what=what, format=form, **changes)),)

    def downloads(self, what: str, **changes: object) -> tuple[Link, ...]:
        """Return the ways to both forms of a file."""
        return (
            *self.download(say("web.download_xlsx"), what, "xlsx", **changes),
            *self.download(say("web.download_csv"), what, "csv", **changes),
        )

    def cards_behind(self, level: str, group: str) -> str:
        """Return the address of the list of the cards of a group or a grade, or nothing."""
        links = self.download("", "members", "xlsx", level=level, group=group)
        return links[0].address if links else ""

    def day_filter(self, name: str, label: str, value: date | None) -> Filter:
        """Return the field of a date."""
        return Filter(name, label, value.isoformat() if value else "", "date")

    def as_of_filter(self, value: date | None) -> Filter:
        """Return the field of the as-of date."""
        return self.day_filter("as_of", say("web.as_of"), value)

    def scheme_filter(self) -> Filter:
        """Return the list of schemes."""
        store = self.answers.store
        options = tuple(Option(code, scheme_name(store.scheme(code))) for code in self.schemes)
        return Filter("scheme", say("web.scheme"), self.scheme, options=options)

    def shop_filter(self) -> Filter:
        """Return the list of shops."""
        every = self.answers.shops()
        if len(every) > SHOPS_TO_CHOOSE:
            label = say("web.shop_of_many", all=number(len(every)))
            return Filter("shop", label, self.asked.shop, kind="text")
        options = (Option("", say("web.all_shops")), *(Option(shop, shop) for shop in every))
        return Filter("shop", say("column.shop"), self.asked.shop, options=options)

    def hidden(self, *names: str) -> tuple[Filter, ...]:
        """Return the filters that a form passes on unseen, the language always."""
        given = {name: getattr(self.asked, name) for name in (*names, "lang")}
        return tuple(Filter(name, "", str(value or ""), "hidden") for name, value in given.items())


def page_of(site: Site, key: str) -> Page:
    """Return a page."""
    make: Callable[[Site], Page] = import_module(f"rfma_fast.web.pages.{key}").page
    return make(site)


def schemes_with(own: tuple[str, ...]) -> tuple[str, ...]:
    """Return the built-in schemes, ``rfma`` first, and one's own."""
    built_in = builtin_codes()
    return ("rfma", *(code for code in built_in if code != "rfma"), *own)


def foot_of(site: Site, page: Page | None = None) -> list[str]:
    """Return what stands at the foot of every page: the borders in force, and where it is from."""
    from rfma_fast._version import __version__

    snapshot = site.answers.store.snapshot
    found = (page and page.found) or site.graded()
    return [
        *([borders_of(found)] if found else []),
        say(
            "web.provenance",
            version=snapshot.version,
            since=day(snapshot.first_day),
            until=day(snapshot.last_day),
            program=__version__,
        ),
    ]


def borders_of(found: Segmentation) -> str:
    """Return the borders in force in one line."""
    borders = found.thresholds.borders
    return say(
        "web.borders_in_force",
        scheme=scheme_name(found.scheme),
        day=day(found.thresholds.as_of),
        borders="; ".join(f"{axis.code} {edges(borders[axis.code])}" for axis in found.scheme.axes),
    )
