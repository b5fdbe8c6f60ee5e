"""The elements of which charts are made; whatever is put into them is text, never markup."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

Attribute = str | int | float


def tag(name: str, *inside: str, **attributes: Attribute) -> Markup:
    """Return an element; underscores in names of attributes are hyphens, a last one is dropped.

    >>> str(tag("text", "a < b", x=1.50, class_="w1"))
    '<text x="1.5" class="w1">a &lt; b</text>'
    """
    told = Markup("").join(
        Markup(' {}="{}"').format(Markup(key.rstrip("_").replace("_", "-")), plain(value))
        for key, value in attributes.items()
    )
    body = Markup("").join(escape(part) for part in inside)
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), told, body)


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
