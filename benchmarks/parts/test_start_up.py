"""The start of the command."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from parts.conftest import Chain

COMMAND = [sys.executable, "-c", "from rfma_fast.cli import main; main()"]


def said(*arguments: str) -> str:
    done = subprocess.run([*COMMAND, *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def test_start_of_help(benchmark: Any) -> None:
    text = benchmark.pedantic(lambda: said("--lang", "en", "--help"), rounds=3)
    assert all(verb in text for verb in ("ingest", "segment", "migrate", "query"))


def test_start_of_segment(benchmark: Any, chain: Chain) -> None:
    arguments = ("segment", "--lang", "en", "--store", str(chain.store))
    text = benchmark.pedantic(lambda: said(*arguments), rounds=3)
    cards = sum(row[1] for row in chain.classes(chain.as_of))
    assert f"{cards:,}" in text.splitlines()[-1]
