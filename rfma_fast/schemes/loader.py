"""From a TOML file to a checked scheme."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem, say
from rfma_fast.periods import parse_day
from rfma_fast.schemes.borders import Fixed, rule_needs
from rfma_fast.schemes.codebook import compile_codebook
from rfma_fast.schemes.measures import can_be_missing, measure_needs, rounds_up
from rfma_fast.schemes.model import RESERVED, Axis, Level, Scheme
from rfma_fast.schemes.patterns import expand, grades_in
from rfma_fast.schemes.positions import Place
from rfma_fast.schemes.reader import Reader
from rfma_fast.schemes.variation import base_of, varied
from rfma_fast.toml_files import MAX_OCTETS, parsed, text_of

_SCHEMES = resources.files("rfma_fast.schemes")
_BUILTIN, _VARIANTS = _SCHEMES / "builtin", _SCHEMES / "variants"


def builtin_codes() -> list[str]:
    """Return the codes of the built-in schemes."""
    return sorted([*_codes_in(_BUILTIN), *_codes_in(_VARIANTS)])


def _codes_in(folder: Traversable) -> list[str]:
    files = (file.name for file in folder.iterdir())
    return [Path(name).stem for name in files if name.endswith(".toml")]


def _builtin_text(code: str) -> str:
    if code in _codes_in(_BUILTIN):
        return (_BUILTIN / f"{code}.toml").read_text(encoding="utf-8")
    variation = (_VARIANTS / f"{code}.toml").read_text(encoding="utf-8")
    return varied(_builtin_text(base_of(variation)), variation)


def scheme_text(name: str) -> str:
    """Return the TOML text of a built-in scheme, by its code, or of a file, by its path."""
    if name in builtin_codes():
        return _builtin_text(name)
    path = Path(name)
    try:
        if not path.exists():
            raise problem("scheme.missing", name=name, known=", ".join(builtin_codes()))
        if path.stat().st_size > MAX_OCTETS:
            raise problem("scheme.too_large", file=name, limit=MAX_OCTETS)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise problem("file.unreadable", path=name, reason=reason) from error
    return text_of(path)


def is_builtin(scheme: Scheme) -> bool:
    """Tell whether a scheme is a built-in one of this program, letter by letter."""
    return scheme.code in builtin_codes() and scheme_text(scheme.code) == scheme.text


def differs_from_builtin(scheme: Scheme) -> bool:
    """Tell whether a scheme bears the code of a built-in one and is another."""
    return scheme.code in builtin_codes() and scheme_text(scheme.code) != scheme.text


def starter_text() -> str:
    """Return the TOML text of a small scheme to start from."""
    return (resources.files("rfma_fast.schemes") / "starter.toml").read_text(encoding="utf-8")


def load_scheme(name: str) -> Scheme:
    """Load a built-in scheme by its code, or a file by its path, and prove that it adds up."""
    return read_scheme(scheme_text(name), name)


@lru_cache(maxsize=64)
def read_scheme(text: str, file: str) -> Scheme:
    """Read a scheme from its TOML text; ``file`` is what errors name.

    The same text read again is the same scheme.
    """
    document = parsed(text, file)
    reader = Reader(file, text)
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    scheme: Scheme = replace(reader.table(Scheme, document), digest=digest, text=text)
    _Checks(reader, scheme).run()
    return scheme


class _Checks:
    """What the keys alone cannot say: references, counts, directions, names used twice."""

    def __init__(self, reader: Reader, scheme: Scheme) -> None:
        self.reader, self.scheme = reader, scheme

    def run(self) -> None:
        scheme = self.scheme
        self._once([axis.code for axis in scheme.axes], ("axis",), "code")
        self._once([axis.name for axis in scheme.axes], ("axis",), "name")
        self._once([level.code for level in scheme.levels], ("level",), "code")
        self._columns()
        self._as_of()
        for number, axis in enumerate(scheme.axes):
            self._axis(number, axis)
        try:
            _ = scheme.fitting_order
        except RfmaError as error:
            raise self.reader.fault("scheme.fault", ("axis", 0), fault=error.message) from error
        below = ["class"]
        for number, level in enumerate(scheme.levels):
            self._level(number, level, below)
            below.append(level.code)
        self._groups_add_up()
        self._population()
        self._playbooks()
        self._class_name()

    def _columns(self) -> None:
        taken = list(RESERVED)
        named = [(("axis", n, key), getattr(axis, key)) for n, axis in enumerate(self.scheme.axes)
                 for key in ("name", "code")]  # fmt: skip
        named += [(("level", n, "code"), level.code) for n, level in enumerate(self.scheme.levels)]
        for place, name in named:
            if name in taken:
                raise self.reader.fault("scheme.column_taken", place, name=name)
            taken.append(name)

    def _axis(self, number: int, axis: Axis) -> None:
        place = ("axis", number)
        if len(axis.grades) != len(axis.borders) + 1:
            raise self.reader.fault(
                "scheme.grade_count",
                (*place, "grades"),
                grades=len(axis.grades),
                borders=len(axis.borders),
            )
        if len({border.keep[0] for border in axis.borders}) > 1:
            raise self.reader.fault("scheme.directions", (*place, "borders"))
        self._fixed_in_order(number, axis)
        for n, border in enumerate(axis.borders):
            if rounds_up(axis.measure) and border.keep not in ("<=", ">"):
                raise self.reader.fault("scheme.rounds_up", (*place, "borders", n, "keep"))
            allowed = [*self._borders_of_others(axis), *(f"{axis.code}{m + 1}" for m in range(n))]
            self._refs(rule_needs(border.rule), allowed, (*place, "borders", n))
        self._refs(measure_needs(axis.measure), self._borders_of_others(axis), (*place, "measure"))
        for key in ("zero", "missing"):
            digit = getattr(axis, key)
            if digit is not None and digit not in axis.digits:
                raise self.reader.fault(
                    "scheme.bad_value", (*place, key), got=digit, allowed=" ".join(axis.digits)
                )
        if can_be_missing(axis.measure) and axis.missing is None:
            raise self.reader.fault("scheme.can_be_missing", (*place, "measure"))

    def _fixed_in_order(self, number: int, axis: Axis) -> None:
        values = [border.rule.value for border in axis.borders if isinstance(border.rule, Fixed)]
        rising = axis.borders[0].keep.startswith("<")
        if values != sorted(values, reverse=not rising):
            raise self.reader.fault(
                "scheme.border_order",
                ("axis", number, "borders"),
                borders=", ".join(str(value) for value in values),
            )

    def _borders_of_others(self, axis: Axis) -> list[str]:
        others = (other for other in self.scheme.axes if other.code != axis.code)
        return [f"{other.code}{n + 1}" for other in others for n in range(len(other.borders))]

    def _refs(self, refs: Iterable[object], allowed: list[str], place: Place) -> None:
        for ref in refs:
            if str(ref) not in allowed:
                raise self.reader.fault(
                    "scheme.bad_value", place, got=ref, allowed=" ".join(allowed) or "—"
                )

    def _level(self, number: int, level: Level, below: list[str]) -> None:
        place = ("level", number)
        if level.of not in below:
            raise self.reader.fault(
                "scheme.bad_value", (*place, "of"), got=level.of, allowed=" | ".join(below)
            )
        self._once([group.code for group in level.groups], (*place, "groups"), "code")
        letters = [axis.code for axis in self.scheme.axes]
        for n, group in enumerate(level.groups):
            at = (*place, "groups", n)
            ways = [bool(group.members), bool(group.where), group.rest]
            if sum(ways) != 1:
                raise self.reader.fault("scheme.group_ways", at, group=group.code)
            if group.where and level.of != "class":
                fault = say("level.scores_of_groups", level=level.code, group=group.code)
                raise self.reader.fault("scheme.fault", at, fault=fault)
            for letter in group.where:
                if letter not in letters:
                    raise self.reader.fault(
                        "scheme.bad_value", (*at, "where"), got=letter, allowed=" ".join(letters)
                    )
            for letter, scores in group.where.items():
                grades = grades_in(scores)
                if not grades or not grades <= set(self.scheme.axis(letter).digits):
                    fault = say("level.scores", level=level.code, group=group.code, got=scores)
                    raise self.reader.fault("scheme.fault", (*at, "where", letter), fault=fault)
        rests = [group.code for group in level.groups if group.rest]
        if len(rests) > 1:
            raise self.reader.fault("scheme.rests", place, groups=", ".join(rests))

    def _as_of(self) -> None:
        as_of = self.scheme.as_of
        if not as_of.startswith("last") and parse_day(as_of.partition("T")[0]) is None:
            raise self.reader.fault(
                "scheme.bad_value", ("as_of",), got=as_of, allowed='2022-06-09 | "last+1"'
            )

    def _groups_add_up(self) -> None:
        digits = [axis.digits for axis in self.scheme.axes]
        for number, level in enumerate(self.scheme.levels):
            try:
                if level.of == "class":
                    for n, group in enumerate(level.groups):
                        place: Place = ("level", number, "groups", n, "members")
                        for pattern in group.members:
                            expand(pattern, digits)
                place = ("level", number)
                compile_codebook(replace(self.scheme, levels=self.scheme.levels[: number + 1]))
            except RfmaError as error:
                raise self.reader.fault("scheme.fault", place, fault=error.message) from error

    def _population(self) -> None:
        population = self.scheme.population
        if population.since and population.until and population.since > population.until:
            raise self.reader.fault("scheme.period_reversed", ("population", "until"))
        least, most = population.least.given(), population.most.given()
        for what in least:
            if what in most and least[what] > most[what]:
                raise self.reader.fault("scheme.limits_crossed", ("population", "most", what))
        rule = population.rule
        if rule is not None and not _is_card_rule(rule):
            place = ("population", "rule")
            raise self.reader.fault("scheme.bad_value", place, got=rule, allowed=r'"^\d{13}$"')

    def _playbooks(self) -> None:
        codebook = None
        for number, entry in enumerate(self.scheme.playbooks):
            if entry.level not in self.scheme.level_codes:
                raise self.reader.fault(
                    "scheme.bad_value",
                    ("playbook", number, "level"),
                    got=entry.level,
                    allowed=" | ".join(self.scheme.level_codes),
                )
            codebook = codebook or self.scheme.codebook
            if entry.group not in codebook.codes(entry.level):
                known = " ".join(dict.fromkeys(codebook.codes(entry.level)))
                raise self.reader.fault(
                    "scheme.bad_value",
                    ("playbook", number, "group"),
                    got=entry.group,
                    allowed=known,
                )
        keys = [f"{entry.level} {entry.group}" for entry in self.scheme.playbooks]
        self._once(keys, ("playbook",))

    def _class_name(self) -> None:
        letters = {axis.code: "" for axis in self.scheme.axes}
        for language, text in self.scheme.class_name.items():
            # What is left after the known letters are taken out must have no brace.
            left = re.sub(rf"\{{({'|'.join(letters)})\}}", "", text)
            if "{" in left or "}" in left:
                raise self.reader.fault(
                    "scheme.bad_value",
                    ("class_name", language),
                    got=text,
                    allowed=" ".join(f"{{{letter}}}" for letter in sorted(letters)),
                )

    def _once(self, codes: list[str], place: Place, *key: str) -> None:
        for number, code in enumerate(codes):
            if code in codes[:number]:
                raise self.reader.fault("scheme.code_twice", (*place, number, *key), code=code)


def _is_card_rule(rule: str) -> bool:
    # Imports Polars, which few schemes need before there are cheques.
    from rfma_fast.cheques.card_rules import is_card_rule

    return is_card_rule(rule)
