"""The pieces of which pages are made: figures in words, ready to be laid out by one template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from rfma_fast.i18n import formats, say
from rfma_fast.i18n.formats import MISSING, Number, printable
from rfma_fast.web.charts.meter import meter
from rfma_fast.web.charts.svg import plain, tag

if TYPE_CHECKING:
    from rfma_fast.analyses.segmentation import Segmentation


NOTES_OPEN = 3


@dataclass(frozen=True)
class Cell:
    """One cell of a table."""

    text: str
    sort: str | None = None
    """What it is sorted by, where that is not its text; nothing where a value is missing."""
    numeric: bool = False
    mark: Markup = Markup("")
    """A swatch before the text or a bar behind it."""
    link: str = ""
    """Where the text leads; nowhere if empty."""


@dataclass(frozen=True)
class Head:
    """The head of a column."""

    text: str
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under heads; the last line, if any, adds up."""

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[Cell, ...] = ()
    sortable: bool = True


@dataclass(frozen=True)
class MatrixCell:
    """From one group to another."""

    big: str
    small: str
    tint: int | None
    """The place of its ground among the tints; none where nothing went."""
    same: bool
    link: str = ""


@dataclass(frozen=True)
class Matrix:
    """Rows where cards were, columns where they are."""

    caption: str
    corner: str
    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, tuple[MatrixCell, ...], str], ...]
    """A row's name, its cells, its total."""
    foot: tuple[str, ...]
    """The word for the total, the totals of the columns, the grand total."""


@dataclass(frozen=True)
class Tile:
    """One figure that is read first."""

    name: str
    figure: str
    more: str = ""
    kind: str = "w0"
    """The class of its colour."""


@dataclass(frozen=True)
class Link:
    """A way to somewhere: a download, another page."""

    text: str
    address: str


@dataclass(frozen=True)
class Panel:
    """A card of a page: a title, a sentence about it, and what it shows."""

    title: str
    body: tuple[Markup | Table | Matrix | tuple[tuple[str, str], ...], ...]
    """Charts, tables, matrices, pairs of names and texts, in this order."""
    about: str = ""
    wide: bool = False
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Tab:
    """One of several sheets that lie upon each other."""

    key: str
    label: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Tabs:
    """Sheets that lie upon each other; on paper they lie one after another."""

    label: str
    tabs: tuple[Tab, ...]


@dataclass(frozen=True)
class Slices:
    """The same sheet for several periods, chosen from a list: for pages that cannot compute."""

    key: str
    label: str
    slices: tuple[Tab, ...]


@dataclass(frozen=True)
class Tiles:
    """Figures side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Note:
    """A sentence that the reader must know."""

    text: str
    warns: bool = False


@dataclass(frozen=True)
class Notes:
    """Sentences that the reader should know: a few lie open, many are folded under their number."""

    texts: tuple[str, ...]

    @property
    def folded(self) -> bool:
        """Tell whether they would push what the page is about out of sight."""
        return len(self.texts) > NOTES_OPEN


@dataclass(frozen=True)
class Option:
    """One choice of a filter."""

    value: str
    label: str


@dataclass(frozen=True)
class Filter:
    """A field of a page's form; its name is the parameter of the address."""

    name: str
    label: str
    value: str
    kind: str = "select"
    """``select``, ``date``, ``text`` or ``hidden``."""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Form:
    """Filters; whatever is chosen stands in the address."""

    action: str
    filters: tuple[Filter, ...]


Block = Panel | Tabs | Slices | Tiles | Note | Notes | Form


@dataclass(frozen=True)
class Page:
    """What a page shows."""

    key: str
    """Its name in addresses."""
    title: str
    blocks: tuple[Block, ...]
    about: str = ""
    found: Segmentation | None = None
    """The segmentation whose borders are in force on it; none where it is the usual one."""


def kind_of(warmth: int | None) -> str:
    """Return the class of the colour of a place on the scale of warmth."""
    return f"w{warmth or 0}"


@cache
def swatch(warmth: int | None) -> Markup:
    """Return a square in the colour of a warmth; a name stands beside it."""
    square = tag("rect", x=0, y=0, width=11, height=11, rx=3, class_=kind_of(warmth))
    return tag("svg", square, class_="swatch", width=11, height=11, aria_hidden="true")


def number(value: Number | None, places: int = 0, link: str = "") -> Cell:
    """Return a number's cell."""
    return Cell(formats.number(value, places), _sort(value), numeric=True, link=link)


def change(shown: str, value: Number | None) -> Cell:
    """Return the cell of a change, whose sign stands in its text."""
    return Cell(shown, _sort(value), numeric=True)


def share(value: Number | None, places: int = 1) -> Cell:
    """Return a share's cell, in per cent."""
    return Cell(formats.share(value, places), _sort(value), numeric=True)


def day(value: date | None) -> Cell:
    """Return a day's cell."""
    return Cell(formats.day(value), "" if value is None else value.isoformat())


def text(value: str | None, warmth: int | None = -1, link: str = "") -> Cell:
    """Return a text's cell, behind a swatch where a warmth is given."""
    shown = MISSING if value is None else printable(value)
    mark = Markup("") if warmth == -1 else swatch(warmth)
    return Cell(shown, "" if value is None else None, mark=mark, link=link)


def bar(value: float, *, rest: bool = False, kind: str = "quantity") -> Cell:
    """Return a bar's cell; its number stands beside it."""
    return Cell("", plain(float(value)), mark=meter(value, kind, rest=rest))


def sentence(key: str, **values: object) -> str:
    """Return a note as a sentence of its own; a name from the data keeps its first letter."""
    told = say(key, **values)
    return told if say(key).startswith("{") else told[:1].upper() + told[1:]


def notes(given: Sequence[tuple[str, dict[str, object]]]) -> Notes:
    """Return what must be known beside the figures."""
    return Notes(tuple(sentence(key, **values) for key, values in given))


def heads(*names: str, numeric_from: int = 1) -> tuple[Head, ...]:
    """Return the heads of columns, numbers from one of them on."""
    return tuple(Head(name, place >= numeric_from) for place, name in enumerate(names))


def _sort(value: Number | None) -> str:
    if value is None:
        return ""
    exact = isinstance(value, int | Decimal)
    return str(value) if exact else f"{float(value):.9g}"
