from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from language.commands import rfma, speaking
from language.kit import store_of
from language.tables import HAND
from rfma_fast.analyses.playbook import Plays, playbook
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.api import Store
from rfma_fast.reports.playbook import TEXTS
from rfma_fast.schemes.codebook import compile_codebook
from rfma_fast.schemes.loader import builtin_codes, load_scheme, scheme_text, starter_text
from rfma_fast.schemes.model import CHANNELS

LEVELS = {
    "rfma": "region",
    "rfma-identified": "region",
    "rfm8": "group",
    "lost": "group",
    "rfm27": "class",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store_of(tmp_path_factory.mktemp("plays"), HAND)


@pytest.fixture(scope="module", params=sorted(LEVELS))
def plays(store: Store, request: pytest.FixtureRequest) -> Plays:
    return store.playbook(scheme=request.param)


def test_every_built_in_scheme_has_a_playbook() -> None:
    assert set(builtin_codes()) == set(LEVELS)


@pytest.mark.parametrize("scheme", sorted(LEVELS))
def test_every_group_has_one_entry_in_both_languages(scheme: str) -> None:
    loaded = load_scheme(scheme)
    codes = set(compile_codebook(loaded).codes(LEVELS[scheme]))
    assert sorted(entry.group for entry in loaded.playbooks) == sorted(codes)
    assert {entry.level for entry in loaded.playbooks} == {LEVELS[scheme]}
    for entry in loaded.playbooks:
        for field in TEXTS:
            texts = getattr(entry, field)
            assert set(texts) == {"en", "ru"}, (entry.group, field)
            assert not any("а" <= sign.lower() <= "я" for sign in texts["en"]), texts["en"]
            assert any("а" <= sign.lower() <= "я" for sign in texts["ru"]), texts["ru"]
        assert len(entry.ideas["en"]) == len(entry.ideas["ru"]) >= 2
        assert len(set(entry.ideas["ru"])) == len(entry.ideas["ru"])


@pytest.mark.parametrize("scheme", sorted(LEVELS))
def test_the_order_of_work_is_unique_and_the_channels_are_known(scheme: str) -> None:
    entries = load_scheme(scheme).playbooks
    assert sorted(entry.order for entry in entries) == list(range(1, len(entries) + 1))
    for entry in entries:
        assert set(entry.channels) <= set(CHANNELS)
        assert len(set(entry.channels)) == len(entry.channels) >= 1


def test_no_two_groups_of_a_scheme_have_the_same_words() -> None:
    for scheme in LEVELS:
        entries = load_scheme(scheme).playbooks
        for field in ("goal", "mechanic", "who"):
            assert len({getattr(entry, field)["ru"] for entry in entries}) == len(entries), field


def test_plays_have_the_sizes_and_the_revenue_of_the_segmentation(plays: Plays) -> None:
    segmentation: Segmentation = plays.segmentation
    level = LEVELS[segmentation.scheme.code]
    wanted = {
        row["code"]: (row["cards"], row["share"], row["revenue"])
        for row in segmentation.level(level).iter_rows(named=True)
    }
    for play in plays.plays:
        nobody = (0, 0.0, Decimal(0))
        assert (play.cards, play.share, play.revenue) == wanted.get(play.entry.group, nobody)
        assert play.warmth == segmentation.warmths(level)[play.entry.group]
    assert sum(play.cards for play in plays.plays) == segmentation.cards
    assert [play.entry.order for play in plays.plays] == list(range(1, len(plays.plays) + 1))


def test_a_play_lists_its_cards_with_the_mechanic(plays: Plays) -> None:
    listed = 0
    for play in plays.plays:
        for language in ("en", "ru"):
            with speaking(language):
                cards = plays.cards(play.entry.group)
            assert cards.height == play.cards
            if cards.height:
                assert set(cards.get_column("channels")) == {" ".join(play.entry.channels)}
                assert set(cards.get_column("mechanic")) == {play.entry.mechanic[language]}
                assert set(cards.get_column(play.entry.level)) == {play.entry.group}
        listed += cards.height
    assert listed == plays.segmentation.cards


def test_a_name_is_that_of_the_language_in_use(store: Store) -> None:
    plays = store.playbook(scheme="rfm27", group="221")
    assert [plays.name(play) for play in plays.plays] == [
        "bought a while ago, sometimes, small total"
    ]
    with speaking("ru"):
        assert plays.name(plays.plays[0]) == "покупал давно, иногда, маленькая сумма"


def test_plays_stand_in_the_order_of_work_wherever_they_are_written(
    store: Store, tmp_path: Path
) -> None:
    first, last = "order = 1\n", "order = 8\n"
    text = scheme_text("lost")
    swapped = text.replace(first, "order = 0\n").replace(last, first).replace("order = 0\n", last)
    (tmp_path / "lost.toml").write_text(swapped, encoding="utf-8")
    told = store.playbook(scheme=str(tmp_path / "lost.toml")).plays
    assert [play.entry.order for play in told] == list(range(1, 9))
    assert (told[0].entry.group, told[-1].entry.group) == ("passer_by", "slipping")


def test_one_group_is_one_play(store: Store) -> None:
    plays = playbook(store.segment(), "310")
    assert [play.entry.group for play in plays.plays] == ["310"]


# --- the command ----------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", sorted(LEVELS))
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_command_tells_every_play(
    scheme: str, language: str, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("playbook", "--store", store.path, "--scheme", scheme)
    shown = rfma(capsys, *asked, language=language)
    assert shown.code == 0, shown.err
    told = rfma(capsys, *asked, "--format", "json", language=language).json
    entries = {entry.group: entry for entry in load_scheme(scheme).playbooks}
    assert [play["order"] for play in told["plays"]] == list(range(1, len(entries) + 1))
    for play in told["plays"]:
        entry = entries[play["code"]]
        assert play["goal"] == entry.goal[language]
        assert play["ideas"] == list(entry.ideas[language])
        assert play["channels"] == list(entry.channels)
        first = entry.goal[language].split()[0]
        assert first in shown.out


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet", "json"])
def test_the_playbook_goes_into_any_file(
    suffix: str, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"plays.{suffix}"
    told = rfma(capsys, "playbook", "--store", store.path, "--scheme", "lost", "-o", file)
    assert (told.code, file.stat().st_size > 0) == (0, True), told.err


def test_the_list_of_a_group_is_a_table_for_a_mailing_tool(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("playbook", "--store", store.path, "--scheme", "lost")
    sizes = {p["code"]: p["cards"] for p in rfma(capsys, *asked, "--format", "json").json["plays"]}
    assert sum(sizes.values()) == 4
    for group, cards in sizes.items():
        rows = rfma(capsys, *asked, "--group", group, "--list", "--format", "json").json
        assert len(rows) == cards
        assert all(row["group"] == group for row in rows)
        assert all({"card", "channels", "mechanic", "total"} <= row.keys() for row in rows)
        shown = rfma(capsys, *asked, "--region", group, "--list")
        assert shown.code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "english", "russian"),
    [
        (("--list",), 2, "a group must be named", "нужна группа"),
        (("--group", "999"), 1, "no group '999'; known: 110", "нет группы '999'; есть: 110"),
        (("--scheme", "nothing"), 1, "no scheme 'nothing'", "Нет схемы 'nothing'"),
        (("--scheme", "mine.toml"), 1, "mine has no playbook", "mine нет плана"),
        (("--as-of", "2020-01-01"), 1, "2020-01-01", "2020-01-01"),
        (("--as-of", "today"), 2, "today", "today"),
    ],
    ids=lambda value: str(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_played_is_told_in_one_sentence(
    arguments: tuple[str, ...],
    code: int,
    english: str,
    russian: str,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text(starter_text(), encoding="utf-8")
    for language, sentence in (("en", english), ("ru", russian)):
        told = rfma(capsys, "playbook", "--store", store.path, *arguments, language=language)
        assert (told.code, told.out) == (code, "")
        assert sentence in told.err
        assert len(told.err.splitlines()) <= 2
