"""Opening a browser at an address that not everybody may know."""

from __future__ import annotations

import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

_LEADS_ON = '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={}">'


@contextmanager
def shown(address: str, *, private: bool) -> Iterator[None]:
    """Open a browser at an address.

    All users of a machine see with which arguments a program runs. A browser is handed a private
    address by the name of a file that only its user may read, and that is gone after the block.
    """
    if not private:
        webbrowser.open(address)
        yield
        return
    with tempfile.TemporaryDirectory(prefix="rfma-") as directory:
        page = Path(directory) / "open.html"
        page.touch(0o600)
        page.write_text(_LEADS_ON.format(escape(address)), encoding="utf-8")
        webbrowser.open(page.as_uri())
        yield
