"""The pages and how they are addressed: live, or as sections of one file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import import_module

from rfma_fast.i18n import local_name, say
from rfma_fast.i18n.formats import day
from rfma_fast.schemes.loader import builtin_codes
from rfma_fast.web.answers import Answers
from rfma_fast.web.asked import Asked
from rfma_fast.web.blocks import Filter, Link, Option, Page

PAGES = ("overview", "thresholds", "final", "migration", "playbook", "quality", "definitions")
"""Each is a module of ``web/pages`` whose ``page`` makes it."""


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
        from rfma_fast.web.asked import one_of

        return one_of(self.asked.scheme, self.schemes, "scheme", self.schemes[0])

    def download(self, label: str, what: str, form: str, **changes: object) -> tuple[Link, ...]:
        """Return the way to a file of what a page shows; none where nobody can give it."""
        if not self.live:
            return ()
        return (Link(label, self.asked.address("download", what=what, format=form, **changes)),)

    def as_of_filter(self, value: date | None) -> Filter:
        """Return the field of the as-of date."""
        shown = value.isoformat() if value else ""
        return Filter("as_of", say("web.as_of"), shown, "date")

    def scheme_filter(self) -> Filter:
        """Return the list of schemes."""
        store = self.answers.store
        options = tuple(Option(code, local_name(store.scheme(code).names)) for code in self.schemes)
        return Filter("scheme", say("web.scheme"), self.scheme, options=options)

    def shop_filter(self) -> Filter:
        """Return the list of shops."""
        shops = [Option(shop, shop) for shop in self.answers.shops()]
        options = (Option("", say("web.all_shops")), *shops)
        return Filter("shop", say("column.shop"), self.asked.shop, options=options)

    def lang_filter(self) -> Filter:
        """Return the language, which every form passes on."""
        return Filter("lang", "", self.asked.lang, "hidden")


def page_of(site: Site, key: str) -> Page:
    """Return a page."""
    make: Callable[[Site], Page] = import_module(f"rfma_fast.web.pages.{key}").page
    return make(site)


def schemes_with(own: tuple[str, ...]) -> tuple[str, ...]:
    """Return the built-in schemes, ``rfma`` first, and one's own."""
    built_in = builtin_codes()
    return ("rfma", *(code for code in built_in if code != "rfma"), *own)


def provenance_lines(site: Site) -> list[str]:
    """Return what stands at the foot of every page."""
    from rfma_fast._version import __version__

    snapshot = site.answers.store.snapshot
    return [
        say(
            "web.provenance",
            version=snapshot.version,
            since=day(snapshot.first_day),
            until=day(snapshot.last_day),
            program=__version__,
        )
    ]
