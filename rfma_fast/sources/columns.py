"""Which column of a source is which field of a cheque."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rfma_fast.cheques.schema import FIELD_NAMES, FIELDS
from rfma_fast.i18n import problem
from rfma_fast.toml_files import parsed, text_of


@dataclass(frozen=True)
class ColumnMap:
    """Names of a source's columns by the field that they hold."""

    columns: Mapping[str, str]
    """field → column in the source."""

    @property
    def is_our_own(self) -> bool:
        """Tell whether the columns have the names of the fields, as in our own exports."""
        return all(field == column for field, column in self.columns.items())

    def checked(self, present: Sequence[str], source: str) -> ColumnMap:
        """Return the map if the source has its columns; else name what is missing."""
        missing = [column for column in self.columns.values() if column not in present]
        if missing:
            raise problem(
                "columns.missing",
                source=source,
                missing=", ".join(missing),
                present=", ".join(present),
            )
        return self


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


def guess(present: Sequence[str], source: str) -> ColumnMap:
    """Return the built-in map that fits the columns; a source that fits none is refused.

    Required fields must be there; optional ones are taken where they are.
    """
    for known in (BONUSCHEQUES, OWN_NAMES):
        if all(known.columns[field.name] in present for field in FIELDS if field.required):
            return ColumnMap({k: v for k, v in known.columns.items() if v in present})
    raise problem("columns.unknown", source=source, present=", ".join(present))


def load_map(path: Path) -> ColumnMap:
    """Read a column map: a TOML table ``[columns]`` of ``field = "column in the source"``."""
    document = parsed(text_of(path), path)
    columns = document.get("columns")
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
    lacking = [field.name for field in FIELDS if field.required and field.name not in columns]
    if lacking:
        raise problem("columns.lacking", path=path, lacking=", ".join(lacking))
    return ColumnMap(columns)
