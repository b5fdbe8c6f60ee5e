"""The pattern language of classes: one slot an axis, ``4``, ``(1,2)`` or ``(1-3)``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from rfma_fast.i18n import problem

_D = r"[1-9A]"
_SLOT = re.compile(rf"({_D})|\(({_D}(?:,{_D})+)\)|\(({_D})-({_D})\)")


def expand(pattern: str, digits: Sequence[str]) -> Iterator[str]:
    """Yield the class codes that a pattern stands for.

    ``digits`` holds, by axis, the digits that its grades are written with. A text that is no
    pattern, or does not fit the axes, is refused with the place at which it goes wrong.

    >>> list(expand("11(1,2)(2-3)", ["1234", "123", "123", "123"]))
    ['1112', '1113', '1122', '1123']
    """
    slots, place = [], 0
    while place < len(pattern):
        found = _SLOT.match(pattern, place)
        if found is None:
            raise problem("pattern.unreadable", pattern=pattern, place=place + 1)
        slots.append(_choices(*found.groups()))
        place = found.end()
    if len(slots) != len(digits):
        raise problem("pattern.slots", pattern=pattern, slots=len(slots), axes=len(digits))
    for number, (choices, known) in enumerate(zip(slots, digits, strict=True), start=1):
        if not choices or not set(choices) <= set(known):
            allowed = f"{min(known)}-{max(known)}"
            raise problem("pattern.grade", pattern=pattern, slot=number, grades=allowed)
    return ("".join(code) for code in product(*slots))


def grades_in(range_text: str) -> set[str]:
    """Return the digits that a range of scores stands for: ``4``, ``1-2`` or ``(1,3)``.

    >>> sorted(grades_in("2-4"))
    ['2', '3', '4']
    """
    text = f"({range_text})" if "-" in range_text else range_text
    found = _SLOT.fullmatch(text)
    return set(_choices(*found.groups())) if found else set()


def _choices(one: str | None, some: str | None, low: str | None, high: str | None) -> list[str]:
    if one:
        return [one]
    if some:
        return sorted(set(some.split(",")))
    every = "123456789A"
    return list(every[every.index(low or "1") : every.index(high or "A") + 1])
