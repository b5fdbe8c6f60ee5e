"""What differs between engines; the plan runs on each of them."""

from rfma_fast.engines.cards import Cards, LocalCards
from rfma_fast.engines.polars import PolarsEngine
from rfma_fast.engines.protocol import Engine

__all__ = ["Cards", "Engine", "LocalCards", "PolarsEngine"]
