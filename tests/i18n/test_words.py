"""The table of words: what the code says is there, what is there is said, in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import get_args, get_type_hints

import pytest

import rfma_fast
from rfma_fast import use_language
from rfma_fast.analyses.migration import NEW, NO_PURCHASE, Borders
from rfma_fast.analyses.outlook_windows import Code
from rfma_fast.analyses.prediction import RECENCY, WITHOUT_AGE, Gain
from rfma_fast.analyses.proposals import METHODS
from rfma_fast.analyses.returning import Kind
from rfma_fast.analyses.statistics import NO_SEGMENT, UNIDENTIFIED
from rfma_fast.analyses.verification import CHECKS
from rfma_fast.cheques.rulebook import RULES, Severity
from rfma_fast.commands.root import VERBS as ROOT_VERBS
from rfma_fast.errors import ExitCode, RfmaError, UsageError
from rfma_fast.i18n import language, local_name, misuse, preferred, problem, say, use
from rfma_fast.i18n.words import FAULTS, HELP, LABELS, WORDS
from rfma_fast.reports.playbook import TEXTS
from rfma_fast.schemes.borders import FittedOn
from rfma_fast.schemes.loader import builtin_codes, load_scheme
from rfma_fast.schemes.measures import COUNTED, MEASURES
from rfma_fast.schemes.model import CHANNELS
from rfma_fast.sources.dialect import ORDERS
from rfma_fast.store.leftovers import KINDS
from rfma_fast.web.pages.definitions import TERMS
from rfma_fast.web.site import PAGES

PACKAGE = Path(rfma_fast.__file__).parent
SPEAKERS = {"say", "sentence", "problem", "misuse", "_step", "help_of"}
PREFIXES = {key.partition(".")[0] for key in WORDS}
KEY = re.compile(rf"(?:{'|'.join(sorted(PREFIXES))})(?:\.[a-z_]+)+")
RUSSIAN = re.compile(r"[а-яёА-ЯЁ]")


@dataclass(frozen=True)
class Call:
    """One place in the code that says something."""

    at: str
    speaker: str
    key: str | None
    """``None`` where the key is made while the program runs."""
    pattern: str | None
    """The f-string's text with ``{}`` for each hole."""
    values: frozenset[str] | None
    """Names of the values; ``None`` where they are passed on with ``**``."""


def trees() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.parent.name != "words":
            yield str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8"))


def pattern_of(text: ast.JoinedStr) -> str:
    parts = (str(p.value) if isinstance(p, ast.Constant) else "{}" for p in text.values)
    return "".join(parts)


def calls() -> Iterator[Call]:
    for name, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            function = node.func
            speaker = function.attr if isinstance(function, ast.Attribute) else None
            speaker = function.id if isinstance(function, ast.Name) else speaker
            if speaker not in SPEAKERS or not node.args:
                continue
            first = node.args[1 if speaker == "_step" else 0]
            named = [word.arg for word in node.keywords]
            values = None if None in named else frozenset(str(arg) for arg in named)
            options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
            for option in options:
                key = option.value if isinstance(option, ast.Constant) else None
                made = pattern_of(option) if isinstance(option, ast.JoinedStr) else None
                at = f"{name}:{node.lineno}"
                yield Call(at, speaker, key if isinstance(key, str) else None, made, values)


CALLS = list(calls())
VERBS = {call.key for call in CALLS if call.speaker == "help_of" and call.key} | set(ROOT_VERBS)
STEPS = {call.key for call in CALLS if call.speaker == "_step" and call.key}
MADE: dict[str, set[str]] = {
    "verb.{}": VERBS,
    "examples.{}": VERBS,
    "demo.{}": STEPS,
    "word.{}": {NEW, NO_PURCHASE, NO_SEGMENT, UNIDENTIFIED},
    "kind.{}": set(get_args(Kind)),
    "level.{}": {"unknown", "twice", "hole"},
    "column.{}": {"min", "max", "mean", "median"},
    "fitted.{}": set(get_args(get_type_hints(FittedOn)["what"])),
    "head.borders_{}": set(get_args(Borders)),
    "head.revenue_{}": {"amount", "paid"},
    "method.{}": set(METHODS),
    "measure.{}": {kind.KIND for kind in MEASURES} - {"money"},
    "measure.money_{}": {"total", "mean", "max", "median"},
    "counted.{}": set(COUNTED),
    "channel.{}": set(CHANNELS),
    "date.{}": {order.replace("-", "_") for order in ORDERS},
    "type.{}": {"text", "moment", "number"},
    "play.{}": {*TEXTS, "channels"},
    "rule.{}": {rule.name for rule in RULES},
    "warning.{}": {rule.name for rule in RULES if rule.severity == "warn"},
    "severity.{}": set(get_args(Severity)),
    "check.{}": set(CHECKS),
    "leftover.{}": set(KINDS),
    "outlook.{}": {*get_args(Code), *get_args(Gain), RECENCY, WITHOUT_AGE},
    "outlook.age_{}": set(get_args(Gain)),
    "page.{}": set(PAGES),
    "term.{}": set(TERMS),
    "means.{}": set(TERMS),
    "help.{}": {"install_completion", "show_completion"},
}
"""Keys that are made while the program runs, and what may stand in their hole."""

NAMES = ("examples.", "channel.sms")
"""Keys of texts that are the same in every language."""

DIRECT = [call for call in CALLS if call.speaker in ("say", "sentence", "problem", "misuse")]


def literals() -> set[str]:
    """Return all texts of the code and what templates say; the parts of an f-string are none."""
    templates = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.j2"))
    found = set(re.findall(r"""\bsay\(["']([\w.]+)["']""", templates))
    for _, tree in trees():
        nodes = list(ast.walk(tree))
        parts = {
            id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values
        }
        found |= {
            node.value
            for node in nodes
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in parts
        }
    return found


def made() -> set[str]:
    return {pattern.format(value) for pattern, values in MADE.items() for value in values}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_key_that_the_code_says_is_there() -> None:
    said = {call.key: call.at for call in DIRECT if call.key}
    assert {key: at for key, at in said.items() if key not in WORDS} == {}
    assert {text for text in literals() if KEY.fullmatch(text)} - WORDS.keys() == set()
    assert made() - WORDS.keys() == set()


def test_every_key_made_while_running_is_known_here() -> None:
    patterns = {call.pattern: call.at for call in DIRECT if call.pattern}
    unknown = {pattern: at for pattern, at in patterns.items() if pattern not in {*MADE, "{}.hint"}}
    assert unknown == {}


def test_every_key_of_the_table_is_said() -> None:
    used = literals() | made()
    used |= {f"{key}.hint" for key in used}
    assert sorted(WORDS.keys() - used) == []


def test_every_hint_belongs_to_an_error() -> None:
    hints = {key.removesuffix(".hint") for key in FAULTS if key.endswith(".hint")}
    assert hints <= FAULTS.keys()
    assert [key for key in (*LABELS, *HELP) if key.endswith(".hint")] == ["word.hint"]
    assert sum(map(len, (LABELS, HELP, FAULTS))) == len(WORDS)


def test_every_call_gives_the_values_that_its_words_need() -> None:
    wrong = []
    for call in DIRECT:
        if call.key is None or call.values is None or call.key not in WORDS:
            continue
        needed = set().union(*map(fields, WORDS[call.key]))
        hinted = set().union(*map(fields, WORDS.get(f"{call.key}.hint", ("", ""))))
        if call.speaker in ("say", "sentence"):
            hinted = set()
        if needed | hinted != call.values:
            wrong.append((call.at, call.key, needed | hinted, call.values))
    assert wrong == []


@pytest.mark.parametrize("key", WORDS)
def test_an_entry_is_whole_in_both_languages(key: str) -> None:
    entry = WORDS[key]
    assert len(entry) == 2
    english, russian = entry
    assert english.strip()
    assert russian.strip()
    assert fields(english) == fields(russian)
    assert not RUSSIAN.search(english)
    names_only = key.startswith(NAMES) or not re.sub(r"\{\w+\}|\W", "", russian)
    assert RUSSIAN.search(russian) or names_only
    assert english.count("\n") == russian.count("\n")
    assert "  " not in english + russian
    for quoted in ("'", '"'):
        assert english.count(quoted) == russian.count(quoted) or "'s" in english


@pytest.mark.parametrize("key", [key for key in FAULTS if not key.endswith(".hint")])
def test_an_error_is_a_sentence(key: str) -> None:
    for text in FAULTS[key]:
        whole = text.endswith((".", "{reason}", "{fault}"))
        assert whole, text
        assert (
            text[0].isupper()
            or key.startswith(("scheme.circular", "pattern.", "level."))
            or text[0] == "{"
        )


def test_words_without_values_are_told_as_they_stand() -> None:
    assert say("talk.interrupted") == WORDS["talk.interrupted"][0]
    assert say("talk.written", file="{x}") == "Written: {x}"
    for key, entry in WORDS.items():
        if not any(map(fields, entry)):
            assert "{{" not in "".join(entry) or key.endswith(".hint"), key


def test_an_error_carries_its_hint_in_the_language_in_use() -> None:
    use("ru")
    try:
        error = problem("day.unreadable", got="вчера")
    finally:
        use("en")
    assert (error.message, error.exit_code) == ("'вчера' — не дата.", ExitCode.FAILED)
    assert error.hint == "пишите год, месяц и день: 2022-06-09."
    assert str(error) == error.message
    wrong = misuse("option.unknown", option="--x", got="y", known="z")
    assert (type(wrong), wrong.exit_code, wrong.hint) == (UsageError, ExitCode.USAGE, None)
    assert isinstance(wrong, RfmaError)
    assert [int(code) for code in ExitCode] == [0, 1, 2, 3, 70, 130]


def test_an_unknown_language_is_refused_and_changes_nothing() -> None:
    with pytest.raises(UsageError, match="'de'"):
        use_language("de")
    assert language() == "en"


@pytest.mark.parametrize(
    ("environment", "chosen"),
    [
        ({}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ru_RU", "LC_ALL": "en_US"}, "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "RU"}, "ru"),
        ({"RFMA_LANG": "ru", "LC_ALL": "C"}, "ru"),
        ({"RFMA_LANG": "en", "LANG": "ru_RU"}, "en"),
        ({"RFMA_LANG": "", "LANG": "ru_RU"}, "ru"),
    ],
)
def test_the_preferred_language_is_that_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], chosen: str
) -> None:
    for name in ("RFMA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert preferred() == chosen


def test_a_name_is_in_the_language_in_use_else_in_english_else_in_any() -> None:
    names = {"en": "rare", "ru": "редкий"}
    assert local_name(names) == "rare"
    use("ru")
    try:
        assert local_name(names) == "редкий"
        assert local_name({"en": "rare"}) == "rare"
        assert local_name({"de": "selten"}) == "selten"
        assert local_name({}, "code") == "code"
    finally:
        use("en")


@pytest.mark.parametrize("code", builtin_codes())
def test_a_built_in_scheme_has_every_name_in_both_languages(code: str) -> None:
    scheme = load_scheme(code)
    names = [
        scheme.names,
        scheme.about,
        *(grade for axis in scheme.axes for grade in axis.grades),
        *(level.names for level in scheme.levels),
        *(group.names for level in scheme.levels for group in level.groups),
    ]
    for entry in names:
        assert set(entry) == {"en", "ru"}
        assert not RUSSIAN.search(entry["en"]), entry
        assert RUSSIAN.search(entry["ru"]) or entry["ru"] == "VIP", entry


def test_every_verb_has_its_help_and_its_examples() -> None:
    for verb in ROOT_VERBS:
        assert f"verb.{verb}" in WORDS
        assert all(line.startswith("rfma ") for line in WORDS[f"examples.{verb}"][0].splitlines())


def test_returns_are_goods_brought_back_and_nothing_else() -> None:
    """A card that buys again makes a repeat purchase."""
    for key, (english, russian) in WORDS.items():
        if re.search(r"\breturns\b", english, re.IGNORECASE):
            assert re.search(r"возврат", russian, re.IGNORECASE), (key, english, russian)
        assert not re.search(r"возвращени[йе]\b", russian), (key, russian)


def test_what_is_not_something_is_said_in_plain_english() -> None:
    wrong = re.compile(r"\bis no (?!longer\b|such\b)\w+", re.IGNORECASE)
    there = re.compile(r"\bthere is no \w+", re.IGNORECASE)
    said = {key: entry[0] for key, entry in WORDS.items()}
    assert {key: text for key, text in said.items() if wrong.search(there.sub("", text))} == {}


def test_the_heaviest_value_is_called_the_most_frequent_not_the_value_of_most_cards() -> None:
    assert say("web.heaviest", value="0", cards="94", share="1.6%") == (
        "The most frequent value is 0: 94 cards, 1.6%."
    )
