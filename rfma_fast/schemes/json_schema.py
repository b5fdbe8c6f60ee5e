"""The JSON Schema of scheme files, made from the keys that the model declares."""

from __future__ import annotations

from typing import Any

from rfma_fast.schemes import keys
from rfma_fast.schemes.model import Scheme

_TEXT = {"type": "string", "minLength": 1}
_BY_LANGUAGE = {"type": "object", "minProperties": 1, "additionalProperties": _TEXT}


def json_schema() -> dict[str, Any]:
    """Return the schema of a scheme file, for editors that complete and check TOML."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "rfma scheme",
        **_table(Scheme),
    }


def _table(of: type[Any], extra: dict[str, Any] | None = None) -> dict[str, Any]:
    declared = keys.keys_of(of)
    properties = {key.name: {**_kind(key.kind), "description": key.meaning} for key in declared}
    required = [key.name for key in declared if key.required]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {**(extra or {}), **properties},
        "required": [*(extra or {}), *required],
    }


def _kind(kind: keys.Kind) -> dict[str, Any]:
    match kind:
        case keys.Text():
            return {"type": "string", **({"pattern": f"^({kind.form})$"} if kind.form else {})}
        case keys.Choice():
            return {"enum": list(kind.of)}
        case keys.Exact():
            return {
                "anyOf": [{"type": "string", "pattern": r"^[+-]?[0-9./]+$"}, {"type": "integer"}]
            }
        case keys.Whole():
            return {"type": "integer", "minimum": kind.least, "maximum": kind.most}
        case keys.WholeOr():
            return {"anyOf": [_kind(kind.number), {"const": kind.word}]}
        case keys.Flag():
            return {"type": "boolean"}
        case keys.Day():
            return {"format": "date"}
        case keys.Ref():
            return {"type": "string", "pattern": "^[A-Z][1-9]$"}
        case keys.Names():
            return _BY_LANGUAGE
        case keys.Listings():
            texts = {"type": "array", "items": _TEXT, "minItems": 1}
            return {**_BY_LANGUAGE, "additionalProperties": texts}
        case keys.ListOf():
            limits = {"minItems": kind.least, "maxItems": kind.most}
            return {"type": "array", "items": _kind(kind.of), **limits}
        case keys.MapOf():
            return {"type": "object", "additionalProperties": _kind(kind.of)}
        case keys.TableOf():
            return _table(kind.of)
        case keys.OneOf():
            return {"oneOf": [_one(kind, of) for of in kind.kinds]}


def _one(kind: keys.OneOf, of: type[Any]) -> dict[str, Any]:
    table = _table(of, {kind.tag: {"const": of.KIND}})
    if kind.beside is not None:
        beside = _table(kind.beside)
        table["properties"] |= beside["properties"]
        table["required"] += beside["required"]
    return table
