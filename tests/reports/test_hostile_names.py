"""A name of a shop, a card, a file is text on every screen and in every file."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from commands.fixtures import Rfma, write_rows

from reports.screens import widest

LONG = "very " * 60 + "long"
NAMES = (
    "[red]markup[/red]",
    "[/]",
    "[link=http://x]y[/link]",
    ":smile:",
    "a\x1b[31mred\x1b[0m",
    "bell\x07\x9b1mcsi",
    "two\nlines",
    "re\rturn",
    "a\tb",
    "\u202eevil",
    "=1+1",
    "+7",
    "-3",
    "@x",
    "http://x.example/",
    LONG,
    "Аптека ① 中文店",
    "{got}",
    "%s",
)
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a source whose shops have hostile names, itself of a hostile name."""
    rows = [
        (f"2022-0{1 + n % 5}-1{n % 10} 10:00:00", name, f"20000000000{n % 20:02d}", 100 + n, name)
        for n, name in enumerate(NAMES * 2)
    ]
    return write_rows(tmp_path_factory.mktemp("hostile") / "[red]=\x1b[31m.csv", rows)


@pytest.fixture
def shop(rfma: Rfma, hostile: Path, monkeypatch: pytest.MonkeyPatch) -> Rfma:
    """Run a command on the store of that source."""
    monkeypatch.chdir(hostile.parent)
    if not (hostile.parent / "s").exists():
        rfma("ingest", hostile.name, "--store", "s").done()
    return lambda *arguments: rfma(*arguments, "--store", "s")


SCREENS = {
    "overview": ("overview",),
    "status": ("status",),
    "dry run": ("ingest", "[red]=\x1b[31m.csv", "--dry-run"),
    "load": ("ingest", "[red]=\x1b[31m.csv"),
    "query": ("query", "select distinct shop, doc_id from cheques"),
    "heads": ("query", 'select 1 as "[red]x\x1b[31m"'),
    "months": ("overview", "--months", "--cheques"),
    "by shop": ("statistics", "--by", "shop"),
    "acquisition": ("acquisition",),
    "one shop": ("overview", "--shop", "[red]markup[/red]"),
}


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("arguments", SCREENS.values(), ids=SCREENS.keys())
def test_no_name_steers_the_terminal(
    shop: Rfma, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    told = shop(*arguments).done()
    assert CONTROL.findall(told.out) == []
    assert widest(told.out) <= width


def test_markup_and_the_rest_are_shown_as_they_are_written(
    shop: Rfma, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    shown = shop("overview").done().out
    for name in NAMES:
        if name.isprintable() and name != LONG:
            assert f"\n{name} " in shown, name
    assert "\ufffd[31mred\ufffd[0m" in shown
    assert "\ufffdevil" in shown


def test_every_shop_takes_one_line(shop: Rfma, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    shown = shop("overview").done().out
    rows = shown.split("By shop, money in roubles\n")[1].split("Total")[0].splitlines()
    assert len([row for row in rows[2:] if row.strip()]) == len(NAMES)


@pytest.mark.parametrize(
    "arguments",
    [
        ("overview", "--shop", "none"),
        ("overview", "--shop", "x\x1b[31m"),
        ("segment", "--scheme", "x\x1b[31m"),
        ("segment", "--thresholds", "x\x1b[31m.toml"),
        ("segment", "-o", "x\x1b[31m.doc"),
        ("ingest", "x\x1b[31m.csv"),
        ("query", "select \x1b[31m"),
        ("overview", "-o", "x\x1b[31m.json"),
    ],
    ids=lambda arguments: " ".join(arguments).replace("\x1b", "ESC"),
)
def test_no_name_steers_the_terminal_through_stderr(shop: Rfma, arguments: tuple[str, ...]) -> None:
    assert CONTROL.findall(shop(*arguments).err) == []


def test_json_holds_the_names_as_they_are(shop: Rfma) -> None:
    found = shop("overview", "--format", "json").done()
    assert re.findall(r"[\x00-\x09\x0b-\x1f]", found.out) == []
    assert {row["shop"] for row in json.loads(found.out)["shops"]} == set(NAMES)


def test_a_workbook_holds_texts_and_no_formula_and_no_link(shop: Rfma, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    for arguments in (("overview",), ("query", "select distinct shop, doc_id from cheques")):
        shop(*arguments, "-o", file).done()
        with zipfile.ZipFile(file) as parts:
            sheets = [parts.read(name).decode() for name in parts.namelist() if "sheet" in name]
        assert not any("<f>" in sheet or "hyperlink" in sheet for sheet in sheets)
        shops = fastexcel.read_excel(file).load_sheet(0).to_polars().get_column("shop")
        assert shops.dtype == pl.String
        assert {"=1+1", "+7", "-3", "@x", "http://x.example/", LONG} <= set(shops)
        assert len(set(shops)) == len(NAMES)


def test_a_csv_quotes_what_would_break_a_line(shop: Rfma, tmp_path: Path) -> None:
    shop("overview", "-o", tmp_path / "a.csv").done()
    read = pl.read_csv(tmp_path / "a.csv", infer_schema=False)
    assert set(read.get_column("shop")) == set(NAMES)


def test_a_scheme_of_ones_own_may_have_hostile_names(
    rfma: Rfma, chain: Path, tmp_path: Path
) -> None:
    text = rfma("scheme", "show", "rfma", "--toml").done().out
    own = tmp_path / "own.toml"
    evil = "[red]x[/red]\\u001b[31m=1+1"
    own.write_text(text.replace('"VIP"', f'"{evil}"'), encoding="utf-8")
    for arguments in (
        ("scheme", "show", own),
        ("segment", "--store", chain, "--scheme", own),
        ("migrate", "--store", chain, "--from", "2021-10-01", "--scheme", own),
    ):
        told = rfma(*arguments).done()
        assert "[red]x[/red]\ufffd" in told.out
        assert CONTROL.findall(told.out) == []


@pytest.mark.parametrize("code", ["levels", "a/b", "x" * 40, "Class"])
def test_a_level_of_any_code_makes_a_workbook_or_a_sentence(
    rfma: Rfma, chain: Path, tmp_path: Path, code: str
) -> None:
    text = rfma("scheme", "show", "rfma", "--toml").done().out
    own, file = tmp_path / "own.toml", tmp_path / "a.xlsx"
    own.write_text(text.replace('code = "warmth"', f'code = "{code}"'), encoding="utf-8")
    told = rfma("segment", "--store", chain, "--scheme", own, "-o", file)
    if told.code:
        told.failed(1)
    else:
        assert len(fastexcel.read_excel(file).sheet_names) == 5
