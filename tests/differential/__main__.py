"""``python -m tests.differential``: see ``differential.run``."""

from __future__ import annotations

import sys
from pathlib import Path

TREE = Path(__file__).parents[2]
sys.path[:0] = [str(TREE / "tests"), str(TREE / "benchmarks")]

from differential.run import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
