"""The command as a process: start-up, streams, pipes, help, and the one error boundary."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from commands.fixtures import EARLIER, SCREEN, TONGUES, make_store

import rfma_fast
from rfma_fast import cli, use_language
from rfma_fast.commands.root import VERBS
from rfma_fast.errors import ExitCode, RfmaError
from rfma_fast.synth import ChainSpec, write_cheques

HEAVY = {
    "polars", "pyarrow", "duckdb", "deltalake", "narwhals", "numpy", "jinja2", "xlsxwriter",
    "pydantic", "rich", "starlette", "uvicorn", "markupsafe",
}  # fmt: skip
WEB = {"starlette", "uvicorn", "jinja2", "markupsafe"}
LOOKS_AT_CARDS = {"polars", "deltalake", "numpy", "rich"}
ON_FRAMES = LOOKS_AT_CARDS | {"narwhals"}
NEEDED: dict[str, set[str]] = {
    "--help": set(),
    "--version": set(),
    "report --help": set(),
    "serve --help": set(),
    "segment --help": set(),
    "status --help": set(),
    "scheme --help": set(),
    "generate --help": set(),
    "scheme list": {"rich"},
    "scheme show rfma": {"rich"},
    "scheme check rfma": {"rich"},
    "scheme show rfma --toml": set(),
    "status": {"polars", "deltalake", "rich"},
    "checkpoint": LOOKS_AT_CARDS,
    "overview": ON_FRAMES,
    "statistics": LOOKS_AT_CARDS,
    "acquisition": LOOKS_AT_CARDS,
    "segment": LOOKS_AT_CARDS,
    "segment --format json": LOOKS_AT_CARDS,
    f"migrate --from {EARLIER}": ON_FRAMES,
    "playbook": LOOKS_AT_CARDS,
    "thresholds": LOOKS_AT_CARDS,
    "thresholds fit": LOOKS_AT_CARDS - {"rich"},
    "query SELECT": HEAVY - WEB - {"xlsxwriter", "pydantic"},
}
"""A command line → the packages of ``HEAVY`` that it may load."""
WATCH = """
import sys
from rfma_fast.cli import run
code = run(sys.argv[1:])
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small store."""
    source = tmp_path_factory.mktemp("cli") / "cheques.csv"
    write_cheques(ChainSpec(cheques=3000, months=6, seed=7), source)
    return make_store(source.parent, source)


def clean(**more: str) -> dict[str, str]:
    """Return the environment without what would change the answers; this package comes first."""
    dropped = {*SCREEN, *TONGUES, "RFMA_STORE"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | {"PYTHONPATH": str(Path(rfma_fast.__file__).parents[1]), **more}


def process(
    *arguments: object, start: Sequence[str] = ("-m", "rfma_fast_entry"), **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run ``rfma`` in a process of its own."""
    begin = ["-c", "from rfma_fast.cli import main; main()"] if start[0] == "-m" else list(start)
    return subprocess.run(
        [sys.executable, "-W", "error", *begin, *map(str, arguments)],
        capture_output=True, text=True, env=clean(**environment), timeout=60, check=False,
    )  # fmt: skip


def loaded(*arguments: object) -> set[str]:
    """Return the packages that a command has loaded at its end."""
    told = process(*arguments, start=("-c", WATCH))
    assert told.returncode == 0, told.stderr
    return set(told.stderr.splitlines()[-1].split())


# --- start-up ------------------------------------------------------------------------------------


def test_importing_the_package_loads_nothing_heavy() -> None:
    script = "import rfma_fast, sys; print(*sys.modules)"
    told = process(start=("-c", script))
    names = {name.partition(".")[0] for name in told.stdout.split()}
    assert names & {*HEAVY, "typer"} == set()


@pytest.mark.parametrize("line", NEEDED)
def test_a_command_loads_only_what_it_uses(line: str, store: Path) -> None:
    arguments = [
        "select count(*) from cards" if word == "SELECT" else word for word in line.split()
    ]
    of_a_store = NEEDED[line] & {"deltalake"}
    extra = ["--store", str(store)] if of_a_store else []
    assert loaded(*arguments, *extra) & HEAVY <= NEEDED[line]


def test_only_the_module_of_the_verb_is_imported() -> None:
    script = "import sys; from rfma_fast.cli import run; run(sys.argv[1:]); print(*sys.modules)"
    told = process("status", "--help", start=("-c", script))
    modules = set(told.stdout.splitlines()[-1].split())
    assert {verb for verb in VERBS if f"rfma_fast.commands.{verb}" in modules} == {"status"}


# --- entry points --------------------------------------------------------------------------------


def test_the_installed_command_and_the_script_of_the_checkout_say_the_same() -> None:
    command = Path(sys.executable).parent / "rfma"
    script = Path(__file__).parents[1] / "cli.py"
    for begin in ([str(command)], [sys.executable, str(script)]):
        if not Path(begin[-1]).exists():
            pytest.skip(f"{begin[-1]} is not here")
        told = subprocess.run(
            [*begin, "--version"], capture_output=True, text=True, env=clean(), check=True
        )
        assert (told.stdout, told.stderr) == (f"rfma {rfma_fast.__version__}\n", "")


def test_the_process_ends_with_the_codes_of_the_contract(store: Path, tmp_path: Path) -> None:
    done = process("status", "--store", store, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    failed = process("status", "--store", tmp_path / "none")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("Error: There is no store at ")
    assert "\nHint: " in failed.stderr
    misused = process("status", "--store", store, "--format", "yaml")
    assert (misused.returncode, misused.stdout) == (2, "")
    for wrong in (["nonsense"], ["status", "--nonsense"], ["migrate"], ["status", "more"]):
        told = process(*wrong)
        assert (told.returncode, told.stdout) == (2, "")
        assert "Traceback" not in told.stderr
        assert told.stderr


def test_a_process_speaks_the_language_of_its_environment(tmp_path: Path) -> None:
    told = process("status", "--store", tmp_path / "none", RFMA_LANG="ru")
    assert told.stderr.startswith("Ошибка: Нет хранилища в ")
    assert "\nПодсказка: " in told.stderr
    for words in (["--lang", "ru", "status", "--format", "x"], ["status", "--lang=ru", "-o", "x"]):
        assert process(*words, RFMA_LANG="en").stderr.startswith("Ошибка: ")


def test_without_a_verb_the_help_is_told() -> None:
    told = process()
    assert told.returncode == 2
    assert "rfma demo" in told.stdout + told.stderr


# --- help ----------------------------------------------------------------------------------------


def test_help_names_every_verb_and_its_first_step() -> None:
    told = process("--help", COLUMNS="100")
    assert (told.returncode, told.stderr) == (0, "")
    for verb in ("demo", "generate", "ingest", "status", "overview", "thresholds", "segment",
                 "migrate", "query", "scheme"):  # fmt: skip
        assert re.search(rf"^│ {verb} ", told.stdout, re.MULTILINE), verb
    assert "Start with: rfma demo" in told.stdout


@pytest.mark.parametrize("verb", ["segment", "ingest", "migrate", "query", "generate"])
def test_the_help_of_a_verb_has_examples_on_lines_of_their_own(verb: str) -> None:
    told = process(verb, "--help", COLUMNS="100")
    assert told.returncode == 0
    lines = [line.strip() for line in told.stdout.splitlines()]
    assert "Examples:" in lines
    assert [line for line in lines if line.startswith(f"rfma {verb}")]


def test_help_in_russian_holds_no_english_heading() -> None:
    told = process("--lang", "ru", "segment", "--help", COLUMNS="100").stdout
    assert "Учитывать чеки только с этого дня." in told
    english = re.findall(r"(Usage|Options|Arguments|Commands|Show this message|default:)", told)
    assert english == []


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_panels_of_a_help_are_as_wide_as_the_terminal(width: int) -> None:
    for arguments in (["--help"], ["ingest", "--help"], ["--lang", "ru", "scheme", "--help"]):
        told = process(*arguments, COLUMNS=str(width)).stdout
        framed = [line for line in told.splitlines() if line[:1] in ("╭", "│", "╰")]
        assert {len(line) for line in framed} == {width}


def test_help_tells_defaults_and_what_is_required() -> None:
    told = process("migrate", "--help", COLUMNS="120").stdout
    assert re.search(r"│ \*  --from +DATE +The first date\. \[required\] +│", told)
    assert re.search(r"--scheme +CODE\|FILE +.*\[default: rfma\]", told)
    assert "[default: False]" not in told


def test_help_has_colours_only_where_they_are_wanted() -> None:
    assert "\033[" not in process("--help").stdout
    assert "\033[" in process("--help", FORCE_COLOR="1").stdout
    assert "\033[" not in process("--help", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_wrong_usage_shows_the_call_the_help_and_the_fault() -> None:
    told = process("migrate", COLUMNS="60").stderr.splitlines()
    assert told[0] == "Usage: rfma migrate [OPTIONS]"
    assert told[1] == "Try 'rfma migrate -h' for help."
    assert told[2].startswith("╭─ Error ─")
    assert told[3].startswith("│ Missing option '--from'.")
    assert {len(line) for line in told[2:]} == {60}
    assert "Did you mean 'segment'?" in process("segmnt").stderr


def test_wrong_usage_is_told_in_the_language_asked_for() -> None:
    told = process("--lang", "ru", "migrate")
    assert (told.returncode, told.stdout) == (2, "")
    assert re.search("[а-я]{3}", told.stderr), told.stderr


# --- pipes and signals ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "select * from cheques", "--format", "csv"],
        ["segment"],
        ["status", "--format", "json"],
    ],
)
def test_a_closed_pipe_is_quiet(store: Path, arguments: list[str]) -> None:
    command = [sys.executable, "-c", "from rfma_fast.cli import main; main()", *arguments]
    with subprocess.Popen(
        [*command, "--store", str(store)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean(),
    ) as running:  # fmt: skip
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        told = running.stderr.read()
        code = running.wait(timeout=60)
    assert told == b""
    assert code == ExitCode.DONE


def test_the_first_line_of_many_is_enough_for_a_reader(store: Path) -> None:
    line = f"{sys.executable} -c 'from rfma_fast.cli import main; main()'"
    told = subprocess.run(
        f"{line} query 'select * from cheques' --format csv --store '{store}' | head -1",
        shell=True, capture_output=True, text=True, env=clean(), check=True,
    )  # fmt: skip
    assert told.stdout.startswith("card,")
    assert told.stdout.count("\n") == 1
    assert told.stderr == ""


def test_a_signal_ends_the_process_with_130_and_no_traceback(tmp_path: Path) -> None:
    script = (
        "import os, signal, rfma_fast.api as api\n"
        "def slow(*_, **__):\n    os.kill(os.getpid(), signal.SIGINT); signal.pause()\n"
        "api.Store.status = slow\n"
        "from rfma_fast.cli import main; main()"
    )
    told = process("status", start=("-c", script))
    assert told.returncode == 128 + signal.SIGINT
    assert told.stdout == ""
    assert "Traceback" not in told.stderr


# --- the error boundary --------------------------------------------------------------------------


def test_a_fault_of_the_program_is_not_hidden_as_a_fault_of_the_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise AssertionError("sums differ")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("rfma_fast.api.Store.status", broken)
    assert cli.run(["status"]) == 70
    (told,) = tmp_path.glob("rfma-fault-*.txt")
    assert told.name in capsys.readouterr().err
    assert "AssertionError" in told.read_text(encoding="utf-8")


def test_an_error_without_a_hint_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RfmaError("It is so.")

    monkeypatch.setattr("rfma_fast.api.Store.status", broken)
    use_language("en")
    assert cli.run(["status"]) == ExitCode.FAILED
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "Error: It is so.\n")


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["--lang", "ru", "status"], "ru"),
        (["status", "--lang=ru"], "ru"),
        (["status", "--lang"], "en"),
        (["status", "--lang", "fr"], "en"),
        (["status"], "en"),
    ],
)
def test_the_language_is_found_before_anything_is_parsed(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], language: str
) -> None:
    for name in TONGUES:
        monkeypatch.delenv(name, raising=False)
    said: list[str] = []
    monkeypatch.setattr(cli, "use", said.append)
    monkeypatch.setattr(cli, "run", lambda given: 7 if given == arguments else 1)
    monkeypatch.setattr(sys, "argv", ["rfma", *arguments])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert (said, left.value.code) == ([language], 7)
