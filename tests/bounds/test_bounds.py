"""No command's memory grows beyond what docs/reliability.md promises a card, shop, month or row."""

from __future__ import annotations

import shlex
import tomllib
from pathlib import Path

import pytest
from support.figures import record

from bounds.chains import Chain
from bounds.peaks import MEGABYTE, peak_of

BOUNDS: dict[str, dict[str, int]] = tomllib.loads(
    (Path(__file__).parents[2] / "docs/reliability/bounds.toml").read_text(encoding="utf-8")
)
USUAL = Chain(200_000, 20_000)
LARGE = {
    "240 months": Chain(200_000, 20_000, months=240),
    "1 M of one card": Chain(200_000, 20_000, of_one_card=1_000_000),
    "5 M rows": Chain(5_000_000, 20_000),
    "5 M cards": Chain(5_000_000, 5_000_000),
    "100,000 shops": Chain(200_000, 20_000, shops=100_000),
}
SMALL = Chain(20_000, 2_000)
QUICK = {
    "ingest FILE": Chain(20_000, 2_000, months=240),
    "checkpoint --rebuild": Chain(20_000, 2_000, months=240),
    "segment --monthly": Chain(20_000, 2_000, months=240),
    "segment --cards cards.csv": Chain(200_000, 200_000),
    "outlook": Chain(200_000, 200_000),
    "statistics --by shop": Chain(20_000, 2_000, shops=2_000),
}
BUFFERS = 100 * MEGABYTE
"""What two runs may differ by whatever their sizes: threads read ahead as they come."""


class Measured:
    """Stores of chains, each made once, and what commands held over them."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._peaks: dict[tuple[str, Chain], int] = {}

    def peak(self, command: str, chain: Chain) -> int:
        """Return the most memory of a command over the store of a chain, in bytes."""
        if (command, chain) not in self._peaks:
            self._peaks[command, chain] = self._run(command, chain)
        return self._peaks[command, chain]

    def _run(self, command: str, chain: Chain) -> int:
        place = self.place / str(hash(chain))
        if not place.exists():
            place.mkdir()
            chain.write(place / "cheques.parquet")
            self._peaks["ingest FILE", chain] = peak_of(
                ["ingest", str(place / "cheques.parquet")], place / "store"
            )
        if command == "ingest FILE":
            return self._peaks[command, chain]
        return peak_of(shlex.split(command), place / "store")


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    return Measured(tmp_path_factory.mktemp("bounds"))


def promised(command: str, small: Chain, large: Chain) -> int:
    """Return by how many bytes the memory of a command may differ between two chains."""
    bound = BOUNDS[command]
    more = {
        "card": large.cards - small.cards,
        "shop": large.shops - small.shops,
        "month": large.months - small.months,
        "row": large.rows - small.rows,
        "own": large.of_one_card - small.of_one_card,
    }
    return sum(number * bound.get(name, 0) for name, number in more.items())


def test_every_command_that_opens_a_store_has_a_bound() -> None:
    verbs = {shlex.split(command)[0] for command in BOUNDS}
    by_another_promise = {"serve", "diff", "undo", "publish", "demo", "generate", "scheme"}
    from rfma_fast.commands.root import root_command

    assert verbs | by_another_promise == set(getattr(root_command(), "commands"))  # noqa: B009


@pytest.mark.parametrize("command", QUICK)
def test_memory_grows_by_no_more_than_is_promised(command: str, measured: Measured) -> None:
    small, large = (measured.peak(command, chain) for chain in (SMALL, QUICK[command]))
    assert large - small <= promised(command, SMALL, QUICK[command]) + BUFFERS


_SHOWN: dict[str, dict[str, int]] = {}


@pytest.mark.slow
@pytest.mark.parametrize("command", BOUNDS)
@pytest.mark.parametrize("larger", LARGE)
def test_memory_of_large_stores_is_what_is_promised(
    larger: str, command: str, measured: Measured
) -> None:
    usual, large = (measured.peak(command, chain) for chain in (USUAL, LARGE[larger]))
    shown = _SHOWN.setdefault(command, {"usual": usual // MEGABYTE})
    shown[larger] = large // MEGABYTE
    record(f"memory of {command}", shown)
    assert large - usual <= promised(command, USUAL, LARGE[larger]) + BUFFERS
