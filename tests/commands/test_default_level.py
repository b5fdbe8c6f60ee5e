"""A level that nobody gave is the scheme's own, in every command."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands.fixtures import EARLIER, Rfma

COARSEST = {"rfma": "region", "rfm8": "group", "rfm27": "region", "lost": "group"}


@pytest.mark.parametrize("scheme", ["rfma", "rfm8", "rfm27", "lost"])
@pytest.mark.parametrize("command", [("migrate", "--from", EARLIER), ("statistics",)])
def test_no_command_fails_on_a_level_that_nobody_gave(
    rfma: Rfma, chain: Path, scheme: str, command: tuple[str, ...]
) -> None:
    told = rfma(*command, "--scheme", scheme, "--format", "json", "--store", chain).done()
    assert f'"level": "{COARSEST[scheme]}"' in told.out
