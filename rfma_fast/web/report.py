"""``rfma report``: all pages in one file that asks nobody for anything."""

from __future__ import annotations

from markupsafe import Markup

from rfma_fast.errors import RfmaError, UsageError
from rfma_fast.i18n import language, say
from rfma_fast.web import render
from rfma_fast.web.blocks import Note, Page
from rfma_fast.web.site import PAGES, Site, foot_of, page_of


def report_of(site: Site) -> str:
    """Return the file's text: the same bits for the same version and the same filters."""
    style, script = render.style_sheet(), render.script()
    policy = (
        f"default-src 'none'; style-src {render.source_hash(style)};"
        f" script-src {render.source_hash(script)}; img-src data:; base-uri 'none';"
        " form-action 'none'"
    )
    found = site.graded()
    return render.render(
        "report.html.j2",
        language=language(),
        title=say("web.report"),
        report=[_page(site, key) for key in PAGES],
        as_of=found and found.as_of,
        foot=foot_of(site),
        policy=policy,
        style=Markup(style),
        script=Markup(script),
    )


def _page(site: Site, key: str) -> Page:
    """Return a page; of a store where no card can be graded, a sentence in its place."""
    try:
        return page_of(site, key)
    except RfmaError as error:
        asked = site.asked
        if isinstance(error, UsageError) or asked.as_of or asked.shop or site.graded():
            raise
        notes = (Note(error.message, warns=True), Note(error.hint or ""))
        return Page(key, say(f"page.{key}"), notes)
