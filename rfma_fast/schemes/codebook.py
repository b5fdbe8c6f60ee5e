"""All classes of a scheme, each with its group at every level; proved total and disjoint."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from rfma_fast.i18n import problem
from rfma_fast.schemes.model import Group, Level, Scheme
from rfma_fast.schemes.patterns import expand


@dataclass(frozen=True)
class Codebook:
    """The look-up table from a class's number to its code and its groups.

    A class's number is Σ (grade − 1) · stride over the axes: 0 is all best grades.
    """

    classes: tuple[str, ...]
    """Class codes by number."""
    strides: tuple[int, ...]
    """By axis."""
    groups: Mapping[str, tuple[str, ...]]
    """Level → group code by class number."""

    def codes(self, level: str) -> tuple[str, ...]:
        """Return the code of each class's group at a level, by class number."""
        return self.classes if level == "class" else self.groups[level]


def compile_codebook(scheme: Scheme) -> Codebook:
    """Expand a scheme's patterns into the look-up table.

    A level that leaves a member out, holds one twice or names an unknown one is refused.
    """
    grades = [len(axis.grades) for axis in scheme.axes]
    classes = tuple("".join(map(str, c)) for c in product(*(range(1, n + 1) for n in grades)))
    strides = []
    for place in range(len(grades)):
        stride = 1
        for count in grades[place + 1 :]:
            stride *= count
        strides.append(stride)
    groups: dict[str, tuple[str, ...]] = {}
    for level in scheme.levels:
        below = classes if level.of == "class" else groups[level.of]
        known = classes if level.of == "class" else [g.code for g in scheme.level(level.of).groups]
        home = _homes(level, known, grades)
        groups[level.code] = tuple(home[member] for member in below)
    return Codebook(classes, tuple(strides), groups)


def _homes(level: Level, known: Iterable[str], grades: list[int]) -> dict[str, str]:
    """Return member → group, every known member in exactly one."""
    homes: dict[str, list[str]] = defaultdict(list)
    for group in level.groups:
        for member in _members(level, group, grades):
            homes[member].append(group.code)
    known = list(known)
    faults = {
        "unknown": [member for member in homes if member not in set(known)],
        "twice": [member for member, groups in homes.items() if len(groups) > 1],
        "hole": [member for member in known if member not in homes],
    }
    for fault, members in faults.items():
        if members:
            some = ", ".join(members[:5]) + (" …" if len(members) > 5 else "")
            raise problem(f"level.{fault}", level=level.code, count=len(members), members=some)
    return {member: groups[0] for member, groups in homes.items()}


def _members(level: Level, group: Group, grades: list[int]) -> Iterable[str]:
    if level.of != "class":
        return group.members
    return [code for pattern in group.members for code in expand(pattern, grades)]
