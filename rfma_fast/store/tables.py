"""The Delta tables of one store; the only place that builds a path of it."""

from __future__ import annotations

import hashlib
import io
import json
import os
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
from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem
from rfma_fast.store.damage import (
    ENDING,
    commit_info,
    commit_infos,
    file_problem,
    reading_log,
    writing,
)
from rfma_fast.store.places import Place, place_of, plain_errors
from rfma_fast.store.roots import is_local, real, refuse_unfit, root_of

FORMAT = 1
"""The layout that this program writes; another one is refused."""

HIDDEN = "_files"
"""The directory of a table's data files; readers of plain directories pass over such names."""
_APP = "rfma"
_ROWS = "rfma.rows"
"""How many rows a version has, told by the entry of the log that made it."""
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

QUARANTINE: dict[str, type[pl.DataType]] = REJECTED | {"mended": STORED["load"]}
"""As it is kept: ``mended`` is the load by which a row became a cheque after all, mostly null."""

_SCHEMAS = {"cheques": STORED, "keys": KEYS, "rejected": QUARANTINE}


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
    modified: int = 0
    """When it was written, in milliseconds since 1970."""


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

    @property
    def address(self) -> str:
        """Return the directory as Delta's library is told of it."""
        return real(self.uri)

    @property
    def place(self) -> Place:
        """Return where the table lies."""
        return place_of(self.root)

    def exists(self) -> bool:
        """Tell whether the table was ever created."""
        with plain_errors(self.root):
            return self._delta is not None or DeltaTable.is_deltatable(
                self.address, self.place.delta
            )

    def create(self, note: dict[str, Any]) -> None:
        """Create the empty table, with a note that stays with it."""
        try:
            self.place.make_directory(self.uri)
        except OSError as error:
            raise problem("store.unwritable", path=self.root, reason=error.strerror) from error
        with writing(self.root), plain_errors(self.root):
            self._delta = DeltaTable.create(
                self.address,
                self._schema(),
                mode="ignore",
                partition_by=self._partitions(),
                name=f"rfma {self.name}",
                description=json.dumps(note, ensure_ascii=False, sort_keys=True),
                storage_options=self.place.delta,
                # The notes of loads are what `status` tells and what `undo` must know.
                configuration={"delta.enableExpiredLogCleanup": "false"},
            )

    def describe(self, note: dict[str, Any]) -> None:
        """Put another note in the place of the one that stays with the table."""
        rows = sum(file.rows for file in self.listed())
        told = CommitProperties(custom_metadata={"rfma": "{}", _ROWS: str(rows)})
        with writing(self.root), plain_errors(self.root):
            self._table().alter.set_table_description(
                json.dumps(note, ensure_ascii=False, sort_keys=True), commit_properties=told
            )
        self._delta = None

    def at(self, version: int) -> Table:
        """Return the table at an older version; one that was never there is refused."""
        try:
            return Table(self.root, self.name, DeltaTable(self.address, version=version))
        except DeltaError as error:
            raise problem("store.no_version", path=self.root, version=version) from error

    def version(self) -> int:
        """Return the version that is being read."""
        return self._table().version()

    def identity(self) -> str:
        """Return the id that the table got at creation; no other one has it."""
        return str(self._table().metadata().id)

    def stamp(self) -> tuple[str, int]:
        """Return the identity and the version that is being read: together the only ones."""
        return self.identity(), self.version()

    def note(self) -> dict[str, Any]:
        """Return the note given at creation."""
        try:
            note = json.loads(self._table().metadata().description or "{}")
        except json.JSONDecodeError:
            return {}
        return note if isinstance(note, dict) else {}

    def files(self) -> list[DataFile]:
        """Return the files of the version that is being read, in the order of their paths.

        A log that lost a part, and a file that is gone or was changed, are refused.
        """
        files = self.listed()
        told, found = self.told_rows(), sum(file.rows for file in files)
        if told is not None and told != found:
            raise problem("store.log_rows", path=self.uri, found=found, told=told)
        if is_local(self.root):
            for file in files:
                wrong = file_problem(f"{self.uri}/{file.path}", file.octets, file.modified)
                if wrong:
                    raise wrong
        return files

    def listed(self) -> list[DataFile]:
        """Return the files that the log names, in the order of their paths, without a look."""
        with reading_log(self.uri):
            return self._listed()

    def _listed(self) -> list[DataFile]:
        actions = pl.DataFrame(pl.DataFrame(self._table().get_add_actions(flatten=True)))
        if not actions.height:
            return []
        if "partition.month" not in actions.columns:
            return [
                DataFile(
                    row["path"],
                    row["num_records"],
                    row["size_bytes"],
                    modified=row["modification_time"],
                )
                for row in actions.sort("path").iter_rows(named=True)
            ]
        return [
            DataFile(
                row["path"], row["num_records"], row["size_bytes"],
                row["partition.month"], row["min.day"], row["max.day"],
                row["modification_time"],
            )
            for row in actions.sort("path").iter_rows(named=True)
        ]  # fmt: skip

    def told_rows(self) -> int | None:
        """Return how many rows the version's entry in the log tells, ``None`` where it tells none.

        An entry that this program did not write is refused.
        """
        version = self.version()
        entry = f"{self.uri}/_delta_log/{version:020d}.json"
        told = commit_info(entry) if version and is_local(self.root) else None
        if told is None:
            return None
        if "rfma" not in told:
            raise problem("store.log_foreign", path=entry)
        return int(told[_ROWS]) if _ROWS in told else None

    def write(self, name: str, rows: pl.DataFrame, month: str | None = None) -> AddAction:
        """Write rows to a new file that no version knows yet; return how to commit it.

        The file's name tells the checksum of its bytes (``store.damage``).
        """
        octets = io.BytesIO()
        rows.write_parquet(octets, **_WRITTEN)
        digest = hashlib.sha256(octets.getbuffer()).hexdigest()[:32]
        name = f"{name}.{digest}{ENDING}"
        relative = f"{HIDDEN}/month={month}/{name}" if month else f"{HIDDEN}/{name}"
        full = f"{self.uri}/{relative}"
        with writing(self.root), plain_errors(self.root):
            size, modified = self.place.write(rows, octets.getbuffer(), full, **_WRITTEN)
        bounds: dict[str, Any] = {}
        if month:
            days = rows.get_column("day")
            bounds["minValues"] = {"day": str(days.min())}
            bounds["maxValues"] = {"day": str(days.max())}
        return self.added(relative, rows.height, size, modified, month, bounds)

    def added(
        self,
        path: str,
        rows: int,
        octets: int,
        modified: int,
        month: str | None = None,
        bounds: dict[str, Any] | None = None,
    ) -> AddAction:
        """Return how to commit a file that was written so many milliseconds after 1970."""
        return AddAction(
            path=path,
            size=octets,
            partition_values={"month": month} if month else {},
            modification_time=modified,
            data_change=True,
            stats=json.dumps({"numRecords": rows} | (bounds or {})),
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
        rows = sum(file.rows for file in self.listed()) - sum(file.rows for file in remove)
        rows += sum(json.loads(action.stats)["numRecords"] for action in add)
        told = {"rfma": json.dumps(note or {}, ensure_ascii=False), _ROWS: str(rows)}
        with writing(self.root), plain_errors(self.root):
            self._table().create_write_transaction(
                [*add, *gone],
                "append",
                self._schema(),
                self._partitions(),
                commit_properties=CommitProperties(
                    custom_metadata=told, app_transactions=[Transaction(_APP, load)]
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
        return [note for note in reversed(self._notes(None)) if note]

    def commits(self) -> int:
        """Return of how many commits the notes are still there."""
        return len(self._history(None))

    def newest_note(self) -> dict[str, Any]:
        """Return the note of the newest commit, empty where it has none."""
        return next(iter(self._notes(1)), {})

    def octets(self) -> int:
        """Return the bytes of the files of the version that is being read."""
        return sum(file.octets for file in self.files()) if self.exists() else 0

    def _notes(self, newest: int | None) -> list[dict[str, Any]]:
        notes = []
        for commit in self._history(newest):
            note = json.loads(commit.get("rfma", "{}"))
            if note:
                note["at"] = datetime.fromtimestamp(commit["timestamp"] / 1000)
            notes.append(note)
        return notes

    def _history(self, newest: int | None) -> list[dict[str, Any]]:
        """Return what the newest commits tell, the newest first; a log that lacks it is refused."""
        if is_local(self.root):
            # Delta's library finds no history below a directory with # or ? in its name.
            told = commit_infos(f"{self.address}/_delta_log", self.version(), newest)
        else:
            told = self._table().history(newest)
        if not told or told[0]["version"] < self.version():
            raise problem("store.log_short", path=f"{self.uri}/_delta_log", version=self.version())
        return told

    def _table(self) -> DeltaTable:
        if self._delta is None:
            with reading_log(self.uri), plain_errors(self.root):
                self._delta = DeltaTable(self.address, storage_options=self.place.delta)
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


_WRITTEN: dict[str, Any] = {
    "compression": "zstd",
    "compression_level": 1,
    "row_group_size": 1 << 20,
}
"""How Parquet files are written: Polars' own level 3 takes twice the time and gives larger ones."""


@dataclass
class Tables:
    """The tables of one store, opened at their newest versions."""

    root: str
    cheques: Table
    keys: Table
    rejected: Table

    @classmethod
    def at(cls, root: str | os.PathLike[str]) -> Tables:
        """Name the tables of a directory, whether they exist or not; some paths are refused."""
        place_of(os.fspath(root))
        base = root_of(root)
        tables = [Table(base, name) for name in _SCHEMAS]
        if is_local(base):
            refuse_unfit(base, *(table.uri for table in tables))
        return cls(base, *tables)

    @property
    def all(self) -> tuple[Table, ...]:
        """Return the tables in the order in which a load commits them."""
        return (self.keys, self.rejected, self.cheques)

    def exist(self) -> bool:
        """Tell whether a store was created here."""
        return self.cheques.exists()

    def foreign(self) -> RfmaError | None:
        """Return what lies here where no store does, ``None`` where one may be made."""
        root = Path(self.root)
        if not is_local(self.root) or self.exist() or not root.is_dir():
            return None
        if (root / "_delta_log").is_dir():
            return problem("store.is_table", path=self.root)
        months = ("month=*/*.parquet", f"{HIDDEN}/month=*/*{ENDING}")
        if any(any((root / "cheques").glob(pattern)) for pattern in months):
            return problem("store.log_lost", path=self.cheques.uri)
        if any(root.glob("*.parquet")):
            return problem("store.is_directory", path=self.root)
        return None

    def create(self, card_rule: str) -> None:
        """Create the empty tables of a store whose cards match ``card_rule``."""
        wrong = self.foreign()
        if wrong:
            raise wrong
        note = {"format": FORMAT, "card_rule": card_rule}
        for table in self.all:
            table.create(note)

    def used(self) -> bool:
        """Tell whether any load was ever committed."""
        return bool(self.cheques.last_load() or self.rejected.last_load())

    def change_rule(self, card_rule: str) -> None:
        """Give a store that holds nothing another card rule; cards that it has stay as they are."""
        if card_rule != self.card_rule():
            for table in self.all:
                table.describe({"format": FORMAT, "card_rule": card_rule})

    def card_rule(self) -> str:
        """Return the rule of the store's cards; a foreign, newer or older layout is refused."""
        note = self.cheques.note()
        found = note.get("format")
        if not isinstance(found, int) or "card_rule" not in note:
            raise problem("store.foreign", path=self.root)
        if found != FORMAT:
            key = "store.newer" if found > FORMAT else "store.older"
            raise problem(key, path=self.root, found=found, known=FORMAT)
        return str(note["card_rule"])

    @property
    def staging(self) -> Path:
        """Return the directory of a load's unfinished files."""
        return place_of(self.root).staging(self.root)
