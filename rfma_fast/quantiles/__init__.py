"""Distributions as value → count, and exact percentiles of them."""

from rfma_fast.quantiles.histogram import Histogram

__all__ = ["Histogram"]
