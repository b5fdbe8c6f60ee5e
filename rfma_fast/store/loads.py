"""One load: rows gathered by month, keyed, sorted, freed of repeats, committed at once."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from types import TracebackType
from typing import Any

import polars as pl
from deltalake.exceptions import CommitFailedError

from rfma_fast.cheques.rulebook import NO_DEMANDS, Demands, Warned
from rfma_fast.i18n import problem
from rfma_fast.store import quarantine
from rfma_fast.store.ahead import done_beside
from rfma_fast.store.cards import Codes, Keys
from rfma_fast.store.ledger import Ledger, Overlap, overlaps_as_note
from rfma_fast.store.months import Month, Written, write
from rfma_fast.store.receipts import receipts_of
from rfma_fast.store.staging import Staging
from rfma_fast.store.strangers import Company
from rfma_fast.store.tables import QUARANTINE, REJECTED, Tables
from rfma_fast.store.verdicts import Tally, refuse_too_many, repeated

ROWS_IN_MEMORY = 1_000_000
"""Rows that a load holds before it puts them aside in the staging directory."""


@dataclass(frozen=True)
class LoadReport:
    """What became of every row of a load: read = stored + joined + already there + rejected."""

    source: str
    load: int
    """The load's number in the store; 0 where nothing was new and nothing was written."""
    read: int
    stored: int
    already_there: int
    """Rows that agree in every column with a stored row or with an earlier row of this load."""
    rejected: int
    rejected_by_rule: dict[str, int]
    months: tuple[str, ...]
    """The months that changed."""
    new_cards: int
    version: int
    """The store's version afterwards."""
    joined: int = 0
    """Lines that became part of a receipt that another line began."""
    identical: int = 0
    """Rows that agree in every column with an earlier row of this load, whatever became of them."""
    mended: int = 0
    """Rows that left the quarantine."""
    warnings: tuple[Warned, ...] = ()


@dataclass
class Load:
    """Gathers batches and commits them as one version; used in a ``with`` block.

    Memory: ``ROWS_IN_MEMORY`` rows while it gathers, then two months (one is written while the
    next is fetched) with what is stored of them; beside that one number for each card.
    """

    tables: Tables
    source: str
    card_rule: str
    demands: Demands = NO_DEMANDS
    mended: pl.DataFrame | None = None
    """Places in the quarantine (load, source, line) of the accepted rows, where these come from it;
    the rejected rows then stay where they are."""
    unfamiliar: Callable[[Warned], None] = lambda warned: None
    """Hears, before anything is stored, that a load shares nothing with the store; may refuse."""
    _rejected: list[pl.DataFrame] = field(default_factory=list)
    _read: int = 0
    _token: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    _tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self._codes = Codes(self.card_rule)
        self._company = Company(self._codes)
        self._staging = Staging(self.tables.staging / self._token)

    def __enter__(self) -> Load:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._staging.clear()

    def add(self, accepted: pl.DataFrame, rejected: pl.DataFrame, source: str = "") -> None:
        """Take one batch of a source: cheques by month, and rows for the quarantine."""
        self._read += accepted.height + rejected.height
        if rejected.height and "source" not in rejected.columns:
            rejected = rejected.with_columns(source=pl.lit(source or self.source))
        if rejected.height:
            self._rejected.append(rejected)
        if "line" in accepted.columns:
            accepted = accepted.with_columns(source=pl.lit(source or self.source))
        rows = self._codes.put_on(accepted)
        self._tally.add(rows)
        self._company.add(rows)
        self._staging.add(rows, ROWS_IN_MEMORY)

    def commit(self, progress: Callable[[str], None] = lambda month: None) -> LoadReport:
        """Write the months and make them visible in one commit; ``progress`` hears each month.

        A load that brings nothing new and is a repetition commits nothing. Where another load was
        committed meanwhile, or more rows are rejected than the demands allow, nothing is changed
        and the error says so.
        """
        tables = Tables.at(self.tables.root)
        quarantine.settle(tables)
        number = max(tables.cheques.last_load(), tables.rejected.last_load()) + 1
        if self.demands.identical == "reject":
            self._rejected += repeated(self._staging, self._codes)
        rejected = self._quarantined(number)
        refuse_too_many(self.source, rejected, self._read, self.demands.max_rejects)
        keys = Keys.of(tables, self._codes)
        if self._brings_no_card(tables, rejected.height):
            raise problem("load.no_cards", source=self.source, rule=self.card_rule)
        strange = None if self.mended is not None else self._company.warning(tables, keys)
        if strange:
            self.unfamiliar(strange)
        months: list[Written] = []
        for month in self._written(tables, keys, number):
            progress(month.name)
            months.append(month)
        changed = [month for month in months if month.add]
        joined = sum(month.joined for month in months)
        stored = sum(month.new for month in changed)
        identical = sum(month.identical for month in months)
        fresh, known = _parted(rejected, tables)
        if self.mended is not None:
            # They are in the quarantine: nobody brought them anew.
            fresh, known = fresh.clear(), known.clear()
        report = LoadReport(
            source=self.source,
            load=number,
            read=self._read,
            stored=stored,
            already_there=self._read - stored - joined - rejected.height,
            rejected=rejected.height,
            rejected_by_rule=dict(sorted(Counter(rejected.get_column("rule")).items())),
            months=tuple(month.name for month in changed),
            new_cards=keys.new.height if stored else 0,
            version=tables.cheques.version(),
            joined=joined,
            identical=identical,
            mended=0 if self.mended is None else self.mended.height,
            warnings=(
                *([strange] if strange else []),
                *self._tally.warnings(identical, sum(month.documents for month in changed)),
            ),
        )
        overlaps = _overlaps(months, known)
        new = stored or fresh.height or report.mended
        if not new and (not overlaps or Ledger.of(tables).has_brought(overlaps)):
            return replace(report, load=0)
        try:
            self._publish(tables, report, keys.new, fresh, changed, overlaps)
        except CommitFailedError as error:
            raise problem("load.conflict", path=tables.root) from error
        return replace(report, version=tables.cheques.version())

    def _brings_no_card(self, tables: Tables, rejected: int) -> bool:
        """Tell whether a store would hold cheques, and none of a card, against the demands."""
        asked = self.demands.some_card and self.mended is None
        return (
            asked
            and not self._codes.brought
            and self._read > rejected
            and not any(tables.keys.files())
        )

    def _written(self, tables: Tables, keys: Keys, number: int) -> Iterator[Written]:
        before = {file.month: file for file in tables.cheques.files()}
        copies = self.demands.identical == "all"

        def months() -> Iterator[Month]:
            for month in self._staging.months():
                name = f"{month // 100:04d}-{month % 100:02d}"
                lines = keys.put_on(self._staging.rows_of(month))
                rows = receipts_of(lines) if self.demands.rows == "lines" else lines
                yield Month(name, rows, before.get(name), lines.height - rows.height)

        def written(month: Month) -> Written:
            return write(month, tables.cheques, number, self._token, copies=copies)

        return done_beside(written, months())

    def _publish(
        self,
        tables: Tables,
        report: LoadReport,
        new_keys: pl.DataFrame,
        rejected: pl.DataFrame,
        months: list[Written],
        overlaps: dict[int, Overlap],
    ) -> None:
        # Cheques last: a key or a rejected row that nothing refers to harms nobody, and a
        # repeated load finds it again; a cheque without its key would be lost.
        number = report.load
        file_name = f"{number:06d}-{self._token}"
        note: dict[str, Any] = asdict(report) | {
            "overlaps": overlaps_as_note(overlaps),
            "quarantined": rejected.height,
        }
        in_cheques = bool(months) or self.mended is not None or _has_cheques(overlaps)
        if report.new_cards:
            tables.keys.commit([tables.keys.write(file_name, new_keys)], [], number)
        if rejected.height or not in_cheques:
            add = [tables.rejected.write(file_name, rejected)] if rejected.height else []
            tables.rejected.commit(add, [], number, None if in_cheques else note)
        if in_cheques:
            if self.mended is not None:
                note["quarantine"] = quarantine.rewritten(
                    tables, file_name, self._as_mended(number)
                )
            add = [month.add for month in months if month.add]
            remove = [month.remove for month in months if month.remove]
            tables.cheques.commit(add, remove, number, note)
            quarantine.make(tables, note.get("quarantine"), number)

    def _as_mended(self, number: int) -> Callable[[pl.DataFrame], pl.DataFrame]:
        places = self.mended

        def made(rows: pl.DataFrame) -> pl.DataFrame:
            if places is None:
                return rows
            marked = places.unique().with_columns(by=pl.lit(number, QUARANTINE["mended"]))
            joined = rows.join(
                marked, on=quarantine.PLACE, how="left", nulls_equal=True, maintain_order="left"
            )
            return joined.with_columns(pl.coalesce("mended", "by").alias("mended")).drop("by")

        return made

    def _quarantined(self, number: int) -> pl.DataFrame:
        columns = ["source", "line", "rule", "raw"]
        parts = [part.select(columns) for part in self._rejected]
        rows = pl.concat([pl.DataFrame(schema=_REJECTED_PART), *parts])
        return rows.select(
            pl.lit(number, REJECTED["load"]).alias("load"),
            *columns,
            pl.lit(None, QUARANTINE["mended"]).alias("mended"),
        )


_REJECTED_PART = {name: dtype for name, dtype in REJECTED.items() if name != "load"}


def _parted(rejected: pl.DataFrame, tables: Tables) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part rejected rows: those new to the quarantine, and what is known of the others."""
    keys = ["source", "line", "rule", "raw"]
    everything = quarantine.scan(tables).select(*keys, "load")
    if not rejected.height:
        return rejected, everything.head(0).collect()
    known = everything.join(rejected.lazy().select(keys), on=keys, how="semi").collect()
    return rejected.join(known, on=keys, how="anti", maintain_order="left"), known


def _overlaps(months: list[Written], known: pl.DataFrame) -> dict[int, Overlap]:
    """Return by older load what a load brought of it, too: stored cheques and rejected rows."""
    found: dict[int, Overlap] = {}
    for month in months:
        for load, some in month.found.items():
            before = found.get(load, Overlap(0, 0, 0))
            digest = (before.digest + some.digest) % 2**64
            found[load] = Overlap(before.cheques + some.cheques, digest, 0)
    for (load,), rows in known.partition_by("load", as_dict=True).items():
        before = found.get(int(load), Overlap(0, 0, 0))
        digest = int(rows.drop("load").hash_rows(seed=0).to_numpy().sum(dtype="uint64"))
        digest = (before.digest + digest) % 2**64
        found[int(load)] = Overlap(before.cheques, digest, rows.height)
    return found


def _has_cheques(overlaps: dict[int, Overlap]) -> bool:
    return any(one.cheques for one in overlaps.values())
