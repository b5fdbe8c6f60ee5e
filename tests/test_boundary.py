"""The outermost boundary: a fault nobody foresaw is one sentence and a file without data."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import pytest
from commands.fixtures import Rfma
from commands.fixtures import chain as chain
from commands.fixtures import cheques as cheques
from commands.fixtures import rfma as rfma
from web.conftest import client_of

from rfma_fast import faults, use_language
from rfma_fast.errors import ExitCode, RfmaError, masked
from rfma_fast.web.browser import shown

SECRET = "Ivanova-79001234567"
LAYERS: dict[str, tuple[str, list[str]]] = {
    "cli": ("rfma_fast.cli._run", ["status"]),
    "commands": ("rfma_fast.commands.common.store_path", ["status"]),
    "web": ("rfma_fast.web.report.page_of", ["report", "-o", "{out}/x.html"]),
    "api": ("rfma_fast.api.questions.given_thresholds", ["segment"]),
    "reports": ("rfma_fast.reports.export._print_table", ["overview"]),
    "sql": ("rfma_fast.sql.query.views_read", ["query", f"select '{SECRET}'"]),
    "publishing": (
        "rfma_fast.publishing.postgresql.target_of",
        ["publish", f"postgresql://u:{SECRET}@127.0.0.1:1/d"],
    ),
    "analyses": ("rfma_fast.analyses.segmentation.grade", ["segment"]),
    "sources": ("rfma_fast.sources.sniff._delimiter", ["ingest", "{source}"]),
    "synth": ("rfma_fast.synth.files.frames_by_month",
              ["generate", "--cheques", "5", "-o", "{out}/x.csv"]),
    "engines": ("rfma_fast.engines.arrays._facts", ["segment"]),
    "plan": ("rfma_fast.plan.measures.Field", ["segment"]),
    "dense": ("rfma_fast.dense.reading._add", ["overview", "--shop", "Shop 1"]),
    "store": ("rfma_fast.store.snapshot.Snapshot.__init__", ["overview"]),
}  # fmt: skip


class Panic(BaseException):
    """What Rust code raises is no Exception either."""


@pytest.fixture(autouse=True)
def _nothing_told_before(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(faults, "_told", {})
    monkeypatch.chdir(tmp_path)


def raises(kind: type[BaseException]) -> Callable[..., NoReturn]:
    def fault(*given: object, **named: object) -> NoReturn:
        card = SECRET
        raise kind(f"row of {card}")

    return fault


def planted(monkeypatch: pytest.MonkeyPatch, place: str, kind: type[BaseException]) -> None:
    owner, _, name = place.rpartition(".")
    try:
        holder: Any = import_module(owner)
    except ModuleNotFoundError:
        module, _, cls = owner.rpartition(".")
        holder = getattr(import_module(module), cls)
    assert hasattr(holder, name), place
    monkeypatch.setattr(holder, name, raises(kind))


def the_file(directory: Path) -> str:
    (file,) = directory.glob("rfma-fault-*.txt")
    assert file.stat().st_mode & 0o777 == 0o600
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", [KeyError, Panic])
@pytest.mark.parametrize("layer", LAYERS)
def test_a_fault_in_any_layer_is_a_sentence_and_a_file_without_data(
    rfma: Rfma, chain: Path, cheques: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    layer: str, kind: type[BaseException],
) -> None:  # fmt: skip
    place, line = LAYERS[layer]
    planted(monkeypatch, place, kind)
    filled = [word.format(store=chain, out=tmp_path, source=cheques) for word in line]
    store = [] if layer in ("synth", "commands") else ["--store", str(chain)]
    told = rfma(*filled, *store).failed(ExitCode.FAULT, "a fault of its own", "rfma-fault-")
    text = the_file(tmp_path)
    assert SECRET not in told.err + text
    assert str(chain) not in text
    assert str(tmp_path) not in text
    assert "Ivanova" not in text
    assert kind.__name__ in text
    assert text.startswith("rfma ")
    assert f"command: {line[0]}" in text
    assert " fault\n" in text


def test_a_fault_is_told_in_russian_and_where_no_file_can_be_written(
    rfma: Rfma, chain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted(monkeypatch, "rfma_fast.analyses.segmentation.grade", ValueError)
    told = rfma("--lang", "ru", "segment", "--store", chain)
    told.failed(70, "В программе обнаружилась ошибка", "пришлите rfma-fault-")
    monkeypatch.setattr(faults, "_told", {})
    monkeypatch.setattr(faults, "_written", lambda text: None)
    told = rfma("segment", "--store", chain).failed(70, "builtins.ValueError", "no file about it")
    assert SECRET not in told.err


def test_too_little_memory_is_no_fault(
    rfma: Rfma, chain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted(monkeypatch, "rfma_fast.analyses.segmentation.grade", MemoryError)
    rfma("segment", "--store", chain).failed(1, "not enough memory")
    assert list(tmp_path.glob("rfma-fault-*")) == []


@pytest.mark.parametrize("kind", [KeyError, Panic])
def test_a_page_tells_a_fault_with_one_file_however_often_it_is_asked(
    chain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[BaseException]
) -> None:
    client = client_of(chain)
    planted(monkeypatch, "rfma_fast.web.server.page_of", kind)
    for language, sentence in (("en", "a fault of its own"), ("ru", "обнаружилась ошибка")):
        told = client.get(f"/overview?lang={language}&shop={SECRET}")
        assert told.status_code == 500
        assert sentence in told.text
        assert "rfma-fault-" in told.text
        assert "row of" not in told.text
    text = the_file(tmp_path)
    assert SECRET not in text
    assert "command: serve /overview" in text
    use_language("en")


def test_a_fault_before_the_pages_is_told_too(chain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(chain)
    planted(monkeypatch, "rfma_fast.web.server.render.script", KeyError)
    told = client.get("/static/app.js")
    assert (told.status_code, "a fault of its own" in told.text) == (500, True)


# --- addresses -----------------------------------------------------------------------------------

MISTYPED = [
    "postgresql://ann:s3cr@t@db:5432/shop?table=k",
    "postgressql://ann:{}@db/shop?table=k",
    "postgresql:/ann:{}@db/shop",
    "postgresql//ann:{}@db/shop",
    "postgresql:ann:{}@db/shop",
    "PostgreSQL://ann:{}@db/shop",
    "postgre://ann:{}/x y@db/shop",
    "ann:{}@db/shop",
    "jdbc:postgresql://db/shop?user=ann&password={}&ssl=1",
    "host=db user=ann password={} dbname=shop",
    "host=db user=ann password='{} x' dbname=shop",
    "postgres:///shop?sslpassword={}",
    "s3://KEY:{}@bucket/x",
    "postgressql://ann:{}%40db/shop",
]


@pytest.mark.parametrize("address", MISTYPED)
def test_no_address_however_mistyped_is_told_with_its_secret(
    rfma: Rfma, chain: Path, address: str
) -> None:
    given = address.format("hunter2")
    for line in (
        ["ingest", given, "--store", str(chain)],
        ["status", "--store", given],
        ["publish", given, "--store", str(chain)],
        ["segment", "--engine", "spark", "--remote", given, "--store", str(chain)],
        ["segment", "--scheme", given, "--store", str(chain)],
        ["status", given],
        ["overview", "--store", str(chain), "--format", given],
        ["overview", "--store", str(chain), "-o", f"{given}/x.json", "--format", "json"],
    ):
        told = rfma(*line)
        assert told.code != 0
        assert "hunter2" not in told.out + told.err, line
        assert "s3cr" not in told.out + told.err, line


def test_what_is_no_secret_stays_in_messages() -> None:
    for text in (
        "The server postgresql://db:5432/shop is not there.",
        "Write to ann@example.org, at 10:30",
        "Нет хранилища в /srv/данные: проверьте путь.",
    ):
        assert masked(text) == text
    assert str(RfmaError("x://a:b@c", "d:e@f")) == "x://***@c"


# --- the token of the dashboards -----------------------------------------------------------------


def test_a_browser_is_handed_a_private_address_in_a_private_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    with shown("http://127.0.0.1:1/?token=abc", private=True):
        (address,) = opened
        assert "abc" not in address
        page = Path(address.removeprefix("file://"))
        assert page.stat().st_mode & 0o777 == 0o600
        assert page.parent.stat().st_mode & 0o777 == 0o700
        assert 'url=http://127.0.0.1:1/?token=abc"' in page.read_text().replace("url= ", "url=")
    assert not page.parent.exists()
    with shown("http://127.0.0.1:1/", private=False):
        assert opened[1] == "http://127.0.0.1:1/"


# --- streams -------------------------------------------------------------------------------------


def command(chain: Path, streams: str, *arguments: str, **more: str) -> tuple[int, str]:
    """Run the command by a shell that closes or redirects its streams."""
    begin = [sys.executable, "-W", "error", "-c", "from rfma_fast.cli import main; main()"]
    done = subprocess.run(
        ["sh", "-c", f'"$@" {streams}', "sh", *begin, *arguments, "--store", str(chain)],
        capture_output=True, check=False, env={**os.environ, "RFMA_LANG": "en", **more},
    )  # fmt: skip
    return done.returncode, (done.stdout + done.stderr).decode()


@pytest.mark.parametrize(
    "line",
    [
        ["status"],
        ["status", "--format", "json"],
        ["overview", "--format", "csv"],
        ["thresholds", "fit"],
        ["query", "select 1 as a"],
    ],
)
def test_a_stdout_that_is_closed_or_full_is_told(chain: Path, line: list[str]) -> None:
    for streams, reason in ((">&-", "Bad file descriptor"), (">/dev/full", "No space left")):
        code, told = command(chain, streams, *line)
        assert (code, told.count("\n")) == (1, 2), told
        assert f"could not be written to stdout: {reason}" in told


def test_a_closed_stdin_and_stderr_harm_nothing(chain: Path) -> None:
    assert command(chain, "<&- 2>&-", "status", "--format", "json")[0] == 0
    assert command(chain, "2>/dev/full", "status", "--nonsense")[0] == 2
    code, told = command(chain, "<&-", "ingest", "-")
    assert (code, "Traceback" in told) == (1, False)


def test_a_terminal_without_our_signs_shows_plain_ones_and_data_stay_utf_8(chain: Path) -> None:
    code, told = command(chain, "", "segment", PYTHONIOENCODING="ascii")
    assert code == 0
    assert told.isascii()
    assert "Mean, RUB" in told
    code, told = command(chain, "", "--lang", "ru", "query", "select 'Аптека' as a",
                         "--format", "csv", PYTHONIOENCODING="ascii")  # fmt: skip
    assert (code, told) == (0, "a\nАптека\n")
