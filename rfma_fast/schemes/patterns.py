"""The pattern language of classes: one slot an axis, ``4``, ``(1,2)`` or ``(1-3)``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from rfma_fast.i18n import problem

_SLOT = re.compile(r"(\d)|\((\d(?:,\d)+)\)|\((\d)-(\d)\)")


def expand(pattern: str, grades: Sequence[int]) -> Iterator[str]:
    """Yield the class codes that a pattern stands for.

    ``grades`` holds the number of grades of each axis. A text that is no pattern, or does not
    fit the axes, is refused with the place at which it goes wrong.

    >>> list(expand("11(1,2)(2-3)", [4, 3, 3, 3]))
    ['1112', '1113', '1122', '1123']
    """
    slots, place = [], 0
    while place < len(pattern):
        found = _SLOT.match(pattern, place)
        if found is None:
            raise problem("pattern.unreadable", pattern=pattern, place=place + 1)
        slots.append(_choices(*found.groups()))
        place = found.end()
    if len(slots) != len(grades):
        raise problem("pattern.slots", pattern=pattern, slots=len(slots), axes=len(grades))
    for number, (choices, count) in enumerate(zip(slots, grades, strict=True), start=1):
        if not choices or not all(1 <= grade <= count for grade in choices):
            raise problem("pattern.grade", pattern=pattern, slot=number, grades=count)
    return ("".join(map(str, code)) for code in product(*slots))


def _choices(one: str | None, some: str | None, low: str | None, high: str | None) -> list[int]:
    if one:
        return [int(one)]
    if some:
        return sorted({int(grade) for grade in some.split(",")})
    return list(range(int(low or 0), int(high or 0) + 1))
