"""One answer in its three forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType


@dataclass(frozen=True)
class Report:
    """What a command has to say; each form is made only when it is asked for."""

    json: Callable[[], Any]
    """Plain values with the keys of the command's contract."""
    frames: Callable[[], dict[str, pl.DataFrame]]
    """Name → table; the first one is what CSV and Parquet hold, a workbook holds all."""
    show: Callable[[int], Sequence[RenderableType]]
    """What a terminal of that many columns shows."""
