"""All classes of a scheme, each with its group at every level; proved total and disjoint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from rfma_fast.i18n import problem
from rfma_fast.schemes.model import Group, Level, Scheme
from rfma_fast.schemes.patterns import expand, grades_in

MAX_CLASSES = 1_000_000
_SHOWN = 5


@dataclass(frozen=True)
class Codebook:
    """The look-up table from a class's number to its code and its groups.

    A class's number is Σ place · stride over the axes, places counting the grades from 0 in the
    order in which they are tried.
    """

    classes: tuple[str, ...]
    """Class codes by number."""
    strides: tuple[int, ...]
    """By axis."""
    groups: Mapping[str, tuple[str, ...]]
    """Level → group code by class number."""
    unreachable: tuple[tuple[str, str], ...]
    """Level and code of groups that no class can fall into."""

    def codes(self, level: str) -> tuple[str, ...]:
        """Return the code of each class's group at a level, by class number."""
        return self.classes if level == "class" else self.groups[level]


def compile_codebook(scheme: Scheme) -> Codebook:
    """Expand a scheme's groups into the look-up table.

    A level that leaves a member out, holds one twice or names an unknown one is refused; in a level
    of ``match = "first"`` the first group that holds a member has it.
    """
    digits = [axis.digits for axis in scheme.axes]
    count = prod(map(len, digits))
    if count > MAX_CLASSES:
        raise problem("scheme.too_many_classes", classes=count, limit=MAX_CLASSES)
    classes = tuple("".join(code) for code in product(*digits))
    strides = tuple(prod(map(len, digits[place + 1 :])) for place in range(len(digits)))
    groups: dict[str, tuple[str, ...]] = {}
    unreachable: list[tuple[str, str]] = []
    for level in scheme.levels:
        below = classes if level.of == "class" else groups[level.of]
        known = classes if level.of == "class" else [g.code for g in scheme.level(level.of).groups]
        home = _homes(scheme, level, known, digits)
        groups[level.code] = tuple(home[member] for member in below)
        reached = set(groups[level.code])
        unreachable += [(level.code, g.code) for g in level.groups if g.code not in reached]
    return Codebook(classes, strides, groups, tuple(unreachable))


def _homes(
    scheme: Scheme, level: Level, known: Sequence[str], digits: Sequence[str]
) -> dict[str, str]:
    """Return member → group, every known member in exactly one."""
    homes: dict[str, list[str]] = {}
    for group in level.groups:
        for member in _members(scheme, level, group, known, digits):
            homes.setdefault(member, []).append(group.code)
    every = set(known)
    _refuse("unknown", level, [member for member in homes if member not in every])
    if level.match == "exact":
        _refuse("twice", level, [member for member, found in homes.items() if len(found) > 1])
    rest = next((group.code for group in level.groups if group.rest), None)
    if rest is None:
        _refuse("hole", level, [member for member in known if member not in homes])
    return {member: homes[member][0] if member in homes else rest or "" for member in known}


def _refuse(fault: str, level: Level, members: list[str]) -> None:
    if members:
        some = ", ".join(members[:_SHOWN]) + (" …" if len(members) > _SHOWN else "")
        raise problem(f"level.{fault}", level=level.code, count=len(members), members=some)


def _members(
    scheme: Scheme, level: Level, group: Group, known: Sequence[str], digits: Sequence[str]
) -> Iterable[str]:
    if group.where:
        return _scored(scheme, group, known)
    if level.of != "class":
        return dict.fromkeys(group.members)
    expanded = (code for pattern in group.members for code in expand(pattern, digits))
    # Within one group the same class may stand in two patterns; that is no fault.
    return dict.fromkeys(expanded)


def _scored(scheme: Scheme, group: Group, known: Sequence[str]) -> Iterator[str]:
    """Yield the classes whose grades lie in a group's ranges; the loader has checked those."""
    ranges = [
        grades_in(group.where[axis.code]) if axis.code in group.where else set(axis.digits)
        for axis in scheme.axes
    ]
    for code in known:
        if all(digit in grades for digit, grades in zip(code, ranges, strict=True)):
            yield code
