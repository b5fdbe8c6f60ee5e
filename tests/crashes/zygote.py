"""A process that has loaded everything and does nothing but fork: a run costs milliseconds.

It reads a line of JSON for each run: operation, store, sources, and ``step`` (die at this one) or
``seconds`` (be killed after them); it answers with the steps taken and the signal that ended it.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

import rfma_fast.analyses.chain
import rfma_fast.analyses.status
import rfma_fast.dense.checkpoints
import rfma_fast.sources.ingest
import rfma_fast.store.leftovers  # noqa: F401
from crashes.faults import Steps, intercept
from crashes.operations import OPERATIONS


def run(asked: dict[str, Any]) -> dict[str, Any]:
    """Run an operation in a fork of this process."""
    mine, theirs = os.pipe()
    child = os.fork()
    if not child:
        os.close(mine)
        _operate(asked, theirs)
    os.close(theirs)
    seconds = asked.get("seconds")
    if seconds is not None:
        ended = os.pidfd_open(child)
        select.select([ended], [], [], seconds)
        os.close(ended)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(mine) as told:
        steps = json.loads(told.read() or "[]")
    return {"signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, "steps": steps,
            "code": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None}  # fmt: skip


def _operate(asked: dict[str, Any], told: int) -> None:
    code = 1
    try:
        steps = Steps(Path(asked["store"]), asked.get("step"))
        if asked.get("seconds") is None:
            intercept(steps)
        OPERATIONS[asked["operation"]].run(Path(asked["store"]), Path(asked["sources"]))
        os.write(told, json.dumps(steps.taken).encode())
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()
