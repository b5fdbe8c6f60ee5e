"""Columns of Arrow in types that Polars holds without loss."""

from __future__ import annotations

from typing import Any

_MILLISECONDS = 1000


def plain_column(column: Any) -> Any:
    """Return an array of Arrow as one that Polars takes value by value as it is.

    Dictionaries and runs are written out. Seconds beyond what milliseconds hold would wrap round to
    some day of ours: they become the last that milliseconds hold, which no calendar has either.
    Decimals that Polars has no type for become texts.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_dictionary(kind):
        values = column.dictionary
        if kind.value_type == pa.string_view():
            # Arrow takes no views by their places.
            values = values.cast(pa.large_string())
        return plain_column(values.take(column.indices))
    if pa.types.is_run_end_encoded(kind):
        return plain_column(pc.run_end_decode(column))
    if pa.types.is_timestamp(kind) and kind.unit == "s":
        most = (2**63 - 1) // _MILLISECONDS
        held = pc.min_element_wise(column.view(pa.int64()), most, skip_nulls=False)
        return pc.max_element_wise(held, -most, skip_nulls=False).view(kind)
    if pa.types.is_decimal256(kind):
        return column.cast(pa.string())
    if pa.types.is_decimal(kind) and kind.scale < 0:
        return column.cast(pa.decimal128(38, 0))
    return column
