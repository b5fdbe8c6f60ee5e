"""Running a function in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
"""The directory of the benchmarks."""


class TooLong(Exception):
    """The work took longer than it was given."""


class Failed(Exception):
    """The work ended without an answer; the message is the last line of what it said."""


@dataclass(frozen=True)
class Run:
    """What one run in a process of its own came to."""

    value: Any
    seconds: float
    """Of the work alone."""
    process_seconds: float
    """Of the process from start to end, imports included."""
    cpu_seconds: float | None
    """Of all processors, for the work alone; ``None`` where a server did it."""
    mb: float
    """The largest resident memory, of a working server and of child processes included."""


def run(
    function: str,
    arguments: dict[str, Any],
    *,
    python: str = sys.executable,
    timeout: float | None = None,
) -> Run:
    """Call ``module:function`` with the arguments in a new process and wait for its outcome."""
    with tempfile.TemporaryDirectory() as directory:
        target = Path(directory) / "outcome.json"
        command = [python, "-m", "kit.child", function, json.dumps(arguments), str(target)]
        start = time.perf_counter()
        code, said = _waited(command, timeout)
        elapsed = time.perf_counter() - start
        if code or not target.exists():
            lines = [line for line in said.splitlines() if line.strip()]
            raise Failed(lines[-1] if lines else f"exit code {code}")
        outcome = json.loads(target.read_text(encoding="utf-8"))
    return Run(process_seconds=elapsed, **outcome)


def _waited(command: list[str], timeout: float | None) -> tuple[int, str]:
    known = os.environ.get("PYTHONPATH")
    paths = os.pathsep.join([str(ROOT), *([known] if known else [])])
    with subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            _, said = process.communicate(timeout=timeout)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                raise TooLong(f"more than {timeout:g} seconds") from error
            raise
    return process.returncode, said
