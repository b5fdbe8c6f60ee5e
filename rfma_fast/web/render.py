"""From pages to HTML: one set of templates for the live pages and for the report in one file."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day
from rfma_fast.reports import palette
from rfma_fast.web.blocks import Block, Form, Matrix, Notes, Panel, Slices, Table, Tabs, Tiles

_BLANKS = re.compile(r"\s*\n\s*")
_KINDS: dict[type[Any], str] = {
    Tiles: "tiles",
    Tabs: "tabs",
    Slices: "slices",
    Form: "form",
    Notes: "notes",
}


@dataclass(frozen=True)
class Laid:
    """Blocks that are laid out together: panels side by side, everything else by itself."""

    kind: str
    blocks: tuple[Block, ...]

    @property
    def block(self) -> Block:
        """Return the only block."""
        return self.blocks[0]


def render(template: str, **values: Any) -> str:
    """Return a template filled in."""
    text = _environment().get_template(template).render(**values)
    return _BLANKS.sub("\n", text)


@cache
def style_sheet() -> str:
    """Return the style sheet, its colours from the palette."""
    tints = [(tint, _ink(place)) for place, tint in enumerate(palette.TINTS)]
    return render("style.css.j2", palette=palette, tints=tints)


@cache
def script() -> str:
    """Return the script of all pages."""
    text = (files("rfma_fast.web") / "static" / "app.js").read_text(encoding="utf-8")
    # As it will stand in a page, to the letter: a policy names it by its digest.
    return _BLANKS.sub("\n", text)


def named(content: str, name: str, suffix: str) -> str:
    """Return a file's name with a digest of its content, so that a new one is fetched anew."""
    return f"{name}-{hashlib.sha256(content.encode()).hexdigest()[:10]}.{suffix}"


def source_hash(content: str) -> str:
    """Return how a content security policy names an inline style or script."""
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return f"'sha256-{digest}'"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("rfma_fast.web", "templates"),
        autoescape=lambda name: name is not None and name.endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"say": say, "day": day}
    environment.filters["by_layout"] = _by_layout
    environment.tests |= {
        "table_block": lambda value: isinstance(value, Table),
        "matrix_block": lambda value: isinstance(value, Matrix),
        "markup": lambda value: isinstance(value, Markup),
    }
    return environment


def _by_layout(blocks: Sequence[Block]) -> Iterator[Laid]:
    for is_panel, some in groupby(blocks, lambda block: isinstance(block, Panel)):
        if is_panel:
            yield Laid("panels", tuple(some))
        else:
            yield from (Laid(_KINDS.get(type(one), "note"), (one,)) for one in some)


def _ink(place: int) -> str:
    return palette.tint((place + 0.5) / len(palette.TINTS))[1]
