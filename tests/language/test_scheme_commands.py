from __future__ import annotations

import re
from pathlib import Path

import pytest

from language.commands import rfma
from language.kit import HERE, axis, document_of, fixed, store_of, toml
from language.tables import HAND
from rfma_fast.api import Store
from rfma_fast.schemes.codebook import compile_codebook
from rfma_fast.schemes.loader import builtin_codes, load_scheme, scheme_text, starter_text

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store_of(tmp_path_factory.mktemp("schemes"), HAND)


@pytest.mark.parametrize("scheme", builtin_codes())
@pytest.mark.parametrize("language", ["en", "ru"])
def test_show_tells_the_axes_and_every_group(scheme: str, language: str, capsys: Capture) -> None:
    shown = rfma(capsys, "scheme", "show", scheme, language=language)
    assert shown.code == 0, shown.err
    loaded = load_scheme(scheme)
    words = re.sub(r"\s+", " ", shown.out)
    for level in loaded.levels:
        for group in level.groups:
            assert group.code in words
            assert group.names[language].split()[0] in words
    told = rfma(capsys, "scheme", "show", scheme, "--format", "json", language=language).json
    assert (told["code"], told["digest"]) == (scheme, loaded.digest)
    assert told["name"] == loaded.names[language]
    assert told["classes"] == len(compile_codebook(loaded).classes)
    assert len(told["levels"]) == sum(len(level.groups) for level in loaded.levels)


@pytest.mark.parametrize("scheme", builtin_codes())
def test_show_gives_the_file_itself(scheme: str, capsys: Capture, tmp_path: Path) -> None:
    assert rfma(capsys, "scheme", "show", scheme, "--toml").out.strip() == (
        scheme_text(scheme).strip()
    )
    told = rfma(capsys, "scheme", "show", scheme, "--toml", "-o", tmp_path / "a.toml")
    assert told.code == 0
    assert load_scheme(str(tmp_path / "a.toml")).levels == load_scheme(scheme).levels


def test_the_list_names_every_built_in_scheme(capsys: Capture) -> None:
    told = rfma(capsys, "scheme", "list", "--format", "json").json
    assert [row["code"] for row in told] == builtin_codes()
    assert all(code in rfma(capsys, "scheme", "list").out for code in builtin_codes())


@pytest.mark.parametrize("start", [None, *builtin_codes()], ids=str)
def test_a_new_scheme_is_one_to_start_from(
    start: str | None, store: Store, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "mine.toml"
    options = () if start is None else ("--from", start)
    told = rfma(capsys, "scheme", "new", file, *options)
    assert (told.code, told.out) == (0, "")
    assert str(file) in told.err.replace("\n", "")
    before = (scheme_text(start) if start else starter_text()).splitlines()
    after = file.read_text(encoding="utf-8").splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if new != old]
    assert all(line.startswith(("code = ", "name = ")) for line in changed)
    assert load_scheme(str(file)).code == "mine"
    checked = rfma(capsys, "scheme", "check", file, "--as-of", "2022-03-31", "--store", store.path)
    assert checked.code == 0, checked.err
    segmented = rfma(capsys, "segment", "--scheme", file, "--store", store.path, "--format", "json")
    assert segmented.json["cards"] == (3 if start == "rfm8" else 4)


@pytest.mark.parametrize(
    ("file", "code"),
    [("spring.toml", "spring"), ("rfma.toml", "rfma_own"), ("my shops.toml", "my_shops"),
     ("схема.toml", "own")],
)  # fmt: skip
def test_a_copy_has_the_code_of_its_file_and_a_name_of_its_own(
    file: str, code: str, tmp_path: Path, capsys: Capture
) -> None:
    assert rfma(capsys, "scheme", "new", tmp_path / file, "--from", "rfma").code == 0
    copy, original = load_scheme(str(tmp_path / file)), load_scheme("rfma")
    assert copy.code == code
    assert copy.names == {
        "en": f"{code}: copy of {original.names['en']}",
        "ru": f"{code}: копия схемы «{original.names['ru']}»",
    }
    assert (copy.axes, copy.levels, copy.playbooks) == (
        original.axes, original.levels, original.playbooks,
    )  # fmt: skip


def test_a_changed_built_in_scheme_is_marked_wherever_it_is_named(
    store: Store, tmp_path: Path, capsys: Capture
) -> None:
    same, changed = tmp_path / "same.toml", tmp_path / "changed.toml"
    same.write_text(scheme_text("rfma"), encoding="utf-8")
    text = scheme_text("rfma").replace('p = "0.2", over = "cards"', 'p = "0.3", over = "cards"')
    changed.write_text(text, encoding="utf-8")
    at = ("--store", store.path)
    questions = [
        ("segment", *at), ("playbook", *at), ("scheme", "show"), ("cooling", *at),
        ("thresholds", *at), ("statistics", *at, "--by", "shop"),
        ("card", "2000000000015", *at), ("migrate", "--from", "2022-02-28", "--monthly", *at),
    ]  # fmt: skip
    for question in questions:
        named = () if question[0] == "scheme" else ("--scheme",)
        for file, marked in ((changed, True), (same, False), ("rfma", False)):
            told = rfma(capsys, *question, *named, file)
            assert told.code == 0, (question, told.err)
            words = re.sub(r"\s+", " ", told.out)
            assert ("changed: not the built-in rfma" in words) is marked, (question, file)
    for file, marked in ((changed, True), (same, False)):
        told = rfma(capsys, "segment", *at, "--scheme", file, "--format", "json")
        assert (told.json["scheme"], told.json["scheme_changed"]) == ("rfma", marked)
        page = tmp_path / "page.html"
        assert rfma(capsys, "report", *at, "--scheme", file, "-o", page).code == 0
        assert ("changed: not the built-in rfma" in page.read_text(encoding="utf-8")) is marked


def test_a_new_scheme_overwrites_nothing(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("kept")
    told = rfma(capsys, "scheme", "new", file)
    assert told.code == 2
    assert "is already there" in told.err
    assert file.read_text() == "kept"


@pytest.mark.parametrize("start", ["nothing", "no/such.toml"])
def test_a_new_scheme_from_nothing_is_refused(start: str, tmp_path: Path, capsys: Capture) -> None:
    told = rfma(capsys, "scheme", "new", tmp_path / "mine.toml", "--from", start)
    assert (told.code, told.out) == (1, "")
    assert not (tmp_path / "mine.toml").exists()


@pytest.mark.parametrize("scheme", builtin_codes())
def test_a_check_at_a_date_tells_what_is_empty(scheme: str, store: Store, capsys: Capture) -> None:
    asked = ("scheme", "check", scheme, "--store", store.path, "--as-of", "2022-03-31")
    told = rfma(capsys, *asked, "--format", "json").json
    found = store.segment("2022-03-31", scheme=scheme)
    assert told["as_of"] == "2022-03-31"
    assert told["unreachable"] == []
    assert told["classes_with_cards"] == found.sizes.height
    for level, codes in told["empty"].items():
        present = set(found.level(level).get_column("code"))
        assert codes == [code for code in found.group_codes(level) if code not in present]
    assert set(told["empty"]) == {level.code for level in found.scheme.levels}
    shown = rfma(capsys, *asked)
    assert f"{found.sizes.height} classes have a card" in shown.out
    assert rfma(capsys, *asked, language="ru").code == 0


def test_a_check_without_a_date_needs_no_store(tmp_path: Path, capsys: Capture) -> None:
    asked = ("scheme", "check", "rfma", "--store", tmp_path / "none")
    told = rfma(capsys, *asked)
    assert told.code == 0
    assert "each of 108 classes is in exactly one group of each of 3 levels" in told.out
    assert rfma(capsys, *asked, "--as-of", "2022-01-01").code == 1


def test_a_check_tells_which_groups_are_out_of_reach(tmp_path: Path, capsys: Capture) -> None:
    groups = [
        {"code": "all", "name": {"en": "all"}, "where": {"R": "1-3"}},
        {"code": "none", "name": {"en": "none"}, "rest": True},
    ]
    recency = axis("R", {"kind": "recency"}, fixed("<=", 1, 2))
    level = {"code": "group", "name": {"en": "g"}, "groups": groups}
    (tmp_path / "t.toml").write_text(toml(document_of([recency], level=[level])))
    told = rfma(capsys, "scheme", "check", tmp_path / "t.toml")
    assert "Out of reach" in told.out and "group none" in told.out
    asked = ("scheme", "check", tmp_path / "t.toml", "--format", "json")
    assert rfma(capsys, *asked).json["unreachable"] == ["group none"]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_check_of_a_bad_scheme_ends_with_one_sentence(language: str, capsys: Capture) -> None:
    for name in ("hole", "not_toml", "unknown_key", "directions", "binary"):
        told = rfma(capsys, "scheme", "check", HERE / "bad" / f"{name}.toml", language=language)
        assert (told.code, told.out) == (1, "")
        assert f"{name}.toml" in told.err
        assert len(told.err.splitlines()) <= 2


def test_a_scheme_without_levels_goes_through_every_command(
    store: Store, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "t.toml"
    file.write_text(toml(document_of([axis("R", {"kind": "recency"}, fixed("<=", 9, 60))])))
    at = ("--store", store.path, "--scheme", file)
    for command in (
        ("scheme", "show", file),
        ("scheme", "check", file, "--store", store.path, "--as-of", "2022-03-31"),
        ("segment", *at),
        ("segment", *at, "--cards", tmp_path / "cards.csv"),
        ("thresholds", *at),
        ("thresholds", "fit", *at),
        ("query", "select R, class from segments", *at),
    ):
        for language in ("en", "ru"):
            told = rfma(capsys, *command, language=language)
            assert told.code == 0, (command, told.err)
    for form in ("json", "csv"):
        assert rfma(capsys, "scheme", "show", file, "--format", form).code == 0


@pytest.mark.parametrize("unit", ["card", "card_shop"])
@pytest.mark.parametrize("cards", ["identified", "all"])
def test_any_unit_goes_through_segmenting_thresholds_migration_and_queries(
    unit: str, cards: str, store: Store, tmp_path: Path, capsys: Capture
) -> None:
    recency = axis("R", {"kind": "recency"}, fixed("<=", 9, 60))
    file = tmp_path / "t.toml"
    file.write_text(toml(document_of([recency], population={"unit": unit, "cards": cards})))
    at = ("--store", store.path, "--scheme", file, "--format", "json")
    rows = rfma(capsys, "query", "select * from segments", *at).json
    cells = rfma(capsys, "segment", *at).json
    assert len(rows) == cells["cards"]
    moved = ("--from", "2022-02-01", "--to", "2022-03-31", "--level", "class")
    flows = rfma(capsys, "migrate", *moved, *at).json
    assert sum(cell["cards"] for cell in flows["cells"]) == cells["cards"]
