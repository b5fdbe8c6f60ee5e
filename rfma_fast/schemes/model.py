"""A scheme as data: whose cheques, axes with grades and borders, groups above the classes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from rfma_fast.i18n import problem
from rfma_fast.schemes.borders import RULES, Border, rule_needs
from rfma_fast.schemes.keys import (
    CODE,
    Choice,
    Day,
    Flag,
    Listings,
    ListOf,
    MapOf,
    Names,
    OneOf,
    TableOf,
    Text,
    Whole,
    WholeOr,
    key,
)
from rfma_fast.schemes.levels import usual_level
from rfma_fast.schemes.measures import MEASURES, BorderRef, Measure, Money, measure_needs

if TYPE_CHECKING:
    from rfma_fast.schemes.codebook import Codebook

NamesByLanguage = Mapping[str, str]
"""Language → text."""

FORMAT = 1
MAX_AXES = 6
MAX_GRADES = 10
DIGITS = "123456789A"
"""How grades are written in class codes; the tenth is ``A``."""
WARMTHS = Whole(1, 5)
CHANNELS = ("sms", "push", "messenger", "email", "poll", "till", "social")
AS_OF_FORM = r"last(\+\d{1,5})?|\d{4}-\d{2}-\d{2}(T00:00)?"

RESERVED = (
    "card", "id", "shop", "class", "printed", "level", "from", "to", "value", "inside",
    "cheques", "total", "first", "last", "last_at", "documents", "days", "shops", "paid_total",
    "amount_max", "paid_max", "amount_median", "paid_median", "unpaid",
)  # fmt: skip
"""Columns that tables of cards have anyway; no axis and no level may be called so."""

_CODE = Text(CODE, "vip")
_COUNTS = Whole(1, 10**9)


@dataclass(frozen=True)
class Limits:
    """How many cheques, different documents or purchase days a card must have."""

    cheques: int | None = key(_COUNTS, "Cheques.", None)
    documents: int | None = key(_COUNTS, "Different documents.", None)
    days: int | None = key(_COUNTS, "Days with a purchase.", None)

    def given(self) -> dict[str, int]:
        """Return the limits that are set: what is counted → how many."""
        every = {"cheques": self.cheques, "documents": self.documents, "days": self.days}
        return {what: count for what, count in every.items() if count is not None}


@dataclass(frozen=True)
class Population:
    """Whose cheques are looked at, and what one row of the result is."""

    cards: str = key(
        Choice(("identified", "all")),
        "Identified cards by the store's rule, or every id, throw-away ids included.",
        "identified",
    )
    rule: str | None = key(
        Text(example=r"^\d{13}$"),
        "A card rule of the scheme's own (a regular expression), over every id.",
        None,
    )
    unit: str = key(
        Choice(("card", "card_shop")), "One row a card, or one row a card and shop.", "card"
    )
    returns: str = key(
        Choice(("net", "ignore", "keep")),
        "Amounts of zero or less: only netted in totals, left out, or counted as cheques.",
        "net",
    )
    since: date | None = key(Day(), "Look only at cheques from this day on.", None)
    until: date | None = key(Day(), "Look only at cheques up to this day.", None)
    shops: tuple[str, ...] = key(ListOf(Text()), "Look only at these shops.", ())
    least: Limits = key(TableOf(Limits), "A card with less is left out.", Limits())
    most: Limits = key(TableOf(Limits), "A card with more is left out.", Limits())

    @property
    def has_other_ids(self) -> bool:
        """Tell whether ids beside the store's cards may be in it."""
        return self.cards == "all" or self.rule is not None

    @property
    def filters_cards(self) -> bool:
        """Tell whether some cards are left out for what they bought."""
        return bool(self.least.given() or self.most.given())


@dataclass(frozen=True)
class Fitting:
    """What the thresholds are fitted on; measures and grades are those of the whole history."""

    days: int | None = key(
        WholeOr(Whole(1, 36_500), "all"),
        "Over how many trailing days up to the as-of date: the cards whose last purchase, the"
        " cheques, and the gaps whose later cheque lies within them; `all` takes every one.",
        None,
    )


@dataclass(frozen=True)
class Axis:
    """One letter of the class code."""

    code: str = key(Text(r"[A-Z]", "R"), "The letter.")
    name: str = key(
        Text(r"[a-z][a-z0-9_]*", "recency"), "The column of the table of cards and the JSON key."
    )
    measure: Measure = key(OneOf("kind", MEASURES), "What is measured.")
    grades: tuple[NamesByLanguage, ...] = key(
        ListOf(Names(), 2, MAX_GRADES), "Names of the grades, in the order in which they are tried."
    )
    borders: tuple[Border, ...] = key(
        ListOf(OneOf("rule", RULES, beside=Border), 1, MAX_GRADES - 1),
        "The edge of each grade but the last, which takes the rest.",
    )
    best: str = key(
        Choice(("first", "last")),
        "Whether the first grade is written 1, or the last one.",
        "first",
    )
    zero: str | None = key(Text(r"[1-9A]", "3"), "The grade of a value of exactly zero.", None)
    missing: str | None = key(
        Text(r"[1-9A]", "3"), "The grade of a card that has no such value.", None
    )

    @property
    def digits(self) -> str:
        """Return how each grade is written, in the order in which they are tried."""
        written = DIGITS[: len(self.grades)]
        return written if self.best == "first" else written[::-1]

    @property
    def needs(self) -> tuple[BorderRef, ...]:
        """Return the borders of other axes that this axis is built on."""
        own = (rule_needs(border.rule) for border in self.borders)
        refs = (*measure_needs(self.measure), *(ref for refs in own for ref in refs))
        return tuple(ref for ref in refs if ref.axis != self.code)


@dataclass(frozen=True)
class Group:
    """A cluster, a region, a warmth: a named set of members of the level below."""

    code: str = key(_CODE, "The code.")
    names: NamesByLanguage = key(Names(), "The name.", name="name")
    members: tuple[str, ...] = key(
        ListOf(Text(example="11(1,2)(1-3)")),
        "Class patterns, or codes of the level that this one is made of.",
        (),
    )
    where: Mapping[str, str] = key(
        MapOf(Text(r"[1-9A](-[1-9A])?|\([1-9A](,[1-9A])*\)", "1-2")),
        "Grades by axis, 4, 1-2 or (1,3); an axis that is not named may have any.",
        {},
    )
    rest: bool = key(Flag(), "Whether the group takes all that no other group holds.", False)
    warmth: int | None = key(WARMTHS, "Place on the scale of colours, 1 hot to 5 cold.", None)
    about: NamesByLanguage = key(Names(), "Who they are, in a sentence.", {})


@dataclass(frozen=True)
class Level:
    """One way to put all classes into groups."""

    code: str = key(_CODE, "The code; the column of the table of cards and the JSON key.")
    names: NamesByLanguage = key(Names(), "The name.", name="name")
    groups: tuple[Group, ...] = key(
        ListOf(TableOf(Group), 1), "The groups, in the order in which they are shown."
    )
    of: str = key(Text(CODE, "class"), "`class`, or the code of an earlier level.", "class")
    match: str = key(
        Choice(("exact", "first")),
        "Each member in exactly one group, or in the first that holds it.",
        "exact",
    )


@dataclass(frozen=True)
class Playbook:
    """What to do with a group."""

    level: str = key(Text(CODE, "region"), "The level of the group; may be `class`.")
    group: str = key(_CODE, "The group's code.")
    order: int = key(Whole(1, 999), "Place in the order of work.")
    channels: tuple[str, ...] = key(ListOf(Choice(CHANNELS), 1), "How they are reached.")
    goal: NamesByLanguage = key(Names(), "What is to be reached.")
    who: NamesByLanguage = key(Names(), "Who they are.")
    mechanic: NamesByLanguage = key(Names(), "What is offered.")
    ideas: Mapping[str, tuple[str, ...]] = key(Listings(), "Ideas for messages.")
    avoid: NamesByLanguage = key(Names(), "What not to do.")
    kpi: NamesByLanguage = key(Names(), "What is measured afterwards.")
    order_why: NamesByLanguage = key(Names(), "Why at this place, and what must happen before.")


@dataclass(frozen=True)
class Scheme:
    """A segmentation: a card's state at a date → grades → class → groups."""

    LARGEST_CLASSES: ClassVar[int] = 1_000_000

    format: int = key(Whole(FORMAT, FORMAT), "The version of this language.")
    code: str = key(_CODE, "The code of the scheme.")
    names: NamesByLanguage = key(Names(), "The name.", name="name")
    axes: tuple[Axis, ...] = key(
        ListOf(TableOf(Axis), 1, MAX_AXES), "The letters of the class code.", name="axis"
    )
    about: NamesByLanguage = key(Names(), "What it is for.", {})
    as_of: str = key(
        Text(AS_OF_FORM, "last+1"),
        "The as-of date where none is asked for: a date, the midnight at which one begins"
        " (`2022-06-09T00:00`: cheques before it count; then any other day that is asked for"
        " is its midnight, too), `last` (the last day that has a purchase of the population), or so"
        " many days after it.",
        "last",
    )
    class_name: NamesByLanguage = key(
        Names(), "How a class is called, `{R}` standing for its grade's name.", {}
    )
    population: Population = key(TableOf(Population), "Whose cheques.", Population())
    fitting: Fitting = key(
        TableOf(Fitting), "What the thresholds are fitted on.", Fitting(), name="fit"
    )
    levels: tuple[Level, ...] = key(
        ListOf(TableOf(Level)), "Groups of classes, groups of groups.", (), name="level"
    )
    playbooks: tuple[Playbook, ...] = key(
        ListOf(TableOf(Playbook)), "What to do with whom.", (), name="playbook"
    )
    digest: str = ""
    """SHA-256 of the file, the first 12 digits; part of every result's provenance."""
    text: str = field(default="", repr=False)
    """The file's text."""

    def axis(self, code: str) -> Axis:
        """Return the axis with this letter."""
        return next(axis for axis in self.axes if axis.code == code)

    def level(self, code: str) -> Level:
        """Return the level with this code."""
        return next(level for level in self.levels if level.code == code)

    @property
    def rounded_by_data(self) -> set[str]:
        """Return the columns of money by whose amounts ``auto`` rounding is decided."""
        measures = (axis.measure for axis in self.axes)
        return {of.over for of in measures if isinstance(of, Money) and of.round == "auto"}

    def with_kopecks(self, columns: Collection[str]) -> Scheme:
        """Return the scheme with kopecks where ``auto`` rounding is over one of the columns."""
        axes = tuple(
            replace(axis, measure=replace(axis.measure, round="kopeck"))
            if isinstance(axis.measure, Money)
            and axis.measure.round == "auto"
            and axis.measure.over in columns
            else axis
            for axis in self.axes
        )
        return replace(self, axes=axes)

    @property
    def from_midnight(self) -> bool:
        """Tell whether cards are looked at from the midnight at which the as-of date begins."""
        return self.as_of.endswith("T00:00")

    @property
    def level_codes(self) -> tuple[str, ...]:
        """Return ``class`` and the codes of the levels above it."""
        return ("class", *(level.code for level in self.levels))

    def level_asked(self, level: str | None) -> str:
        """Return the level that is asked for, else the one that is shown where none is named."""
        return level or usual_level(self.level_codes)

    @cached_property
    def codebook(self) -> Codebook:
        """Return the look-up table from class numbers to the groups of every level."""
        from rfma_fast.schemes.codebook import compile_codebook

        return compile_codebook(self)

    @cached_property
    def fitting_order(self) -> tuple[Axis, ...]:
        """Return the axes so that each comes after those it is built on."""
        done: list[Axis] = []
        waiting = list(self.axes)
        while waiting:
            known = {axis.code for axis in done}
            ready = [axis for axis in waiting if {ref.axis for ref in axis.needs} <= known]
            if not ready:
                raise problem("scheme.circular", axes=", ".join(axis.code for axis in waiting))
            done += ready
            waiting = [axis for axis in waiting if axis not in ready]
        return tuple(done)
