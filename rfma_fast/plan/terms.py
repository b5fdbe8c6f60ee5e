"""Whole-number formulas over a card's figures, written once and computed by any engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Name = Literal[
    "column", "whole", "add", "subtract", "multiply", "divide", "magnitude", "least", "greatest",
    "equal", "below", "up_to", "above", "from", "choose", "missing",
]  # fmt: skip
Narrow = Literal[32, 64]


@dataclass(frozen=True, eq=False)
class Term:
    """A formula: an operation and what it is applied to; the same object is the same value."""

    name: Name
    of: tuple[Term, ...] = ()
    column: str = ""
    value: int = 0
    bits: Narrow = 64

    def __add__(self, other: Term) -> Term:
        return Term("add", (self, other))

    def __sub__(self, other: Term) -> Term:
        return Term("subtract", (self, other))

    def __mul__(self, other: Term) -> Term:
        return Term("multiply", (self, other))

    def __floordiv__(self, other: Term) -> Term:
        """Divide a dividend that is not negative by a positive divisor, rounding down."""
        return Term("divide", (self, other))

    def __lt__(self, other: Term) -> Term:
        return Term("below", (self, other))

    def __le__(self, other: Term) -> Term:
        return Term("up_to", (self, other))

    def __gt__(self, other: Term) -> Term:
        return Term("above", (self, other))

    def __ge__(self, other: Term) -> Term:
        return Term("from", (self, other))


def column(name: str) -> Term:
    """Return the term of a column, which may be narrower than 64 bits.

    Two columns are therefore never multiplied with each other before one met a ``whole``.
    """
    return Term("column", column=name)


def whole(value: int) -> Term:
    """Return a 64-bit number."""
    return Term("whole", value=value)


def small(value: int) -> Term:
    """Return a 32-bit number: for places and numbers of classes, which are few."""
    return Term("whole", value=value, bits=32)


def equal(one: Term, other: Term) -> Term:
    """Return whether two terms have the same value."""
    return Term("equal", (one, other))


def magnitude(of: Term) -> Term:
    """Return the value without its sign."""
    return Term("magnitude", (of,))


def least(one: Term, other: Term) -> Term:
    """Return the smaller of two values."""
    return Term("least", (one, other))


def greatest(one: Term, other: Term) -> Term:
    """Return the larger of two values."""
    return Term("greatest", (one, other))


def choose(condition: Term, then: Term, otherwise: Term | None = None) -> Term:
    """Return one value where a condition holds and another, or none, where it does not."""
    return Term("choose", (condition, then) if otherwise is None else (condition, then, otherwise))


def is_missing(of: Term) -> Term:
    """Return whether there is no value."""
    return Term("missing", (of,))


def stepped(of: Term, edges: Sequence[int], values: Sequence[int]) -> Term:
    """Return the first number below the first edge, the second from there on, and so on.

    ``edges`` rise, and there is one number more. They are told apart by halving, so that formulas
    nest no deeper than the logarithm of how many there are.
    """
    if not edges:
        return whole(values[0])
    middle = len(edges) // 2
    return choose(
        of < whole(edges[middle]),
        stepped(of, edges[:middle], values[: middle + 1]),
        stepped(of, edges[middle + 1 :], values[middle + 1 :]),
    )


def looked_up(place: Term, values: Sequence[int]) -> Term:
    """Return the number that stands at a place, from 0 on; equal neighbours are one step."""
    edges = [at for at in range(1, len(values)) if values[at] != values[at - 1]]
    return stepped(place, edges, [values[0], *(values[at] for at in edges)])


def expression(term: Term, words: Any = None) -> Any:
    """Return the term as an expression over lazy frames.

    ``words`` is narwhals, for frames of any engine, or an engine's own module that has the same
    words, which spares the translation.
    """
    if words is None:
        import narwhals.stable.v2 as words
    if term.name == "column":
        return words.col(term.column)
    if term.name == "whole":
        return words.lit(term.value, dtype=words.Int64 if term.bits == 64 else words.Int32)
    of = [expression(part, words) for part in term.of]
    match term.name:
        case "choose":
            chosen = words.when(of[0]).then(of[1])
            return chosen.otherwise(of[2]) if len(of) > 2 else chosen
        case "missing":
            return of[0].is_null()
        case "magnitude":
            return of[0].abs()
        case "least":
            return words.min_horizontal(*of)
        case "greatest":
            return words.max_horizontal(*of)
        case "equal":
            return of[0] == of[1]
        case _:
            return _between(term.name, *of)


def _between(name: str, one: Any, other: Any) -> Any:
    match name:
        case "add":
            return one + other
        case "subtract":
            return one - other
        case "multiply":
            return one * other
        case "divide":
            return one // other
        case "below":
            return one < other
        case "up_to":
            return one <= other
        case "above":
            return one > other
        case _:
            return one >= other
