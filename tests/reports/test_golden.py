"""What a terminal shows, pinned; make anew: pytest tests/reports --regenerate-golden."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from commands.fixtures import AS_OF, EARLIER, Rfma
from rich.console import Console

from reports.screens import lines, widest
from rfma_fast import open_store
from rfma_fast.reports import migration, sensitivity, what_if

GOLDEN = Path(__file__).parent / "golden"
SHOWN: dict[str, tuple[str, ...]] = {
    "segment": ("segment",),
    "overview": ("overview",),
    "overview-months": ("overview", "--months"),
    "overview-cheques": ("overview", "--cheques"),
    "overview-ids": ("overview", "--ids"),
    "statistics": ("statistics", "--from", EARLIER, "--to", "2021-12-15"),
    "statistics-by-month": ("statistics", "--level", "warmth", "--by", "month"),
    "statistics-by-shop": ("statistics", "--by", "shop", "--segments-as-of", EARLIER),
    "acquisition": ("acquisition",),
    "thresholds": ("thresholds",),
    "what-if": ("thresholds", "--set", "recency=20,45,90", "--set", "M=1500,400"),
    "what-if-class": ("thresholds", "--set", "R=20,45,90", "--level", "class", "--follow"),
    "sensitivity": ("thresholds", "sensitivity"),
    "stability": ("thresholds", "stability", "--resamples", "50"),
    "migrate-warmth": ("migrate", "--from", EARLIER, "--level", "warmth"),
    "migrate-region": ("migrate", "--from", EARLIER),
    "migrate-class": ("migrate", "--from", EARLIER, "--level", "class"),
    "card": ("card", "2000087942803"),
    "cooling": ("cooling", "--days", "40"),
    "outlook": ("outlook",),
    "migrate-shop": ("migrate", "--from", EARLIER, "--by", "shop"),
    "migrate-cohort": ("migrate", "--from", EARLIER, "--by", "cohort", "--level", "warmth"),
    "migrate-decompose": ("migrate", "--from", EARLIER, "--decompose"),
    "migrate-season": ("migrate", "--from", EARLIER, "--season"),
    "diff": ("diff", "1.csv", "2.csv"),
    "segment-months": ("segment", "--as-of", "2021-08..2021-12", "--monthly"),
    "migrate-months": ("migrate", "--from", "2021-08", "--monthly"),
    "status": ("status",),
    "verify": ("verify",),
    "scheme-show": ("scheme", "show", "rfma"),
}
shown = pytest.mark.parametrize("name", SHOWN)
languages = pytest.mark.parametrize("language", ["en", "ru"])
SIZE = re.compile(r"\d+[.,]\d(?=\u00a0(?:kB|кБ|MB|МБ))")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}")
DIGEST = re.compile(r"(?<![-\w])[0-9a-f]{12}\b")
LATIN = re.compile(r"[A-Za-z]{2,}")
TILL_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NAMES = {"RFMA", "VIP", "Shop", "rfma", "chain", "cheques", "csv", "FILE", "xlsx", "DuckDB", "AUC"}
"""Names and commands that are the same in Russian."""


def screen(
    rfma: Rfma, monkeypatch: pytest.MonkeyPatch, chain: Path, name: str, language: str, width: int
) -> str:
    """Run a command as in a terminal of that width, the store beside it."""
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.chdir(chain.parent)
    if name == "diff":
        for number, day in enumerate((EARLIER, AS_OF), start=1):
            files = ("--cards", f"{number}.csv", "-o", f"{number}.json", "--quiet")
            rfma("segment", "--store", chain.name, "--as-of", day, *files).done()
    told = rfma(*SHOWN[name], "--store", chain.name, "--lang", language).done()
    assert told.err == ""
    return told.out


@pytest.mark.parametrize("width", [80, 120])
@languages
@shown
def test_a_terminal_shows_what_is_pinned(
    rfma: Rfma,
    monkeypatch: pytest.MonkeyPatch,
    chain: Path,
    pytestconfig: pytest.Config,
    name: str,
    language: str,
    width: int,
) -> None:
    text = screen(rfma, monkeypatch, chain, name, language, width)
    assert widest(text) <= width
    assert "\x1b" not in text
    pinned = "\n".join(lines(text))
    if name == "status":
        pinned = MOMENT.sub("####-##-## ##:##", SIZE.sub(lambda m: "#" * len(m[0]), pinned))
    pinned = DIGEST.sub("#" * 12, pinned)
    file = GOLDEN / f"{name}.{language}.{width}.txt"
    if pytestconfig.getoption("--regenerate-golden", default=False):
        file.write_text(pinned, encoding="utf-8")
    assert pinned == file.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    wanted = {f"{n}.{lang}.{w}.txt" for n in SHOWN for lang in ("en", "ru") for w in (80, 120)}
    assert {path.name for path in GOLDEN.iterdir()} == wanted


@pytest.mark.parametrize("width", [60, 100])
@pytest.mark.parametrize(
    "name",
    [
        "segment",
        "overview",
        "overview-months",
        "statistics-by-shop",
        "acquisition",
        "thresholds",
        "status",
        "migrate-class",
    ],
)
def test_no_line_is_wider_than_the_terminal(
    rfma: Rfma, monkeypatch: pytest.MonkeyPatch, chain: Path, name: str, width: int
) -> None:
    assert widest(screen(rfma, monkeypatch, chain, name, "ru", width)) <= width


@pytest.mark.parametrize("width", [72, 79, 84, 100])
def test_no_figure_of_a_matrix_is_cut_at_any_width(
    rfma: Rfma, monkeypatch: pytest.MonkeyPatch, chain: Path, width: int
) -> None:
    text = screen(rfma, monkeypatch, chain, "migrate-region", "ru", width)
    assert widest(text) <= width
    assert not re.search(r"\d…|  +…", text), text


@pytest.mark.parametrize("level", ["warmth", "region"])
@pytest.mark.parametrize("width", [80, 100, 120])
def test_the_matrix_of_a_large_chain_is_not_cut(chain: Path, level: str, width: int) -> None:
    small = open_store(chain).migrate(EARLIER)
    large = replace(small, flows=small.flows.with_columns(pl.col("cards") * 12_345))
    console = Console(width=width, highlight=False, color_system=None)
    with console.capture() as capture:
        for part in migration.show(large, level, width):
            console.print(part)
    text = capture.get()
    assert widest(text) <= width
    assert not re.search(r"\d…| …", text), text


@pytest.mark.parametrize("width", [80, 100, 120])
def test_no_figure_of_the_trials_of_a_large_chain_is_cut(chain: Path, width: int) -> None:
    store = open_store(chain)
    console = Console(width=width, highlight=False, color_system=None)
    found, trial = store.segment(), store.what_if({"R": [20, 45, 90]})
    large = pl.col("cards", "cheques", "total") * 12_345
    sizes, cells = found.sizes.with_columns(large), trial.flows.with_columns(large)
    grown = replace(found, sizes=sizes)
    trials = replace(
        trial,
        before=grown,
        after=replace(trial.after, sizes=trial.after.sizes.with_columns(large)),
        flows=cells,
    )
    shaken = store.sensitivity()
    shaken = replace(
        shaken,
        borders=tuple(
            replace(
                of, shifts=tuple(replace(s, group_total=s.group_total * 12_345) for s in of.shifts)
            )
            for of in shaken.borders
        ),
    )
    with console.capture() as capture:
        for part in (*what_if.show(trials, "region", width), *sensitivity.show(shaken, width)):
            console.print(part)
    text = capture.get()
    assert widest(text) <= width
    assert not re.search(r"\d…|  +…", text), text


def pinned(language: str) -> dict[str, str]:
    files = sorted(GOLDEN.glob(f"*.{language}.*.txt"))
    return {file.name: file.read_text(encoding="utf-8") for file in files}


@languages
def test_no_figure_is_cut(language: str) -> None:
    for name, text in pinned(language).items():
        # The range of months and of amounts has blanks around its dots.
        found = re.findall(r"\d…|  +…", re.sub(r"\d … \d", "", text))
        assert (name, found) == (name, [])


def test_russian_output_holds_no_english_word() -> None:
    for name, text in pinned("ru").items():
        assert (name, set(LATIN.findall(TILL_ID.sub("", text))) - NAMES) == (name, set())


def test_english_output_holds_no_russian_word() -> None:
    for name, text in pinned("en").items():
        assert (name, re.findall(r"[а-яёА-ЯЁ]+", text)) == (name, [])
