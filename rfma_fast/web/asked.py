"""What a page was asked: every filter stands in the address and is taken from a closed set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from urllib.parse import urlencode

from rfma_fast.i18n import misuse
from rfma_fast.periods import parse_day

_LONGEST = 200
"""Letters of a value; a longer one is nobody's."""
_DAYS = ("as_of", "since", "until", "first", "second")
_PARAMETERS = {
    "lang": "lang",
    "as_of": "as_of",
    "from": "since",
    "to": "until",
    "scheme": "scheme",
    "shop": "shop",
    "level": "level",
    "axis": "axis",
    "set": "set",
    "card": "card",
    "first": "first",
    "second": "second",
    "borders": "borders",
    "source": "source",
    "target": "target",
    "group": "group",
    "by": "by",
    "what": "what",
    "format": "format",
}
"""Parameter of the address → field."""


@dataclass(frozen=True)
class Asked:
    """The filters of a page; what is empty was not asked for."""

    lang: str = ""
    as_of: date | None = None
    since: date | None = None
    until: date | None = None
    scheme: str = ""
    shop: str = ""
    level: str = ""
    axis: str = ""
    set: tuple[str, ...] = ()
    """Borders that are tried: ``R=30,90,180``."""
    card: str = ""
    first: date | None = None
    second: date | None = None
    borders: str = ""
    source: str = ""
    target: str = ""
    group: str = ""
    by: str = ""
    what: str = ""
    format: str = ""

    @property
    def shops(self) -> tuple[str, ...]:
        """Return the shop asked for as the analyses take it."""
        return (self.shop,) if self.shop else ()

    def address(self, page: str, **changes: object) -> str:
        """Return the address of a page with these filters and some changes."""
        changed = replace(self, **changes)  # type: ignore[arg-type]
        names = {field: parameter for parameter, field in _PARAMETERS.items()}
        pairs: list[tuple[str, str]] = []
        for field in fields(changed):
            value = getattr(changed, field.name)
            if isinstance(value, tuple):
                pairs += [(names[field.name], one) for one in value]
            elif value not in ("", None):
                pairs.append((names[field.name], str(value)))
        return f"/{page}?{urlencode(pairs)}" if pairs else f"/{page}"


def parse(given: Iterable[tuple[str, str]]) -> Asked:
    """Return what an address asks for; an unknown parameter or a bad value is refused.

    An empty value is as if it were not there, as forms send it.
    """
    values: dict[str, object] = {}
    for parameter, value in given:
        if parameter not in _PARAMETERS:
            raise misuse("web.unknown_parameter", got=parameter, known=", ".join(_PARAMETERS))
        if len(value) > _LONGEST or any(not sign.isprintable() for sign in value):
            raise misuse("web.bad_value", parameter=parameter)
        if not value.strip():
            continue
        field = _PARAMETERS[parameter]
        if field == "set":
            values["set"] = (*_tried(values), value)
        elif field in values:
            raise misuse("web.twice", parameter=parameter)
        else:
            values[field] = _day(value) if field in _DAYS else value
    return Asked(**values)  # type: ignore[arg-type]


def one_of(value: str, known: Iterable[str], parameter: str, otherwise: str) -> str:
    """Return a value of a closed set, the usual one where none was asked for."""
    known = list(known)
    if not value:
        return otherwise
    if value not in known:
        raise misuse("option.unknown", option=parameter, got=value, known=", ".join(known))
    return value


def _tried(values: Mapping[str, object]) -> tuple[str, ...]:
    found = values.get("set", ())
    return found if isinstance(found, tuple) else ()


def _day(value: str) -> date:
    day = parse_day(value)
    if day is None:
        raise misuse("day.unreadable", got=value)
    return day
