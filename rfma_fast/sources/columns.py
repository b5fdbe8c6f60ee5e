"""Which column of a source is which field of a cheque."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rfma_fast.cheques.schema import FIELD_NAMES, FIELDS
from rfma_fast.i18n import problem
from rfma_fast.settings import DEFAULT_CARD_RULE
from rfma_fast.sources.dialect import Told, told_in
from rfma_fast.sources.headers import GENERIC, ONE_C, Synonyms, fitting
from rfma_fast.toml_files import parsed, text_of


@dataclass(frozen=True)
class ColumnMap:
    """Names of a source's columns by the field that they hold, and what was told beside them."""

    columns: Mapping[str, str]
    """field → column in the source; empty where the header is to tell."""
    told: Told = field(default_factory=dict)
    """What was told of how the source is written."""
    synonyms: Synonyms | None = None
    """Names by which to find the columns, where a preset was asked for."""
    cluster: Mapping[str, str] = field(default_factory=dict)
    """What was told of a source that a cluster reads: ``card_rule``, ``identical``."""

    def checked(self, present: Sequence[str], source: str) -> ColumnMap:
        """Return the map if the source has its columns, each once; else name what is wrong."""
        missing = [column for column in self.columns.values() if column not in present]
        if missing:
            raise problem(
                "columns.missing",
                source=source,
                missing=", ".join(missing),
                present=", ".join(present),
            )
        for name, column in self.columns.items():
            if list(present).count(column) > 1:
                raise problem("columns.twice", source=source, field=name, column=column)
        return self

    def found_in(self, present: Sequence[str], source: str) -> ColumnMap:
        """Return the map of a source with these columns: this one, or what its header tells."""
        if self.columns:
            return self.checked(present, source)
        if self.synonyms is None:
            return ColumnMap(guess(present, source).columns, self.told)
        return ColumnMap(_by_names(present, source, self.synonyms), self.told)


BONUSCHEQUES = ColumnMap(
    {
        "at": "datetime",
        "shop": "shop",
        "card": "card",
        "amount": "summ",
        "paid": "summ_with_disc",
        "bonus_earned": "bonus_earned",
        "bonus_spent": "bonus_spent",
        "doc_id": "doc_id",
    }
)
"""The pharmacy chain's table."""

OWN_NAMES = ColumnMap({name: name for name in FIELD_NAMES})
"""A source whose columns have the names of the fields."""

_CLUSTER: dict[str, tuple[str, ...]] = {"card_rule": (), "identical": ("once", "all")}
"""Keys of ``[cluster]`` and their values; any text where there is none."""

PRESETS: dict[str, ColumnMap] = {
    "bonuscheques": ColumnMap(
        {},
        synonyms={
            name: (column.replace("_", ""),) for name, column in BONUSCHEQUES.columns.items()
        },
    ),
    "1c": ColumnMap({}, synonyms=ONE_C),
    "generic": ColumnMap({}, synonyms=GENERIC),
}
"""Maps that can be asked for by name."""


def guess(present: Sequence[str], source: str) -> ColumnMap:
    """Return the built-in map that fits the columns; a source that fits none is refused.

    Required fields must be there; optional ones are taken where they are. Two columns that may
    both be one field are refused too.
    """
    for known in (BONUSCHEQUES, OWN_NAMES):
        if all(known.columns[one.name] in present for one in FIELDS if one.required):
            fits = ColumnMap({k: v for k, v in known.columns.items() if v in present})
            return fits.checked(present, source)
    return ColumnMap(_by_names(present, source, GENERIC))


def load_map(told: Path) -> ColumnMap:
    """Return a preset by its name, or read a column map from a TOML file.

    The file holds ``[columns]`` of ``field = "column in the source"``, ``[csv]`` of how the source
    is written, ``sheet``; without ``[columns]`` the header tells which column is what.
    """
    if str(told) in PRESETS:
        return PRESETS[str(told)]
    path = told
    if not path.suffix and not path.exists():
        raise problem("columns.unknown_preset", got=path, known=", ".join(PRESETS))
    document = parsed(text_of(path), path)
    others = {"csv", "sheet", "cluster"}
    columns = document.get("columns", {} if others & document.keys() else None)
    if not isinstance(columns, dict) or not all(isinstance(v, str) for v in columns.values()):
        raise problem("columns.no_table", path=path)
    unknown = [name for name in columns if name not in FIELD_NAMES]
    if unknown:
        raise problem(
            "columns.unknown_field",
            path=path,
            got=", ".join(unknown),
            known=", ".join(FIELD_NAMES),
        )
    lacking = [one.name for one in FIELDS if one.required and one.name not in columns]
    if lacking and "columns" in document:
        raise problem("columns.lacking", path=path, lacking=", ".join(lacking))
    return ColumnMap(columns, told_in(document, path), cluster=_cluster(document, path))


def _cluster(document: Mapping[str, Any], path: Path) -> Mapping[str, str]:
    table = document.get("cluster", {})
    if not isinstance(table, dict):
        raise problem("map.unfit", path=path, key="cluster", got=table, known="[cluster]")
    for key, value in table.items():
        if key not in _CLUSTER:
            listed = ", ".join(_CLUSTER)
            raise problem("map.unknown_key", path=path, got=f"cluster.{key}", known=listed)
        known = _CLUSTER[key]
        if not isinstance(value, str) or (known and value not in known):
            listed = ", ".join(f'"{one}"' for one in known or (DEFAULT_CARD_RULE,))
            raise problem("map.unfit", path=path, key=f"cluster.{key}", got=value, known=listed)
    return table


def _by_names(present: Sequence[str], source: str, synonyms: Synonyms) -> dict[str, str]:
    found = fitting(present, synonyms)
    for name, columns in found.items():
        if len(columns) > 1:
            raise problem(
                "columns.several", source=source, field=name, columns=", ".join(columns),
                first=columns[0],
            )  # fmt: skip
    if any(one.required and one.name not in found for one in FIELDS):
        raise problem("columns.unknown", source=source, present=", ".join(present))
    return {name: found[name][0] for name in FIELD_NAMES if name in found}
