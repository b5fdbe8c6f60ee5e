"""Runs the commands of the README and of other pages and puts their real output into them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
_CONSOLE = re.compile(r"(?<=```console\n)(\$ .*?)(?=```)", re.DOTALL)
_EXPORT = "$ export "
_PYTHON = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)


def refreshed(page: Path = README) -> str:
    """Return a page with the output of its commands as they print it today."""
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        text = _CONSOLE.sub(lambda found: _commands(found.group(1), place), text)
        return _PYTHON.sub(lambda found: _program(found.group(1), place), text)


def _commands(block: str, place: Path) -> str:
    lines = [line for line in block.splitlines() if line.startswith("$ ")]
    # What a reader exports holds for the commands after it.
    given = [line[2:] for line in lines if line.startswith(_EXPORT)]
    shown = (
        line
        if line.startswith(_EXPORT)
        else f"{line}\n{_output('; '.join([*given, line[2:]]), place)}"
        for line in lines
    )
    return "\n".join(part.rstrip() for part in shown) + "\n"


def _program(source: str, place: Path) -> str:
    file = place / "tour.py"
    file.write_text(source, encoding="utf-8")
    output = _output(f"{sys.executable} {file}", place)
    return f"```python\n{source}```\n\n```text\n{output}```"


def _output(command: str, place: Path) -> str:
    tools = str(Path(sys.executable).parent)
    plain = {key: os.environ[key] for key in ("HOME", "PYTHONPATH") if key in os.environ}
    environment = {
        **plain,
        "PATH": f"{tools}:{os.environ['PATH']}",
        "COLUMNS": "80",
        "RFMA_LANG": "en",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{command}\n{done.stderr}")
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()) + "\n"
