"""Which encoding a text is in: UTF-8, UTF-16, or the two old ones of Russian, by their letters."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from math import log

from rfma_fast.i18n.words import WORDS

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD = ("cp1251", "koi8-r")
_ENOUGH = 1 << 13
"""Words beyond ASCII that decide."""
_MUCH_MORE = 10
"""So many sound letters of UTF-8 for one unsound make a damaged text, not another encoding."""

_ASCII = bytes(range(128))
_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_FOREIGN = re.compile(rb"[^\s;,|\"]*[\x80-\xff][^\s;,|\"]*")
"""A word with octets beyond ASCII."""
_CUT = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")
"""The beginning of a letter at the end of a piece."""

_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
_PLAUSIBLE = -5.5
"""A text whose pairs of letters are on the average less likely, as a logarithm, is no Russian."""
_MARGIN = 4
"""So much more likely, as a logarithm, the better of two readings must be."""
_FEWEST = 4
"""Fewer letters prove nothing."""
_CAPITAL, _FAULT = log(0.5), log(0.0001)
_SIGNS = "№«»–—„“”’…°©®±§·\u00a0₽"
_ODD_CASE = re.compile(r"[а-яё][А-ЯЁ]")
_WORD = re.compile(r"[^\s;,|\"]+")
_MIXED = re.compile(r"[A-Za-z][а-яёА-ЯЁ]|[а-яёА-ЯЁ][A-Za-z]")


def by_mark(octets: bytes) -> str | None:
    """Return the encoding that a byte order mark tells."""
    return next((name for mark, name in _MARKS if octets.startswith(mark)), None)


@dataclass
class Evidence:
    """What the octets of a text, read piece by piece, say of its encoding."""

    sound: int = 0
    """Letters of several octets that are UTF-8."""
    unsound: int = 0
    """Octets beyond ASCII that belong to no such letter."""
    _cut: bytes = b""
    _words: dict[bytes, None] = field(default_factory=dict)

    def add(self, piece: bytes) -> None:
        """Look at one more piece."""
        if not self._cut and piece.isascii():
            return
        octets = self._cut + piece
        cut = _CUT.search(octets)
        self._cut = cut[0] if cut else b""
        octets = octets[: len(octets) - len(self._cut)]
        letters = _LETTER.findall(octets)
        beyond = len(octets.translate(None, _ASCII))
        self.sound += len(letters)
        unsound = beyond - sum(map(len, letters))
        self.unsound += unsound
        if unsound and len(self._words) < _ENOUGH:
            self._words.update(dict.fromkeys(_FOREIGN.findall(octets)))

    def encoding(self) -> str | None:
        """Return the encoding, ``None`` where none is plausible."""
        if not self.unsound or self.sound > _MUCH_MORE * self.unsound:
            return "utf-8"
        octets = b" ".join(list(self._words)[:_ENOUGH])
        texts = {name: _foreign(octets.decode(name, "replace")) for name in _OLD}
        said = {name: _likelihood(text) for name, text in texts.items()}
        second, name = sorted(_OLD, key=lambda name: said[name][0])
        (best, letters), (other, _) = said[name], said[second]
        plausible = best >= _PLAUSIBLE * letters
        return name if plausible and letters >= _FEWEST and best - other >= _MARGIN else None


@cache
def _pairs() -> dict[str, float]:
    """Return the logarithm of how likely a letter follows another in the program's own Russian.

    A blank stands before and after a word.
    """
    russian = " ".join(words[1] for words in WORDS.values()).lower()
    told = "".join(sign if sign in _LETTERS else " " for sign in russian)
    pairs = Counter(pair for pair in map("".join, pairwise(told)) if pair != "  ")
    firsts = Counter[str]()
    for pair, count in pairs.items():
        firsts[pair[0]] += count
    size = len(_LETTERS)
    return {
        first + second: log((pairs[first + second] + 1 / size) / (firsts[first] + 1))
        for first in (*_LETTERS, " ")
        for second in (*_LETTERS, " ")
        if (first, second) != (" ", " ")
    }


def _foreign(text: str) -> str:
    """Return the words that hold a sign beyond ASCII, each once."""
    return " ".join(dict.fromkeys(word for word in _WORD.findall(text) if not word.isascii()))


def _likelihood(text: str) -> tuple[float, int]:
    """Return the logarithm of how likely these words are in Russian, and their letters."""
    likely, letters = 0.0, 0
    for word in text.split(" "):
        known = "".join(sign if sign in _LETTERS else " " for sign in word.lower())
        for pair in pairwise(f" {known} "):
            likely += _pairs().get("".join(pair), 0)
        letters += sum(sign != " " for sign in known)
        odd = sum(
            not sign.isascii() and sign.lower() not in _LETTERS and sign not in _SIGNS
            for sign in word
        )
        likely += _FAULT * (odd + len(_ODD_CASE.findall(word)) + len(_MIXED.findall(word)))
        letters += odd
        name = "".join(sign for sign in word if sign.isalpha())
        if name and not (name.isupper() or name[1:].islower() or len(name) == 1):
            likely += _CAPITAL
    return likely, letters
