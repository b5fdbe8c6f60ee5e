"""From parsed TOML to the model, by the keys that the model declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem
from rfma_fast.i18n.formats import printable
from rfma_fast.schemes import keys
from rfma_fast.schemes.measures import BorderRef
from rfma_fast.schemes.positions import Place, line_of, shown


@dataclass(frozen=True)
class Reader:
    """Reads one file; its errors name the file, the line, the place and what is allowed."""

    file: str
    text: str

    def table(self, of: type[Any], value: object, place: Place = (), **more: Any) -> Any:
        """Build a class of the model from a table; unknown and missing keys are refused."""
        found = self._mapping(value, place, keys.TableOf(of).allowed)
        self._known(found, keys.known_keys(of), place)
        return of(**self._values(of, found, place), **more)

    def fault(
        self, key: str, place: Place, at_line: int | None = None, /, **values: object
    ) -> RfmaError:
        """Return the error of a place, which stands on the line that is given or found."""
        line = at_line or line_of(self.text, place)
        told = {name: printable(str(value)) for name, value in values.items()}
        return problem(key, file=self.file, line=line, at=printable(shown(place)), **told)

    def _values(self, of: type[Any], found: Mapping[str, Any], place: Place) -> dict[str, Any]:
        values = {}
        for key in keys.keys_of(of):
            if key.name in found:
                values[key.field] = self._value(key.kind, found[key.name], (*place, key.name))
            elif key.required:
                allowed = key.kind.allowed
                raise self.fault("scheme.missing_key", place, name=key.name, allowed=allowed)
        return values

    def _value(self, kind: keys.Kind, value: Any, place: Place) -> Any:
        match kind:
            case keys.TableOf():
                return self.table(kind.of, value, place)
            case keys.OneOf():
                return self._one_of(kind, value, place)
            case keys.ListOf():
                return self._list(kind, value, place)
            case keys.MapOf():
                found = self._mapping(value, place, kind.allowed)
                return {key: self._value(kind.of, of, (*place, key)) for key, of in found.items()}
            case keys.WholeOr():
                return None if value == kind.word else self._whole_or(kind, value, place)
            case keys.Names():
                return self._names(kind, value, place)
            case keys.Listings():
                return self._listings(kind, value, place)
            case _:
                return self._scalar(kind, value, place)

    def _scalar(self, kind: keys.Kind, value: Any, place: Place) -> Any:
        read: Any = None
        match kind:
            case keys.Text() if isinstance(value, str) and kind.matches(value):
                read = value
            case keys.Choice() if isinstance(value, str) and value in kind.of:
                read = value
            case keys.Exact():
                number = keys.exact_number(value)
                read = number if number is not None and kind.holds(number) else None
            case keys.Whole() if _is_whole(value) and kind.least <= value <= kind.most:
                read = value
            case keys.Flag() if isinstance(value, bool):
                read = value
            case keys.Day() if isinstance(value, date) and not isinstance(value, datetime):
                read = value
            case keys.Ref() if isinstance(value, str) and value[:-1] and value[-1:].isdecimal():
                read = BorderRef(value[:-1], int(value[-1]))
        if read is None:
            raise self._bad(place, value, kind.allowed)
        return read

    def _whole_or(self, kind: keys.WholeOr, value: object, place: Place) -> int:
        least, most = kind.number.least, kind.number.most
        if isinstance(value, int) and _is_whole(value) and least <= value <= most:
            return value
        raise self._bad(place, value, kind.allowed)

    def _one_of(self, kind: keys.OneOf, value: object, place: Place) -> Any:
        found = self._mapping(value, place, kind.allowed)
        chosen = next((of for of in kind.kinds if found.get(kind.tag) == of.KIND), None)
        if chosen is None:
            known = " | ".join(of.KIND for of in kind.kinds)
            raise self._bad((*place, kind.tag), found.get(kind.tag), known)
        beside = keys.known_keys(kind.beside) if kind.beside else []
        self._known(found, [kind.tag, *beside, *keys.known_keys(chosen)], place)
        one = chosen(**self._values(chosen, found, place))
        if kind.beside is None:
            return one
        return kind.beside(**{kind.tag: one}, **self._values(kind.beside, found, place))

    def _list(self, kind: keys.ListOf, value: object, place: Place) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise self._bad(place, value, kind.allowed)
        if not kind.least <= len(value) <= kind.most:
            line = line_of(self.text, (*place, kind.most) if len(value) > kind.most else place)
            raise self._bad(place, len(value), kind.allowed, line)
        return tuple(self._value(kind.of, of, (*place, n)) for n, of in enumerate(value))

    def _names(self, kind: keys.Names, value: object, place: Place) -> dict[str, str]:
        found = self._mapping(value, place, kind.allowed)
        if not found or not all(isinstance(text, str) and text for text in found.values()):
            raise self._bad(place, value, kind.allowed)
        return dict(found)

    def _listings(self, kind: keys.Listings, value: object, place: Place) -> Any:
        found = self._mapping(value, place, kind.allowed)
        lists = list(found.values())
        good = lists and all(
            isinstance(texts, list) and texts and all(isinstance(text, str) for text in texts)
            for texts in lists
        )
        if not good or len({len(texts) for texts in lists}) > 1:
            raise self._bad(place, value, kind.allowed)
        return {language: tuple(texts) for language, texts in found.items()}

    def _mapping(self, value: object, place: Place, allowed: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self._bad(place, value, allowed)
        return value

    def _known(self, found: Mapping[str, Any], known: list[str], place: Place) -> None:
        for name in found:
            if name not in known:
                raise self.fault("scheme.unknown_key", (*place, name), known=", ".join(known))

    def _bad(self, place: Place, value: object, allowed: str, line: int | None = None) -> RfmaError:
        if isinstance(value, dict | list):
            got = "{ … }" if isinstance(value, dict) else "[ … ]"
        else:
            got = "—" if value is None else repr(value) if isinstance(value, str) else str(value)
        return self.fault("scheme.bad_value", place, line, got=got[:60], allowed=allowed)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
