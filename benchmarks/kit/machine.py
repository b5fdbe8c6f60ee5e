"""What a run's figures depend on: the machine and the versions of everything."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_ASK = """
import importlib.metadata as m, json, sys
found = {}
for name in sys.argv[1:]:
    try:
        found[name] = m.version(name)
    except m.PackageNotFoundError:
        pass
print(json.dumps(found))
"""


def machine() -> dict[str, str | int | float]:
    """Return the processor, its cores, the memory and the load, nothing that names the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": _processor(),
        "cores": os.cpu_count() or 1,
        "memory_gb": round(memory, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "load_before": round(os.getloadavg()[0], 2),
    }


def versions(names: Sequence[str], python: str = sys.executable) -> dict[str, str]:
    """Return distribution → version of those that an interpreter has."""
    if not Path(python).exists():
        return {}
    said = subprocess.run(
        [python, "-c", _ASK, *names], capture_output=True, text=True, check=True
    ).stdout
    found: dict[str, str] = json.loads(said)
    return found


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    if about.exists():
        for line in about.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
