"""The process in which one contender works: times the work, not the imports.

    python -m kit.child MODULE:FUNCTION ARGUMENTS-AS-JSON FILE-FOR-THE-OUTCOME

A module may have a function ``server_mb``: the peak memory of a server that worked for it, whose
processor time nobody knows.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

_STATUS = Path("/proc/self/status")


def main() -> None:
    """Import the module, time one call of the function, write value, seconds and peak memory."""
    where, arguments, target = sys.argv[1:]
    module_name, _, function_name = where.partition(":")
    module = importlib.import_module(module_name)
    function = getattr(module, function_name)
    given: dict[str, Any] = json.loads(arguments)
    busy, start = _busy_seconds(), time.perf_counter()
    value = function(**given)
    seconds = time.perf_counter() - start
    server_mb = getattr(module, "server_mb", None)
    outcome = {
        "value": value,
        "seconds": seconds,
        "cpu_seconds": None if server_mb else _busy_seconds() - busy,
        "mb": _own_mb() + _children_mb() + (server_mb() if server_mb else 0),
    }
    Path(target).write_text(json.dumps(outcome), encoding="utf-8")


def _busy_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _own_mb() -> float:
    # On Linux `ru_maxrss` of a started program includes what its parent held; VmHWM does not.
    if _STATUS.exists():
        for line in _STATUS.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _children_mb() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    main()
