"""A name of a shop, a card, a file is text on every screen and in every file."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from commands.fixtures import Rfma, write_rows
from rich.console import Console

from reports.screens import widest
from rfma_fast.cheques.marks import unmarked
from rfma_fast.commands.common import Output
from rfma_fast.i18n.formats import printable
from rfma_fast.reports.export import write_frames

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
    assert set(unmarked(read.get_column("shop"))) == set(NAMES)


def test_a_csv_holds_no_text_that_a_spreadsheet_runs(shop: Rfma, tmp_path: Path) -> None:
    sql = (
        "select distinct shop, -5 as n, -1.5::decimal(3, 1) as d, '-5' as t, 1 as \"=1+1\""
        " from cheques order by shop"
    )
    told = shop("query", sql, "--format", "csv").done().out
    shop("query", sql, "-o", tmp_path / "a.csv").done()
    assert (tmp_path / "a.csv").read_bytes().decode() == told
    read = pl.read_csv(tmp_path / "a.csv", infer_schema=False)
    assert read.columns == ["shop", "n", "d", "t", "'=1+1"]
    assert read.rows()[0][1:] == ("-5", "-1.5", "'-5", "1")
    shops = read.get_column("shop")
    assert {"'=1+1", "'+7", "'-3", "'@x", "[/]"} <= set(shops)
    assert not any(re.match(r"\s*[=+@\t\r-]", shop) for shop in shops)


def test_the_cards_of_a_cell_are_marked_too(shop: Rfma, tmp_path: Path) -> None:
    write_frames(
        {"cards": pl.DataFrame({"card": ["=1", "2"], "n": [-1, 2]})}, "csv", tmp_path / "a.csv"
    )
    assert (tmp_path / "a.csv").read_text() == "card,n\n'=1,-1\n2,2\n"


def test_our_own_csv_comes_back_as_it_was(shop: Rfma, rfma: Rfma, tmp_path: Path) -> None:
    """What `rfma query` exported is ingested with every name as it was before the mark."""
    columns = 'coalesce(card, unidentified_id) as card, "at", shop, amount, doc_id'
    shop("query", f"select {columns} from cheques", "-o", tmp_path / "a.csv").done()
    rfma("ingest", tmp_path / "a.csv", "--store", tmp_path / "again").done()
    sql = f"select {columns} from cheques order by all"
    before = shop("query", sql, "--format", "json").done().json
    assert rfma("query", sql, "--store", tmp_path / "again", "--format", "json").json == before
    assert {row["shop"] for row in before} == set(NAMES)


def test_a_mark_that_others_wrote_is_theirs(rfma: Rfma, tmp_path: Path) -> None:
    rows = [("2022-01-01 10:00:00", "'=x", "2000000000000", 1, "'-d")]
    source = write_rows(tmp_path / "foreign.csv", rows)
    rfma("ingest", source, "--store", tmp_path / "s").done()
    told = rfma(
        "query", "select shop, doc_id from cheques", "--store", tmp_path / "s", "--format", "json"
    )
    assert told.json == [{"shop": "'=x", "doc_id": "'-d"}]


def test_a_workbooks_heads_and_sheets_are_texts_too(shop: Rfma, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    shop("query", 'select 1 as "=cmd|1", \'{{=1+1}}\' as "@x"', "-o", file).done()
    with zipfile.ZipFile(file) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        texts = parts.read("xl/sharedStrings.xml").decode()
    assert "<f" not in sheet.replace("<filter", "")
    assert "=cmd|1" in texts
    assert re.findall(r'<c r="[AB]1"[^>]*t="s"', sheet) != []


def test_a_terminal_gets_no_control_from_json_csv_or_toml(
    shop: Rfma, rfma: Rfma, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = shop("overview", "--format", "json").done().out
    assert CONTROL.findall(told) == []
    assert "\\u202eevil" in told
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    text = rfma("scheme", "show", "rfma", "--toml").done().out
    own = tmp_path / "own.toml"
    own.write_text(f"# \u202e\u009b1m\u200b\n{text}", encoding="utf-8")
    assert CONTROL.findall(rfma("scheme", "show", own, "--toml").done().out) == []
    assert CONTROL.findall(shop("overview", "--format", "csv").done().out.replace("\t", "")) == []


@pytest.mark.parametrize(
    "arguments", [("x\x1b[31m",), ("status", "--x\x1b[31m"), ("status", "\u202ex")]
)
def test_wrong_usage_does_not_repeat_controls(rfma: Rfma, arguments: tuple[str, ...]) -> None:
    told = rfma(*arguments)
    assert told.code == 2
    assert CONTROL.findall(told.err) == []


@pytest.mark.parametrize(
    "sign", ["\u200b", "\u202e", "\u2066", "\ufe0f", "\u3164", "\u034f", "\U000e0101"]
)
def test_what_hides_or_turns_is_shown_as_a_mark(sign: str) -> None:
    assert printable(f"a{sign}b") == "a\ufffdb"


def test_a_progress_bar_takes_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    console = Console(file=screen, force_terminal=True, width=80)
    monkeypatch.setattr("rfma_fast.commands.common._stderr", lambda: console)
    with Output("s", None, None, False).progress("[red]a[/red]\x07") as progress:
        progress.tell("[link=x]b\x9b1m[/link]")
    assert "[red]a[/red]\ufffd" in screen.getvalue()
    assert "\x9b" not in screen.getvalue()
    assert "\x07" not in screen.getvalue()


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
