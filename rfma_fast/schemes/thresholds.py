"""Borders in force: fitted to the data by a scheme's rules, or frozen in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from rfma_fast.i18n import problem
from rfma_fast.schemes.borders import Borders, Facts, FittedOn
from rfma_fast.schemes.keys import exact_number
from rfma_fast.schemes.model import Axis, Scheme
from rfma_fast.toml_files import parsed, text_of


@dataclass(frozen=True)
class Thresholds:
    """The borders of a scheme's axes, exact, and where they come from."""

    scheme: str
    digest: str
    """Of the scheme's file."""
    as_of: date
    """The day to which the borders were fitted."""
    borders: Borders
    fitted_on: Mapping[str, tuple[FittedOn, ...]] = field(default_factory=dict, compare=False)
    """Axis → what each of its borders was found from; empty where they were read from a file."""

    def by_name(self, scheme: Scheme) -> dict[str, tuple[Fraction, ...]]:
        """Return the borders by the names of the axes, grade 1 first."""
        return {axis.name: self.borders[axis.code] for axis in scheme.axes}

    def out_of_order(self, scheme: Scheme) -> list[tuple[Axis, int]]:
        """Return each grade that can hold no card: its axis, its place from 0.

        A threshold that lies on the wrong side of an earlier one leaves its grade empty.
        """
        found = []
        for axis in scheme.axes:
            borders = self.borders[axis.code]
            rising = axis.borders[0].keep.startswith("<")
            for place in range(1, len(borders)):
                earlier = borders[:place]
                beyond = borders[place] < max(earlier) if rising else borders[place] > min(earlier)
                if beyond:
                    found.append((axis, place))
        return found

    def to_toml(self) -> str:
        """Return the text of a thresholds file; borders are exact fractions."""
        lines = [
            f'scheme = "{self.scheme}"',
            f'digest = "{self.digest}"',
            f"as_of = {self.as_of.isoformat()}",
            "",
            "[borders]",
        ]
        for axis, borders in self.borders.items():
            quoted = ", ".join(f'"{border}"' for border in borders)
            lines.append(f"{axis} = [{quoted}]")
        return "\n".join(lines) + "\n"


def fit(scheme: Scheme, as_of: date, facts: Facts) -> Thresholds:
    """Fit every border of the scheme, those that others are built on first."""
    known: dict[str, tuple[Fraction, ...]] = {}
    found_from: dict[str, tuple[FittedOn, ...]] = {}
    for axis in scheme.fitting_order:
        known[axis.code] = ()
        for border in axis.borders:
            known[axis.code] += (border.fit(axis.code, known, facts),)
        found_from[axis.code] = tuple(
            border.rule.fitted_on(axis.code, known, facts) for border in axis.borders
        )
    in_order = {axis.code: known[axis.code] for axis in scheme.axes}
    fitted_on = {axis.code: found_from[axis.code] for axis in scheme.axes}
    return Thresholds(scheme.code, scheme.digest, as_of, in_order, fitted_on)


def load_thresholds(path: Path, scheme: Scheme) -> Thresholds:
    """Read a thresholds file and check that it was fitted for this scheme."""
    document = parsed(text_of(path), path)
    if document.get("scheme") != scheme.code:
        raise problem(
            "thresholds.other_scheme",
            path=path,
            got=document.get("scheme", "—"),
            scheme=scheme.code,
        )
    given, as_of = document.get("borders", {}), document.get("as_of")
    if not isinstance(given, dict) or type(as_of) is not date:
        raise problem("thresholds.faulty", path=path, at="borders, as_of")
    borders = {axis.code: _borders_of(axis, given.get(axis.code), path) for axis in scheme.axes}
    return Thresholds(scheme.code, str(document.get("digest", "")), as_of, borders)


def _borders_of(axis: Axis, given: object, path: Path) -> tuple[Fraction, ...]:
    if isinstance(given, list) and len(given) == len(axis.borders):
        borders = [exact_number(border) for border in given]
        if None not in borders:
            return tuple(border for border in borders if border is not None)
    raise problem("thresholds.faulty", path=path, at=f"borders.{axis.code}")


def in_order(axis: Axis, borders: tuple[Fraction, ...]) -> bool:
    """Tell whether no border lies beyond a later one."""
    rising = axis.borders[0].keep.startswith("<")
    return all(a <= b if rising else a >= b for a, b in pairwise(borders))
