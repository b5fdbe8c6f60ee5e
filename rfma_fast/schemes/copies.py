"""A scheme to start from: a copy with a code and a name of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path

from rfma_fast.i18n import LANGUAGES
from rfma_fast.i18n.words import WORDS
from rfma_fast.schemes.loader import builtin_codes, read_scheme, scheme_text, starter_text

_CODE_LINE = re.compile(r"^code\s*=.*$", re.MULTILINE)
_NAME_LINE = re.compile(r"^name\s*=\s*\{.*$", re.MULTILINE)


def started(file: Path, start: str | None = None) -> str:
    """Return the text of a new scheme for a file, whose name gives the code.

    It is a copy of the scheme ``start``, called a copy, or else a small example.
    """
    code = code_for(file)
    if start is None:
        return _CODE_LINE.sub(lambda _: f'code = "{code}"', starter_text(), count=1)
    text = scheme_text(start)
    names = read_scheme(text, start).names
    told = ", ".join(
        f"{json.dumps(language)} = {json.dumps(_called(language, code, name), ensure_ascii=False)}"
        for language, name in names.items()
    )
    text = _CODE_LINE.sub(lambda _: f'code = "{code}"', text, count=1)
    return _NAME_LINE.sub(lambda _: f"name = {{ {told} }}", text, count=1)


def code_for(file: Path) -> str:
    """Return the code that a file's name gives a scheme; never that of a built-in one."""
    code = re.sub(r"[^A-Za-z0-9_-]+", "_", file.stem).strip("_-") or "own"
    return f"{code}_own" if code in builtin_codes() else code


def _called(language: str, code: str, name: str) -> str:
    spoken = LANGUAGES.index("ru" if language == "ru" else "en")
    return WORDS["word.copy_of"][spoken].format(code=code, name=name)
