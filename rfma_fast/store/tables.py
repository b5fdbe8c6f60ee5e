"""The Delta tables of one store; the only place that builds a path of it."""

from __future__ import annotations

import json
import os
import re
import time
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
from deltalake import CommitProperties, DeltaTable, Field, Schema, Transaction
from deltalake.exceptions import DeltaError
from deltalake.schema import PrimitiveType
from deltalake.transaction import AddAction, RemoveAction

from rfma_fast.cheques.schema import STORED
from rfma_fast.i18n import problem

FORMAT = 1
"""The layout that this program writes; another one is refused."""

_APP = "rfma"
_DELTA_TYPES = {
    pl.Int32: "integer",
    pl.Int64: "long",
    pl.Date: "date",
    pl.String: "string",
}
KEYS: dict[str, type[pl.DataType]] = {"key": STORED["card"], "card": pl.String}
"""What is printed on the card behind each key; keys are 1, 2, 3 … without a gap."""

REJECTED: dict[str, type[pl.DataType]] = {
    "load": STORED["load"],
    "source": pl.String,
    "line": pl.Int64,
    "rule": pl.String,
    "raw": pl.String,
}
"""Quarantine: the rows that could not be cheques, and why."""

_SCHEMAS = {"cheques": STORED, "keys": KEYS, "rejected": REJECTED}


@dataclass(frozen=True)
class DataFile:
    """One Parquet file of a table's version."""

    path: str
    """Relative to the table."""
    rows: int
    octets: int
    month: str | None = None
    """``YYYY-MM``; only cheques have one."""
    first: date | None = None
    last: date | None = None
    """The first and the last day in the file."""


@dataclass
class Table:
    """One Delta table: its files at a version, and commits that add and remove files."""

    root: str
    name: str
    _delta: DeltaTable | None = field(default=None, repr=False)

    @property
    def uri(self) -> str:
        """Return the table's directory."""
        return f"{self.root}/{self.name}"

    def exists(self) -> bool:
        """Tell whether the table was ever created."""
        return self._delta is not None or DeltaTable.is_deltatable(self.uri)

    def create(self, note: dict[str, Any]) -> None:
        """Create the empty table, with a note that stays with it."""
        try:
            Path(self.uri).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise problem("store.unwritable", path=self.root, reason=error.strerror) from error
        self._delta = DeltaTable.create(
            self.uri,
            self._schema(),
            mode="ignore",
            partition_by=self._partitions(),
            name=f"rfma {self.name}",
            description=json.dumps(note, ensure_ascii=False, sort_keys=True),
        )

    def at(self, version: int) -> Table:
        """Return the table at an older version; one that was never there is refused."""
        try:
            return Table(self.root, self.name, DeltaTable(self.uri, version=version))
        except DeltaError as error:
            raise problem("store.no_version", path=self.root, version=version) from error

    def version(self) -> int:
        """Return the version that is being read."""
        return self._table().version()

    def note(self) -> dict[str, Any]:
        """Return the note given at creation."""
        try:
            note = json.loads(self._table().metadata().description or "{}")
        except json.JSONDecodeError:
            return {}
        return note if isinstance(note, dict) else {}

    def files(self) -> list[DataFile]:
        """Return the files of the version that is being read, in the order of their paths."""
        actions = pl.DataFrame(pl.DataFrame(self._table().get_add_actions(flatten=True)))
        if not actions.height:
            return []
        if "partition.month" not in actions.columns:
            return [
                DataFile(row["path"], row["num_records"], row["size_bytes"])
                for row in actions.sort("path").iter_rows(named=True)
            ]
        return [
            DataFile(
                row["path"], row["num_records"], row["size_bytes"],
                row["partition.month"], row["min.day"], row["max.day"],
            )
            for row in actions.sort("path").iter_rows(named=True)
        ]  # fmt: skip

    def write(self, name: str, rows: pl.DataFrame, month: str | None = None) -> AddAction:
        """Write rows to a new file that no version knows yet; return how to commit it."""
        relative = f"month={month}/{name}" if month else name
        full = Path(self.uri) / relative
        full.parent.mkdir(parents=True, exist_ok=True)
        rows.write_parquet(
            full, compression="zstd", compression_level=ZSTD_LEVEL, row_group_size=ROWS_A_GROUP
        )
        stats: dict[str, Any] = {"numRecords": rows.height}
        if month:
            days = rows.get_column("day")
            stats["minValues"] = {"day": str(days.min())}
            stats["maxValues"] = {"day": str(days.max())}
        return AddAction(
            path=relative,
            size=full.stat().st_size,
            partition_values={"month": month} if month else {},
            modification_time=int(time.time() * 1000),
            data_change=True,
            stats=json.dumps(stats),
        )

    def commit(
        self,
        add: list[AddAction],
        remove: list[DataFile],
        load: int,
        note: dict[str, Any] | None = None,
    ) -> None:
        """Make the files part of a new version, all at once, or fail and change nothing.

        Two commits of the same load number exclude each other.
        """
        moment = int(time.time() * 1000)
        gone = [
            RemoveAction(
                path=file.path,
                data_change=True,
                deletion_timestamp=moment,
                partition_values={"month": file.month} if file.month else {},
                size=file.octets,
            )
            for file in remove
        ]
        self._table().create_write_transaction(
            [*add, *gone],
            "append",
            self._schema(),
            self._partitions(),
            commit_properties=CommitProperties(
                custom_metadata={"rfma": json.dumps(note or {}, ensure_ascii=False)},
                app_transactions=[Transaction(_APP, load)],
            ),
        )
        self._delta = None

    def last_load(self) -> int:
        """Return the number of the newest load committed here, 0 where there is none."""
        if not self.exists():
            return 0
        return self._table().transaction_version(_APP) or 0

    def loads(self) -> list[dict[str, Any]]:
        """Return the notes of all commits, the oldest first, each with its moment ``at``."""
        notes = []
        for commit in reversed(self._table().history()):
            note = json.loads(commit.get("rfma", "{}"))
            if note:
                note["at"] = datetime.fromtimestamp(commit["timestamp"] / 1000)
                notes.append(note)
        return notes

    def octets(self) -> int:
        """Return the bytes of the files of the version that is being read."""
        return sum(file.octets for file in self.files()) if self.exists() else 0

    def _table(self) -> DeltaTable:
        if self._delta is None:
            self._delta = DeltaTable(self.uri)
        return self._delta

    def _schema(self) -> Schema:
        fields = [
            Field(name, PrimitiveType(_DELTA_TYPES[dtype]), nullable=True)
            for name, dtype in _SCHEMAS[self.name].items()
        ]
        if self._partitions():
            fields.append(Field("month", PrimitiveType("string"), nullable=False))
        return Schema(fields)

    def _partitions(self) -> list[str]:
        return ["month"] if self.name == "cheques" else []


ROWS_A_GROUP = 1 << 20
"""Rows of a Parquet row group."""

ZSTD_LEVEL = 1
"""Polars' own level 3 takes twice the time and gives larger files."""


@dataclass
class Tables:
    """The tables of one store, opened at their newest versions."""

    root: str
    cheques: Table
    keys: Table
    rejected: Table

    @classmethod
    def at(cls, root: str | os.PathLike[str]) -> Tables:
        """Name the tables of a directory, whether they exist or not."""
        base = os.fspath(root).rstrip("/") or "/"
        if re.search(r"%[0-9A-Fa-f]{2}", base):
            # Delta reads a path as a URI and would take %20 for a blank.
            raise problem("store.bad_name", path=base)
        return cls(base, *(Table(base, name) for name in _SCHEMAS))

    def exist(self) -> bool:
        """Tell whether a store was created here."""
        return self.cheques.exists()

    def create(self, card_rule: str) -> None:
        """Create the empty tables of a store whose cards match ``card_rule``."""
        note = {"format": FORMAT, "card_rule": card_rule}
        for table in (self.keys, self.rejected, self.cheques):
            table.create(note)

    def card_rule(self) -> str:
        """Return the rule of the store's cards; a foreign layout is refused."""
        note = self.cheques.note()
        if note.get("format") != FORMAT:
            raise problem(
                "store.foreign", path=self.root, found=note.get("format", "—"), known=FORMAT
            )
        return str(note["card_rule"])

    @property
    def staging(self) -> Path:
        """Return the directory of a load's unfinished files."""
        return Path(self.root) / ".staging"
