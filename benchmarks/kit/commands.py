"""Whole commands as work to time."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence


def run(command: Sequence[str]) -> None:
    """Run a command to its end; what it says is not looked at, its failure is."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
