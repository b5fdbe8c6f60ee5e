"""Groups a card as arrays by card number, so that any two dates cross in one count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from rfma_fast.analyses.segmentation import Segmentation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NUMBER = "number"


@dataclass(frozen=True)
class Places:
    """The group of every unit at one date, by a number that the unit keeps from date to date."""

    groups: NDArray[np.int32]
    """The place of the group in the level, one more than the last where the unit has none."""
    numbers: pl.DataFrame | None
    """The unit's columns and its number; ``None`` where a unit is a card, whose key it is."""

    @classmethod
    def of(cls, found: Segmentation, level: str, earlier: Places | None = None) -> Places:
        """Return the groups of a segmentation, the units numbered as at an earlier date."""
        import numpy as np

        codes = found.group_codes(level)
        place = {code: number for number, code in enumerate(codes)}
        of_class = np.array([place[code] for code in found.codebook.codes(level)], dtype=np.int32)
        unit = list(found.history.scope.unit)
        classed, numbers = found.classed, None
        if unit == ["card"]:
            own = classed.get_column("card").to_numpy()
        else:
            numbers = _numbered(classed.select(unit), earlier)
            joined = classed.join(numbers, on=unit, how="left", maintain_order="left")
            own = joined.get_column(_NUMBER).to_numpy()
        groups = np.full(int(own.max(initial=0)) + 1, len(codes), dtype=np.int32)
        groups[own] = of_class[classed.get_column("class").to_numpy()]
        return cls(groups, numbers)


def crossed(before: Places, after: Places, size: int) -> list[list[int]]:
    """Return how many units were in each group and are in each group, of those in one twice."""
    import numpy as np

    # A unit's number never changes, and later dates have higher ones.
    shared = min(len(before.groups), len(after.groups))
    pairs = before.groups[:shared].astype(np.int64) * (size + 1) + after.groups[:shared]
    counts: Any = np.bincount(pairs, minlength=(size + 1) ** 2).reshape(size + 1, size + 1)
    matrix: list[list[int]] = counts[:size, :size].tolist()
    return matrix


def _numbered(units: pl.DataFrame, earlier: Places | None) -> pl.DataFrame:
    """Return the numbers of units: those of an earlier date first, then new ones."""
    known = earlier.numbers if earlier else None
    if known is None:
        return units.with_row_index(_NUMBER)
    fresh = units.join(known, on=units.columns, how="anti")
    numbered = fresh.with_row_index(_NUMBER, offset=known.height)
    return pl.concat([known, numbered.select(known.columns)])
