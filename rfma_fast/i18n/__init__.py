"""English and Russian: one table of words, and the forms of numbers, money and dates."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Literal, get_args

from rfma_fast.errors import RfmaError, UsageError, masked
from rfma_fast.i18n.words import WORDS

Language = Literal["en", "ru"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_language: ContextVar[Language] = ContextVar("language", default="en")


def language() -> Language:
    """Return the language in use."""
    return _language.get()


def use(code: str) -> None:
    """Speak this language from now on; an unknown code is a usage error."""
    if code not in LANGUAGES:
        raise misuse("language.unknown", got=code, known=", ".join(LANGUAGES))
    _language.set(code)


def preferred() -> Language:
    """Return the language of ``RFMA_LANG``, else of the locale, else English."""
    for variable in ("RFMA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return "ru" if value.lower().startswith("ru") else "en"
    return "en"


def say(key: str, /, **values: object) -> str:
    """Return the words of a key in the language in use, with the values filled in."""
    text = WORDS[key][LANGUAGES.index(language())]
    return text.format(**values) if values else text


def local_name(names: Mapping[str, str], otherwise: str = "") -> str:
    """Return the name in the language in use, else in English, else in any language."""
    return names.get(language()) or names.get("en") or next(iter(names.values()), otherwise)


def problem(key: str, /, **values: object) -> RfmaError:
    """Build the error whose sentence is ``key`` and whose hint, if any, is ``key.hint``."""
    return RfmaError(say(key, **values), _hint(key, values))


def misuse(key: str, /, **values: object) -> UsageError:
    """Build the usage error whose sentence is ``key`` and whose hint, if any, is ``key.hint``."""
    return UsageError(say(key, **values), _hint(key, values))


def _hint(key: str, values: dict[str, object]) -> str | None:
    if f"{key}.hint" not in WORDS:
        return None
    # Our own words may show how an address is written; what they repeat may hold a secret.
    told = {name: masked(v) if isinstance(v, str) else v for name, v in values.items()}
    return say(f"{key}.hint", **told)
