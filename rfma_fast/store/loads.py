"""One load: rows gathered by month, keyed, sorted, freed of repeats, committed at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from types import TracebackType
from typing import Any

import polars as pl
from deltalake.exceptions import CommitFailedError
from deltalake.transaction import AddAction

from rfma_fast.cheques.rulebook import NO_DEMANDS, Demands, Warned
from rfma_fast.i18n import problem
from rfma_fast.store import quarantine
from rfma_fast.store.ahead import done_beside
from rfma_fast.store.cards import Codes, Keys
from rfma_fast.store.ledger import Ledger, Overlap, overlaps_as_note
from rfma_fast.store.months import Month, Written, write
from rfma_fast.store.receipts import receipts_of
from rfma_fast.store.rejections import WHOLE, Rejections
from rfma_fast.store.setaside import SetAside
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
    next is fetched) with what is stored of them; beside that one number for each card, and of the
    rejected rows as many as ``SetAside`` holds.
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
    _read: int = 0
    _token: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    _tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self._codes = Codes(self.card_rule)
        self._company = Company(self._codes)
        self._staging = Staging(self.tables.staging / self._token)
        self._rejected = SetAside(self._staging.directory)

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
        self._rejected.add(rejected)
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
            for some in repeated(self._staging, self._codes):
                self._rejected.add(some)
        rejected = self._rejected
        refuse_too_many(self.source, rejected, self._read, self.demands.max_rejects)
        keys = Keys.of(tables, self._codes)
        if self._brings_no_card(tables, rejected.rows):
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
        overlaps = _overlaps(months)
        # Where rows come from the quarantine, nobody brought them anew.
        fresh = _Fresh() if self.mended is not None else self._quarantined(tables, number, overlaps)
        report = LoadReport(
            source=self.source,
            load=number,
            read=self._read,
            stored=stored,
            already_there=self._read - stored - joined - rejected.rows,
            rejected=rejected.rows,
            rejected_by_rule=dict(sorted(rejected.by_rule.items())),
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
        new = stored or fresh.rows or report.mended
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
        rejected: _Fresh,
        months: list[Written],
        overlaps: dict[int, Overlap],
    ) -> None:
        # Cheques last: a key or a rejected row that nothing refers to harms nobody, and a
        # repeated load finds it again; a cheque without its key would be lost.
        number = report.load
        file_name = f"{number:06d}-{self._token}"
        note: dict[str, Any] = asdict(report) | {
            "overlaps": overlaps_as_note(overlaps),
            "quarantined": rejected.rows,
        }
        in_cheques = bool(months) or self.mended is not None or _has_cheques(overlaps)
        if report.new_cards:
            tables.keys.commit([tables.keys.write(file_name, new_keys)], [], number)
        if rejected.rows or not in_cheques:
            tables.rejected.commit(rejected.files, [], number, None if in_cheques else note)
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

    def _quarantined(self, tables: Tables, number: int, overlaps: dict[int, Overlap]) -> _Fresh:
        """Write the rejected rows that the quarantine does not have; note whose the others are."""
        fresh, rejections = _Fresh(), Rejections(tables)
        for place, part in enumerate(self._rejected.parts()):
            new, known = rejections.parted(part)
            _note_known(overlaps, known)
            if new.height:
                rows = new.select(
                    pl.lit(number, REJECTED["load"]).alias("load"),
                    *WHOLE,
                    pl.lit(None, QUARANTINE["mended"]).alias("mended"),
                )
                name = f"{number:06d}-{self._token}" + (f"-{place}" if place else "")
                fresh.files.append(tables.rejected.write(name, rows))
                fresh.rows += rows.height
        return fresh


@dataclass
class _Fresh:
    """Rejected rows that are new to the quarantine, in files that no version knows yet."""

    files: list[AddAction] = field(default_factory=list)
    rows: int = 0


def _overlaps(months: list[Written]) -> dict[int, Overlap]:
    """Return by older load what a load brought of it, too: stored cheques."""
    found: dict[int, Overlap] = {}
    for month in months:
        for load, some in month.found.items():
            before = found.get(load, Overlap(0, 0, 0))
            digest = (before.digest + some.digest) % 2**64
            found[load] = Overlap(before.cheques + some.cheques, digest, 0)
    return found


def _note_known(overlaps: dict[int, Overlap], known: pl.DataFrame) -> None:
    """Add rejected rows that older loads brought, too."""
    for (load,), rows in known.partition_by("load", as_dict=True).items():
        before = overlaps.get(int(load), Overlap(0, 0, 0))
        digest = int(rows.drop("load").hash_rows(seed=0).to_numpy().sum(dtype="uint64"))
        overlaps[int(load)] = Overlap(
            before.cheques, (before.digest + digest) % 2**64, before.rejected + rows.height
        )


def _has_cheques(overlaps: dict[int, Overlap]) -> bool:
    return any(one.cheques for one in overlaps.values())
