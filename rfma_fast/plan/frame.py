"""The one type that the plan takes and returns."""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw

Frame = nw.LazyFrame[Any]
"""A lazy frame of any engine."""
