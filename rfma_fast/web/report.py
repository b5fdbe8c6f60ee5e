"""``rfma report``: all pages in one file that asks nobody for anything."""

from __future__ import annotations

from rfma_fast.i18n import language, say
from rfma_fast.web import render
from rfma_fast.web.site import PAGES, Site, page_of, provenance_lines


def report_of(site: Site) -> str:
    """Return the file's text: the same bits for the same version of a store and the same filters."""
    style, script = render.style_sheet(), render.script()
    policy = (
        f"default-src 'none'; style-src {render.source_hash(style)};"
        f" script-src {render.source_hash(script)}; img-src data:; base-uri 'none';"
        " form-action 'none'"
    )
    from markupsafe import Markup

    found = site.answers.segmentation(site.asked.as_of, site.scheme, site.asked.shops)
    return render.render(
        "report.html.j2",
        language=language(),
        title=say("web.report"),
        report=[page_of(site, key) for key in PAGES],
        as_of=found.as_of,
        provenance=provenance_lines(site),
        policy=policy,
        style=Markup(style),
        script=Markup(script),
    )
