"""Russian texts are known by their letters; what is no plausible Russian is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfma_fast.i18n.words import WORDS
from rfma_fast.sources.columns import load_map
from rfma_fast.sources.encodings import Evidence
from rfma_fast.sources.files import opened
from rfma_fast.sources.ingest import ingest
from sources.handmade import ANNA, refused, stored
from sources.writing import read

TEXTS = [
    "Аптека 1",
    "АПТЕКА № 5",
    "Дата;Магазин;Карта;Сумма",
    "дата;номер;склад",
    "ООО «Ромашка» — Москва, ул. Ленина",
    "ЮЖНЫЙ ПРОСПЕКТ",
    "Магазин №3 «Юность»",
    "Хабаровск-Щорс",
    "Скидка 5%; бонусы; Центр",
    "Съешь же ещё этих мягких французских булок да выпей чаю",
    "Ежедневно с 8 до 22, без выходных",
]
OLD = ("cp1251", "koi8-r")
AMBIGUOUS = ["Щ", "юг", "Ё", "ЦУМ", "№ 5"]


def encoding_of(content: bytes) -> str | None:
    evidence = Evidence()
    evidence.add(content)
    return evidence.encoding()


def in_encoding(text: str, encoding: str) -> bytes:
    if encoding == "koi8-r":
        text = text.replace("«", '"').replace("»", '"').replace("—", "-").replace("№", "N")
    return text.encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", *OLD])
@pytest.mark.parametrize("text", TEXTS)
def test_a_russian_text_is_known_in_each_encoding(text: str, encoding: str) -> None:
    assert encoding_of(in_encoding(text, encoding) + b"\n") == encoding


@pytest.mark.parametrize("encoding", OLD)
def test_every_long_russian_text_of_the_program_is_known(encoding: str) -> None:
    long = [words[1] for words in WORDS.values() if sum(map(str.isalpha, words[1])) >= 25]
    russian = [text for text in long if sum("а" <= sign <= "я" for sign in text.lower()) > 20]
    assert len(russian) > 100
    wrong = [
        text
        for text in russian
        if encoding_of(text.encode(encoding, "replace") + b"\n") != encoding
    ]
    assert wrong == []


@pytest.mark.parametrize("encoding", OLD)
def test_a_single_word_is_known_or_refused_and_never_taken_for_another(encoding: str) -> None:
    words = {
        word for _, russian in WORDS.values() for word in re.findall("[а-яё]{4,}", russian.lower())
    }
    told = [form for word in sorted(words)[::2] for form in (word, word.upper(), word.title())]
    found = [encoding_of(form.encode(encoding) + b"\n") for form in told]
    assert set(found) == {encoding, None}
    assert found.count(None) < len(told) / 20


@pytest.mark.parametrize("text", AMBIGUOUS)
@pytest.mark.parametrize("encoding", OLD)
def test_too_few_letters_prove_nothing_and_are_not_guessed(text: str, encoding: str) -> None:
    assert encoding_of(text.encode(encoding, "replace") + b"\n") in (None, encoding, "utf-8")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Café crème", "latin-1"),
        ("München Straße", "latin-1"),
        ("Łódź Żabka", "cp1250"),
        ("Аптека первая", "cp866"),
        ("Аптека первая", "iso8859-5"),
        ("薬局の店", "shift_jis"),
    ],
)
def test_another_encoding_is_refused_and_the_option_is_named(
    tmp_path: Path, text: str, encoding: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(f"at,shop,card,amount\n2022-06-09,{text},{ANNA},1\n".encode(encoding))
    with refused("csv.encoding", path, 'encoding = "cp1251"'):
        ingest(tmp_path / "store", [path])
    assert not (tmp_path / "store").exists()
    told = tmp_path / "map.toml"
    told.write_text(f'[csv]\nencoding = "{encoding}"\n', encoding="utf-8")
    assert read(path, columns=load_map(told)).accepted.get_column("shop").to_list() == [text]


def test_an_encoding_that_shows_only_behind_the_start_of_the_file_is_found(tmp_path: Path) -> None:
    plain = f"2022-06-09,s,{ANNA},1\n" * 12_000
    text = f"at,shop,card,amount\n{plain}2022-06-10,Аптека южная,{ANNA},2\n"
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode("cp1251"))
    assert opened(path).dialect.encoding == "utf-8"
    ingest(tmp_path / "store", [path])
    assert {cheque[4] for cheque in stored(tmp_path / "store")} == {"s", "Аптека южная"}
    path.write_bytes(text.replace("Аптека южная", "Café crème").encode("latin-1"))
    with refused("csv.encoding", path):
        read(path)


def test_octets_that_are_no_text_cost_their_own_row(tmp_path: Path) -> None:
    good = f"2022-06-09,Аптека первая,{ANNA},1\n".encode()
    path = tmp_path / "t.csv"
    path.write_bytes(b"at,shop,card,amount\n" + good * 9 + good.replace(b"\xd0", b"\xff", 1))
    both = read(path)
    assert both.accepted.height == 9
    assert both.rejected.select("line", "rule").rows() == [(11, "octets_unreadable")]
    path.write_bytes("at,shop,card,amount\n2022-06-09,Аптека\x98,,1\n".encode("cp1251", "replace")
                     .replace(b"?", b"\x98"))  # fmt: skip
    assert read(path).rejected.get_column("rule").to_list() == ["octets_unreadable"]


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])), st.integers(1, 9))
def test_utf8_is_utf8_however_it_is_cut_into_pieces(text: str, size: int) -> None:
    octets, evidence = text.encode(), Evidence()
    for start in range(0, len(octets), size):
        evidence.add(octets[start : start + size])
    assert evidence.unsound == 0
    assert evidence.encoding() == "utf-8"
