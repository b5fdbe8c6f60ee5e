"""What may stand behind a key of a scheme file; one declaration serves reader, schema and docs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import MISSING, dataclass, field, fields
from fractions import Fraction
from typing import Any

CODE = r"[A-Za-z0-9][A-Za-z0-9_-]*"
"""The form of codes: they become column names, JSON keys and parts of file names."""


LARGEST_NUMBER = 10**15
"""No number of a file is larger, so that the plan's 64 bits hold it in every unit."""

_NUMBER = re.compile(r"[+-]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40}|[0-9]{1,40}/[0-9]{1,40})")


def exact_number(value: object) -> Fraction | None:
    """Return a number of a file, exactly; ``None`` where the value is none or far too large.

    Text, so that 0.07 is seven hundredths and not the binary number next to it. No exponents:
    1e10000000 is short to write and long to read.
    """
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole and not (isinstance(value, str) and _NUMBER.fullmatch(value)):
        return None
    try:
        number = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return None
    return number if abs(number) <= LARGEST_NUMBER else None


@dataclass(frozen=True)
class Text:
    """A text, perhaps of a given form."""

    form: str = ""
    """A regular expression that the whole text matches; any text where empty."""
    example: str = "…"

    @property
    def allowed(self) -> str:
        """Return what is allowed, for errors and docs."""
        return f'"{self.example}"'

    def matches(self, value: str) -> bool:
        """Tell whether a text has the form."""
        return bool(value) and (not self.form or re.fullmatch(self.form, value) is not None)


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    of: tuple[str, ...]

    @property
    def allowed(self) -> str:
        """Return what is allowed, for errors and docs."""
        return " | ".join(f'"{word}"' for word in self.of)


@dataclass(frozen=True)
class Exact:
    """An exact number, written as text (``"0.95"``) or as a whole number; becomes a Fraction."""

    above: Fraction | None = None
    """The number must be greater."""
    most: Fraction | None = None

    @property
    def allowed(self) -> str:
        """Return what is allowed, for errors and docs."""
        low = "" if self.above is None else f"{self.above} < "
        high = "" if self.most is None else f" <= {self.most}"
        return f'{low}"0.95"{high}'

    def holds(self, value: Fraction) -> bool:
        """Tell whether a number lies within the limits."""
        above = self.above is None or value > self.above
        return above and (self.most is None or value <= self.most)


@dataclass(frozen=True)
class Whole:
    """A whole number within limits."""

    least: int
    most: int

    @property
    def allowed(self) -> str:
        """Return what is allowed, for errors and docs."""
        return f"{self.least} … {self.most}"


@dataclass(frozen=True)
class WholeOr:
    """A whole number within limits, or a word, which is read as ``None``."""

    number: Whole
    word: str

    @property
    def allowed(self) -> str:
        """Return what is allowed, for errors and docs."""
        return f'{self.number.allowed} | "{self.word}"'


@dataclass(frozen=True)
class Flag:
    """``true`` or ``false``."""

    allowed = "true | false"


@dataclass(frozen=True)
class Day:
    """A date of the calendar."""

    allowed = "2022-06-09"


@dataclass(frozen=True)
class Ref:
    """A border of an axis: ``"R1"`` is the border between the first and the second grade of R."""

    allowed = '"R1"'


@dataclass(frozen=True)
class Names:
    """A text in one language or several; English first, where a language is missing."""

    allowed = "{ en = …, ru = … }"


@dataclass(frozen=True)
class Listings:
    """Several texts in one language or several, the same number in each."""

    allowed = "{ en = [ … ], ru = [ … ] }"


@dataclass(frozen=True)
class ListOf:
    """A list of values of one kind."""

    of: Kind
    least: int = 0
    most: int = 10_000

    @property
    def allowed(self) -> str:
        """Return what is allowed, for errors and docs."""
        count = f" ({self.least} … {self.most})" if self.most < 10_000 else ""
        return f"[ {self.of.allowed}, … ]{count}"


@dataclass(frozen=True)
class TableOf:
    """A table whose keys are declared by a class."""

    of: type[Any]

    @property
    def allowed(self) -> str:
        """Return what is allowed, for errors and docs."""
        return "{ " + ", ".join(known_keys(self.of)) + " }"


@dataclass(frozen=True)
class OneOf:
    """A table of one of several kinds, told apart by one of its keys."""

    tag: str
    kinds: Sequence[type[Any]]
    """Classes with a ``KIND``."""
    beside: type[Any] | None = None
    """A class whose keys stand in the same table and which takes the kind under the tag's name."""

    @property
    def allowed(self) -> str:
        """Return what is allowed, for errors and docs."""
        return " | ".join(f'{{ {self.tag} = "{kind.KIND}", … }}' for kind in self.kinds)


@dataclass(frozen=True)
class MapOf:
    """A table whose keys are axis letters."""

    of: Kind

    @property
    def allowed(self) -> str:
        """Return what is allowed, for errors and docs."""
        return f"{{ R = {self.of.allowed}, … }}"


Kind = (
    Text | Choice | Exact | Whole | WholeOr | Flag | Day | Ref | Names | Listings
    | ListOf | TableOf | OneOf | MapOf
)  # fmt: skip


def key(kind: Kind, meaning: str, default: Any = MISSING, name: str = "") -> Any:
    """Declare a field of the model that a scheme file states.

    ``meaning`` is a sentence of the reference; ``name`` is the key where it differs from the field.
    """
    metadata = {"kind": kind, "meaning": meaning, "name": name, "default": default}
    if default is MISSING:
        return field(metadata=metadata)
    if isinstance(default, dict):
        return field(default_factory=dict, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Key:
    """One declared key of a table."""

    name: str
    field: str
    kind: Kind
    meaning: str
    default: Any
    """``MISSING`` where the key is required."""

    @property
    def required(self) -> bool:
        """Tell whether the file must state it."""
        return self.default is MISSING


def keys_of(table: type[Any]) -> list[Key]:
    """Return the declared keys of a class of the model, in order."""
    return [
        Key(
            of.metadata["name"] or of.name,
            of.name,
            of.metadata["kind"],
            of.metadata["meaning"],
            of.metadata["default"],
        )
        for of in fields(table)
        if "kind" in of.metadata
    ]


def known_keys(table: type[Any]) -> list[str]:
    """Return the names of a class's keys."""
    return [key.name for key in keys_of(table)]
