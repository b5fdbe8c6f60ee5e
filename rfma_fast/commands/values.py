"""Values of options and arguments as they are written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_TEXTS: dict[Any, Any] = {str: str, list[str]: tuple, tuple[str, str]: tuple, Path: Path}
_NUMBERS = (int, float)


class AsWritten:
    """Takes texts and paths as they are written, and leaves written numbers to the framework.

    The framework imports Pydantic for any value, even for one that is not given.
    """

    def __init__(self, parameter: Any) -> None:
        self._framework = parameter.get_runtime_param

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the value of a parameter."""
        kind = param.type_descriptor.annotation
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if kind in _NUMBERS and isinstance(value, _NUMBERS):
            return value
        if kind in _TEXTS:
            return _TEXTS[kind](value)
        return self._framework().coerce(value, param=param, ctx=ctx)


def take_as_written(parameters: list[Any]) -> None:
    """Let parameters take their texts and paths as they are written."""
    for parameter in parameters:
        reader = AsWritten(parameter)
        parameter.get_runtime_param = lambda reader=reader: reader
