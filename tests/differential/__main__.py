"""``python -m tests.differential``: see ``differential.run``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from differential.run import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
