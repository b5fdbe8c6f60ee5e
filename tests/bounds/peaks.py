"""The most memory that a command holds, measured in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_MOST = 8 << 30
"""Beyond so much a command is stopped, for the sake of the machine."""
# On Linux `ru_maxrss` of a started program includes what its parent held; VmHWM does not.
_RUN = f"""
import resource
resource.setrlimit(resource.RLIMIT_DATA, ({_MOST}, {_MOST}))
from rfma_fast.cli import main
try:
    main()
finally:
    held = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))
    open({{told!r}}, "w").write(held.split()[1])
"""
MEGABYTE = 1_000_000


def peak_of(arguments: Sequence[str], store: Path) -> int:
    """Run a command over a store, in two threads and English; return its most memory in bytes."""
    told = store.parent / "peak"
    command = [sys.executable, "-c", _RUN.format(told=str(told)), *arguments]
    ended = subprocess.run(
        [*command, "--store", str(store), "--lang", "en", "-q"],
        env={**os.environ, "POLARS_MAX_THREADS": "2"},
        cwd=store.parent, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, f"{arguments}: {ended.stderr[-2000:]}"
    return int(told.read_text(encoding="ascii")) * 1024
