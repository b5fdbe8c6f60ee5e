"""The elements of which charts are made; whatever is put into them is text, never markup."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from markupsafe import Markup, escape

Attribute = str | int | float


def tag(name: str, *inside: str, **attributes: Attribute) -> Markup:
    """Return an element; underscores in names of attributes are hyphens, a last one is dropped.

    >>> str(tag("text", "a < b", x=1.50, class_="w1"))
    '<text x="1.5" class="w1">a &lt; b</text>'
    """
    # Thousands of them make a page: joined by hand, which Markup's own formatting is too slow for.
    told = "".join(f' {_name(key)}="{_value(value)}"' for key, value in attributes.items())
    body = "".join(map(escape, inside))
    return Markup(f"<{name}{told}>{body}</{name}>")


@cache
def _name(key: str) -> str:
    return escape(key.rstrip("_").replace("_", "-"))


def _value(value: Attribute) -> str:
    return escape(value) if isinstance(value, str) else plain(value)


def plain(value: Attribute) -> str:
    """Return a number with at most two decimals and no needless zero; a text as it is."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".") if value else "0"
    return str(value)


def picture(
    width: float, height: float, title: str, description: str, parts: Iterable[str]
) -> Markup:
    """Return a chart with its title and description for those who do not see it."""
    inside = [tag("title", title), tag("desc", description), *parts]
    return tag(
        "svg",
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        class_="chart",
        width=width,
        height=height,
        viewBox=f"0 0 {plain(float(width))} {plain(float(height))}",
    )


def hint(text: str) -> Markup:
    """Return what is shown when the pointer rests on the element around it."""
    return tag("title", text)
