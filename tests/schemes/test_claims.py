"""What texts may claim: no rate that the data did not tell, no grade that a group does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from rfma_fast.i18n.words import WORDS
from rfma_fast.reports.playbook import TEXTS
from rfma_fast.schemes.loader import builtin_codes, load_scheme
from rfma_fast.schemes.model import Playbook, Scheme

RATE = re.compile(
    r"""
    \d\s?%
    | \b(?:one|two|three)\s(?:\w+\s){0,3}(?:in|out\sof)\s(?:three|four|five|ten|twenty|\d+)\b
    | \bhardly\b | \balmost\s(?:nobody|no\sone|none|all|everyone|never)\b
    | \b(?:most|half)\sof\s(?:them|these|such)\b | \bonly\sa\sfew\s(?:come|return|buy)
    | \b(?:come|comes|return|returns|buy|buys)\s(?:back\s|again\s)?
      (?:by\sthemselves|by\sitself|of\stheir\sown\saccord|anyway|without)\b
    | \bwithout\sour\s(?:help|effort)\b
    | \bпочти\s(?:никто|никого|никогда|все|без\sпокупок) | \bедва\sли\b | \bмало\sкто\b
    | \bиз\s(?:пяти|десяти|двадцати|сотни|ста)\b
    | \bкажд\w+\s(?:втор|трет|четвёрт|пят|десят|двадцат)
    | \b(?:вернутся|придут|купят|возвращаются|приходят|покупают)\s(?:и\s)?(?:сами|без\sнас|без\sних)
    | \b(?:сами|и\sтак)\s(?:вернутся|придут|купят|возвращаются|приходят)
    | \bбольшинство\b | \bбез\sнаших\sстараний\b | \bкоторый\sи\sтак\sбудет\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
SETTINGS = {
    "column.interval", "title.intervals",  # the level of an interval
    "pareto.sentence",  # the cut whose cards are counted
    "sensitivity.most", "verb.sensitivity",  # by how much a threshold is moved
}  # fmt: skip
"""Words whose percent is a setting of the computation, not something found in data."""
FORMS = re.compile(r"--max-rejects 100%|^\s100%$|(?:takes a share|принимает долю)[^.;]*")
"""How the share of an option is written."""


def texts_of(entry: Playbook) -> Iterator[str]:
    for field in TEXTS:
        yield from getattr(entry, field).values()
    for ideas in entry.ideas.values():
        yield from ideas


def texts(scheme: Scheme) -> Iterator[tuple[str, str]]:
    for language, about in scheme.about.items():
        yield f"about {language}", about
    for level in scheme.levels:
        for group in level.groups:
            for text in group.about.values():
                yield f"{level.code} {group.code}", text
    for entry in scheme.playbooks:
        for text in texts_of(entry):
            yield f"playbook {entry.group}", text


@pytest.mark.parametrize("code", builtin_codes())
def test_no_text_of_a_scheme_states_a_rate(code: str) -> None:
    stated = [(at, text) for at, text in texts(load_scheme(code)) if RATE.search(text)]
    assert stated == []


def test_no_word_states_a_rate() -> None:
    stated = [
        (key, text)
        for key, entry in WORDS.items()
        for text in entry
        if key not in SETTINGS and RATE.search(FORMS.sub("", text))
    ]
    assert stated == []


@pytest.mark.parametrize(
    "claim",
    [
        "only one repeat purchase in twenty comes",
        "hardly any will return",
        "yet will come back by themselves",
        "a return that comes anyway",
        "only 5 % come later",
        "почти никто не вернётся",
        "лишь одна повторная покупка из двадцати",
        "придут сами",
        "купит едва ли кто-нибудь",
    ],
)
def test_a_rate_is_known_when_it_is_stated(claim: str) -> None:
    assert RATE.search(claim)


PERIOD = re.compile(
    r"\b(?:two|three|some|few|last|\d+)\s(?:to\s\w+\s)?(?:days|weeks|months)\b|\bweeks\b"
    r"|\b(?:дв\w+|тр\w+|несколько|последни\w+|\d+)[\s-](?:\w+\s)?(?:дн\w*|недел\w+|месяц(?:а|ев))\b"
    r"|\bнедели\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("code", builtin_codes())
def test_no_group_is_described_by_days_that_its_thresholds_need_not_have(code: str) -> None:
    """Thresholds are fitted: 21 / 61 / 105 days in one store may be 15 / 50 / 65 in another."""
    scheme = load_scheme(code)
    described = [about for level in scheme.levels for group in level.groups
                 for about in group.about.values()]  # fmt: skip
    described += [text for entry in scheme.playbooks for text in entry.who.values()]
    assert [text for text in described if PERIOD.search(text)] == []


NAMED = re.compile(r"\b([A-Z]) ?(\d)(?:(?:,| or| and| или| и) (?:\1 ?)?(\d)\b)?")


def grades_of(scheme: Scheme, entry: Playbook) -> set[str]:
    """Return the grades, such as F2, that classes of an entry's group have."""
    book = scheme.codebook
    letters = [axis.code for axis in scheme.axes]
    return {
        letter + digit
        for code, group in zip(book.classes, book.codes(entry.level), strict=True)
        if group == entry.group
        for letter, digit in zip(letters, code, strict=True)
    }


def named_grades(scheme: Scheme, text: str) -> set[str]:
    letters = {axis.code for axis in scheme.axes}
    return {
        found[1] + digit
        for found in NAMED.finditer(text)
        if found[1] in letters
        for digit in found.groups()[1:]
        if digit
    }


@pytest.mark.parametrize("code", builtin_codes())
def test_a_grade_that_a_text_names_is_one_of_its_group(code: str) -> None:
    scheme = load_scheme(code)
    absent = {
        entry.group: named_grades(scheme, text) - grades_of(scheme, entry)
        for entry in scheme.playbooks
        for text in texts_of(entry)
        if named_grades(scheme, text) - grades_of(scheme, entry)
    }
    assert absent == {}


def test_the_tuning_by_grade_of_region_210_is_found() -> None:
    scheme = load_scheme("rfma")
    (entry,) = [entry for entry in scheme.playbooks if entry.group == "210"]
    assert set().union(*(named_grades(scheme, text) for text in texts_of(entry))) == {"F2", "M3"}
    assert named_grades(scheme, "F 2 or 3, M 3; F 2 and F 3") == {"F2", "F3", "M3"}
    assert "F3" not in grades_of(scheme, entry)


@pytest.mark.parametrize("code", ["rfma", "rfm27"])
def test_a_group_that_a_text_names_is_there(code: str) -> None:
    scheme = load_scheme(code)
    known = set(scheme.codebook.classes)
    known |= {group.code for level in scheme.levels for group in level.groups}
    for entry in scheme.playbooks:
        for text in texts_of(entry):
            for named in re.findall(r"\b(?=\d*x*\d)[\dx]{3}\b(?! (?:дн|days))", text):
                pattern = re.compile(named.replace("x", r"\d"))
                assert any(pattern.fullmatch(code) for code in known), (entry.group, named)


@pytest.mark.parametrize("code", builtin_codes())
def test_no_text_promises_to_tell_campaigns_apart_or_compares_revenues(code: str) -> None:
    """Cheques do not tell which campaign brought whom, and revenues differ from store to store."""
    promised = re.compile(
        r"which campaign|month and campaign|кака\w кампани|и кампании"
        r"|same order as|close to VIP's|сравнима с выручкой|выручкой ему близки"
    )
    assert [text for _, text in texts(load_scheme(code)) if promised.search(text)] == []
