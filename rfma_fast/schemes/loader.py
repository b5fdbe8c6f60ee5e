"""From a TOML file to a checked scheme; a fault names the file, the place and what is allowed."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from importlib import resources
from pathlib import Path
from typing import Any, get_args

from rfma_fast.errors import RfmaError
from rfma_fast.i18n import LANGUAGES, problem
from rfma_fast.schemes.borders import (
    Border,
    Churn,
    Fixed,
    Keep,
    Over,
    PercentileDisc,
    Ratio,
    Rule,
    rule_needs,
)
from rfma_fast.schemes.codebook import compile_codebook
from rfma_fast.schemes.measures import MEASURES, BorderRef, Measure, Rate, measure_needs
from rfma_fast.schemes.model import Axis, Group, Level, Names, Scheme

FORMAT = 1
MAX_OCTETS = 1_000_000
MAX_AXES = 6
MAX_GRADES = 9
WARMTHS = range(1, 6)
RULES = ("fixed", "percentile_disc", "churn", "ratio")
_BUILTIN = resources.files("rfma_fast.schemes") / "builtin"


def builtin_codes() -> list[str]:
    """Return the codes of the built-in schemes."""
    return sorted(
        Path(file.name).stem for file in _BUILTIN.iterdir() if file.name.endswith(".toml")
    )


def scheme_text(name: str) -> str:
    """Return the TOML text of a built-in scheme, by its code, or of a file, by its path."""
    if name in builtin_codes():
        return (_BUILTIN / f"{name}.toml").read_text(encoding="utf-8")
    path = Path(name)
    if not path.exists():
        raise problem("scheme.missing", name=name, known=", ".join(builtin_codes()))
    try:
        if path.stat().st_size > MAX_OCTETS:
            raise problem("scheme.too_large", file=name, limit=MAX_OCTETS)
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise problem("file.unreadable", path=name, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise problem("file.not_toml", path=name, reason=error) from error


def load_scheme(name: str) -> Scheme:
    """Load a built-in scheme by its code, or a file by its path, and prove that it adds up."""
    text = scheme_text(name)
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise problem("file.not_toml", path=name, reason=error) from error
    scheme = _Reader(name).scheme(document, hashlib.sha256(text.encode()).hexdigest()[:12])
    try:
        _ = scheme.fitting_order
        compile_codebook(scheme)
    except RfmaError as error:
        raise problem("scheme.faulty", file=name, fault=error.message) from error
    return scheme


@dataclass(frozen=True)
class _Reader:
    """Turns parsed TOML into the model; ``file`` is what its errors name."""

    file: str

    def scheme(self, document: Mapping[str, Any], digest: str) -> Scheme:
        keys = ("format", "code", "name", "about", "axis", "level")
        self._only(document, keys, "")
        if document.get("format") != FORMAT:
            raise self._bad("format", document.get("format"), str(FORMAT))
        axes = tuple(
            self._axis(item, f"axis[{number}]")
            for number, item in enumerate(self._tables(document, "axis", ""), start=1)
        )
        if not 1 <= len(axes) <= MAX_AXES:
            raise self._bad("axis", len(axes), f"1…{MAX_AXES}")
        levels = tuple(
            self._level(item, f"level[{number}]")
            for number, item in enumerate(self._tables(document, "level", ""), start=1)
        )
        scheme = Scheme(
            code=self._text(document, "code", ""),
            names=self._names(document.get("name"), "name"),
            about=self._names(document.get("about"), "about"),
            axes=axes,
            levels=levels,
            digest=digest,
        )
        self._check_references(scheme)
        return scheme

    def _axis(self, item: Mapping[str, Any], at: str) -> Axis:
        self._only(item, ("code", "name", "measure", "borders", "grades"), at)
        code = self._text(item, "code", at)
        borders = tuple(
            self._border(border, f"{at}.borders[{number}]")
            for number, border in enumerate(self._tables(item, "borders", at), start=1)
        )
        grades = tuple(
            self._names(names, f"{at}.grades[{number}]")
            for number, names in enumerate(self._tables(item, "grades", at), start=1)
        )
        if len(grades) != len(borders) + 1:
            raise self._bad(f"{at}.grades", len(grades), str(len(borders) + 1))
        if not 2 <= len(grades) <= MAX_GRADES:
            raise self._bad(f"{at}.grades", len(grades), f"2…{MAX_GRADES}")
        if len({border.keep[0] for border in borders}) > 1:
            raise self._bad(f"{at}.borders", "< >", "<= <  |  >= >")
        measure = self._measure(item.get("measure"), f"{at}.measure")
        return Axis(code, self._text(item, "name", at), measure, borders, grades)

    def _measure(self, item: object, at: str) -> Measure:
        table = self._table(item, at)
        kind = MEASURES.get(str(table.get("kind")))
        if kind is None:
            raise self._bad(f"{at}.kind", table.get("kind"), ", ".join(MEASURES))
        if kind is Rate:
            self._only(table, ("kind", "base", "churn"), at)
            return Rate(self._ref(table.get("base"), at), self._ref(table.get("churn"), at))
        self._only(table, ("kind",), at)
        return kind()  # type: ignore[call-arg]

    def _border(self, item: Mapping[str, Any], at: str) -> Border:
        keep: Any = item.get("keep")
        if keep not in get_args(Keep):
            raise self._bad(f"{at}.keep", keep, "  ".join(get_args(Keep)))
        given = [rule for rule in RULES if rule in item]
        if len(given) != 1:
            raise self._bad(at, ", ".join(given) or "—", " | ".join(RULES))
        more = ("over",) if given[0] == "percentile_disc" else ()
        self._only(item, ("keep", given[0], *more), at)
        return Border(keep, self._rule(given[0], item, at))

    def _rule(self, kind: str, item: Mapping[str, Any], at: str) -> Rule:
        value, place = item[kind], f"{at}.{kind}"
        if kind == "fixed":
            return Fixed(self._number(value, place))
        if kind == "ratio":
            if not isinstance(value, list) or len(value) != 2:
                raise self._bad(place, value, '["R1", "R3"]')
            return Ratio(self._ref(value[0], place), self._ref(value[1], place))
        p = self._number(value, place)
        if not 0 < p <= 1:
            raise self._bad(place, value, "0 < p <= 1")
        if kind == "churn":
            return Churn(p)
        over: Any = item.get("over")
        if over not in get_args(Over):
            raise self._bad(f"{at}.over", over, ", ".join(get_args(Over)))
        return PercentileDisc(p, over)

    def _level(self, item: Mapping[str, Any], at: str) -> Level:
        self._only(item, ("code", "name", "of", "groups"), at)
        groups = tuple(
            self._group(group, f"{at}.groups[{number}]")
            for number, group in enumerate(self._tables(item, "groups", at), start=1)
        )
        codes = [group.code for group in groups]
        for code in codes:
            if codes.count(code) > 1:
                raise problem("scheme.code_twice", file=self.file, at=at, code=code)
        names = self._names(item.get("name"), f"{at}.name")
        return Level(self._text(item, "code", at), names, self._text(item, "of", at), groups)

    def _group(self, item: Mapping[str, Any], at: str) -> Group:
        self._only(item, ("code", "warmth", "members", *LANGUAGES), at)
        members = item.get("members")
        if not isinstance(members, list) or not all(isinstance(m, str) for m in members):
            raise self._bad(f"{at}.members", members, '["11(1,2)(1-3)", …]')
        warmth = item.get("warmth")
        if warmth is not None and warmth not in WARMTHS:
            raise self._bad(f"{at}.warmth", warmth, f"{WARMTHS[0]}…{WARMTHS[-1]}")
        names = {str(code): str(item[code]) for code in LANGUAGES if code in item}
        return Group(self._text(item, "code", at), names, tuple(members), warmth)

    def _check_references(self, scheme: Scheme) -> None:
        codes = [axis.code for axis in scheme.axes]
        for what, given in (("code", codes), ("name", [axis.name for axis in scheme.axes])):
            for code in given:
                if given.count(code) > 1:
                    raise problem("scheme.code_twice", file=self.file, at=f"axis.{what}", code=code)
        everywhere = [f"{a.code}{n + 1}" for a in scheme.axes for n in range(len(a.borders))]
        for axis in scheme.axes:
            others = [ref for ref in everywhere if not ref.startswith(axis.code)]
            for ref in measure_needs(axis.measure):
                if str(ref) not in others:
                    raise self._bad(f"axis {axis.code}.measure", ref, ", ".join(others))
            for number, border in enumerate(axis.borders, start=1):
                earlier = others + [f"{axis.code}{n}" for n in range(1, number)]
                for ref in rule_needs(border.rule):
                    if str(ref) not in earlier:
                        raise self._bad(
                            f"axis {axis.code}.borders[{number}]", ref, ", ".join(earlier)
                        )
        below = ["class"]
        for level in scheme.levels:
            if level.of not in below:
                raise self._bad(f"level {level.code}.of", level.of, ", ".join(below))
            if level.code in below:
                raise problem("scheme.code_twice", file=self.file, at="level", code=level.code)
            below.append(level.code)

    def _ref(self, value: object, at: str) -> BorderRef:
        if isinstance(value, str) and len(value) > 1 and value[-1].isdigit():
            return BorderRef(value[:-1], int(value[-1]))
        raise self._bad(at, value, '"R1"')

    def _number(self, value: object, at: str) -> Fraction:
        # Text, so that 0.07 is seven hundredths and not the binary number next to it.
        if isinstance(value, str):
            try:
                return Fraction(value)
            except (ValueError, ZeroDivisionError):
                pass
        elif isinstance(value, int) and not isinstance(value, bool):
            return Fraction(value)
        raise self._bad(at, value, '"0.95"')

    def _names(self, value: object, at: str) -> Names:
        table = self._table(value, at)
        if not table or not all(isinstance(name, str) for name in table.values()):
            raise self._bad(at, value, "{ en = …, ru = … }")
        return dict(table)

    def _text(self, item: Mapping[str, Any], key: str, at: str) -> str:
        value = item.get(key)
        if not isinstance(value, str) or not value:
            raise self._bad(f"{at}.{key}".lstrip("."), value, '"…"')
        return value

    def _table(self, value: object, at: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self._bad(at, value, "{ … }")
        return value

    def _tables(self, item: Mapping[str, Any], key: str, at: str) -> list[Mapping[str, Any]]:
        value = item.get(key)
        if not isinstance(value, list):
            raise self._bad(f"{at}.{key}".lstrip("."), value, "[ { … }, … ]")
        return [self._table(entry, f"{at}.{key}".lstrip(".")) for entry in value]

    def _only(self, item: Mapping[str, Any], known: Iterable[str], at: str) -> None:
        for key in item:
            if key not in known:
                place = f"{at}.{key}".lstrip(".")
                raise problem(
                    "scheme.unknown_key", file=self.file, at=place, known=", ".join(known)
                )

    def _bad(self, at: str, got: object, allowed: str) -> RfmaError:
        shown = "—" if got is None else str(got)[:60]
        return problem("scheme.bad_value", file=self.file, at=at, got=shown, allowed=allowed)
