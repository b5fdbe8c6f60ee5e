"""A scheme as data: axes, their grades and borders, and the levels of groups above the classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rfma_fast.i18n import problem
from rfma_fast.schemes.borders import Border, rule_needs
from rfma_fast.schemes.measures import BorderRef, Measure, measure_needs

Names = Mapping[str, str]
"""Language → name."""


@dataclass(frozen=True)
class Axis:
    """One letter of the class code."""

    code: str
    """The letter, such as R."""
    name: str
    """The column of the per-card table, such as recency."""
    measure: Measure
    borders: tuple[Border, ...]
    """The edge of grade 1, of grade 2 …; the last grade has none."""
    grades: tuple[Names, ...]
    """Names of the grades, grade 1 first; one more than borders."""

    @property
    def needs(self) -> tuple[BorderRef, ...]:
        """Return the borders of other axes that this axis is built on."""
        own = (rule_needs(border.rule) for border in self.borders)
        refs = (*measure_needs(self.measure), *(ref for refs in own for ref in refs))
        return tuple(ref for ref in refs if ref.axis != self.code)


@dataclass(frozen=True)
class Group:
    """A cluster, a region, a warmth: a named set of members of the level below."""

    code: str
    names: Names
    members: tuple[str, ...]
    """Class patterns where the level is built on classes, else codes of the level below."""
    warmth: int | None = None
    """Place on the scale of warmth, 1 hottest to 5 coldest; decides the colour."""


@dataclass(frozen=True)
class Level:
    """One way to put all classes into groups."""

    code: str
    names: Names
    of: str
    """``class`` or the code of an earlier level."""
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Scheme:
    """A segmentation: a card's state at a date → grades → class → groups."""

    code: str
    names: Names
    about: Names
    axes: tuple[Axis, ...]
    levels: tuple[Level, ...]
    digest: str
    """SHA-256 of the file, the first 12 digits; part of every result's provenance."""

    def axis(self, code: str) -> Axis:
        """Return the axis with this letter."""
        return next(axis for axis in self.axes if axis.code == code)

    def level(self, code: str) -> Level:
        """Return the level with this code."""
        return next(level for level in self.levels if level.code == code)

    @property
    def level_codes(self) -> tuple[str, ...]:
        """Return ``class`` and the codes of the levels above it."""
        return ("class", *(level.code for level in self.levels))

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
