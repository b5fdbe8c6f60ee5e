"""How a failure is told on stderr."""

from __future__ import annotations

import sys

from rfma_fast.errors import RfmaError
from rfma_fast.i18n import say


def tell(error: RfmaError) -> int:
    """Say what went wrong and what to do about it; return the exit code."""
    from rfma_fast.i18n.formats import printable

    print(printable(f"{say('word.error')}: {error.message}"), file=sys.stderr)  # noqa: T201
    if error.hint:
        print(printable(f"{say('word.hint')}: {error.hint}"), file=sys.stderr)  # noqa: T201
    return error.exit_code
