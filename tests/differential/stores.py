"""Random small stores, and the list of the cheques that are in them.

What is hard is likely: ids that only look like cards, ties in time and amount, returns, leap days,
borders of months and years, years of silence, late rows, rows that come twice, loads taken back,
rows that are rejected and come back mended.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from language.kit import Cheque
from oracles.naive import Row

from differential.command import rfma
from differential.files import KINDS, roubles, write
from rfma_fast import Store
from rfma_fast.api.demands import Asked
from rfma_fast.errors import RfmaError

STARTS = [date(2015, 12, 30), date(2016, 2, 27), date(2018, 6, 14), date(2019, 12, 31),
          date(2020, 2, 28), date(2020, 12, 20), date(2021, 2, 26)]  # fmt: skip
SPANS = [0, 3, 40, 100, 250, 420, 1200]
SHOPS = ["Аптека 1", "Аптека 2", "Аптека 10", "1", 'Shop, the "first"', "Лавка; №5"]
CARDS = [f"20000000000{number:02d}" for number in range(24)] + ["0000000000001", "9999999999999"]
STRANGERS = [None, "0f8fad5b-d9cb-469f-a165-70867728950e", "200000000000", "20000000000011",
             "2000000 000001", "x000000000001", "115", "-000000000001", "2000000000001e0", "guest",
             "٢٠٠٠٠٠٠٠٠٠٠٠١", "２０００００００００００１"]  # fmt: skip
AS_TOLD: Asked = {"no_cards": True, "rows": "receipts", "max_rejects": "100%"}
TIMES = [time(0), time(0, 0, 1), time(9, 30), time(9, 30), time(12), time(23, 59, 59)]
SPOILT = ["12,3x", "", "ten", "1.2.3"]


@dataclass(frozen=True)
class Chain:
    """A store by a crooked way, the same by the straight one, and what is in both."""

    cheques: tuple[Cheque, ...]
    crooked: Path
    """Several loads of several kinds of files, some undone, some mended; its checkpoints."""
    straight: Path
    """One load of one file, in another order."""
    shops: tuple[str, ...]
    told: tuple[str, ...]
    """What was done, for the one who reads a disagreement."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the cheques as the oracles take them, in the order of docs/acquisition.md."""
        ordered = sorted(
            self.cheques, key=lambda row: (row.at, row.shop, row.doc or "", row.amount)
        )
        return tuple((row.at, row.shop, row.card, row.amount) for row in ordered)

    @property
    def first(self) -> date:
        return min(row.at.date() for row in self.cheques)

    @property
    def last(self) -> date:
        return max(row.at.date() for row in self.cheques)

    @property
    def paid(self) -> bool:
        """Tell whether every cheque says what was paid."""
        return all(row.paid is not None for row in self.cheques)


def drawn(lot: Random) -> list[Cheque]:
    """Return random cheques, no two of them equal in every field."""
    start, span = lot.choice(STARTS), lot.choice(SPANS)
    few = [start + timedelta(lot.randint(0, span)) for _ in range(lot.randint(1, 6))]
    edges = [day for day in (start, date(start.year, 2, 28), date(start.year + 1, 1, 1))
             if start <= day <= start + timedelta(span)]  # fmt: skip
    cards = lot.sample(CARDS, lot.randint(1, 12))
    shops = lot.sample(SHOPS, lot.randint(1, len(SHOPS)))
    whole, paid = lot.random() < 0.5, lot.random() < 0.6

    def day() -> date:
        chosen = lot.random()
        if chosen < 0.25:
            return lot.choice(few)
        return lot.choice(edges) if chosen < 0.4 else start + timedelta(lot.randint(0, span))

    def amount() -> int:
        kopecks = lot.choice([
            50 * lot.randint(1, 30), lot.randint(1, 300_000), lot.choice([100, 250_00]),
            lot.choice([100, 0, -50, -100, -25_000, 1]),
        ])  # fmt: skip
        return kopecks // 100 * 100 if whole else kopecks

    rows: dict[Cheque, None] = {}
    for number in range(lot.choice([1, 5, 20, 60, 60, 150, 400])):
        at = datetime.combine(day(), lot.choice(TIMES))
        card = lot.choice(cards) if lot.random() < 0.75 else lot.choice(STRANGERS)
        bill = amount()
        told = bill * lot.randint(5, 10) // 10 if paid else None
        doc = None if lot.random() < 0.1 else f"d{number // lot.choice([1, 1, 2])}"
        row = Cheque(at, lot.choice(shops), card, bill, told, doc)
        rows[row] = None
    return list(rows)


def build(lot: Random, directory: Path) -> Chain:
    """Make a store of random cheques by a crooked way and by the straight one."""
    cheques = drawn(lot)
    crooked, told = directory / "crooked", []
    loads: list[list[Cheque]] = [[] for _ in range(lot.randint(1, 4))]
    by_time = lot.random() < 0.5
    ordered = sorted(cheques, key=lambda row: row.at)
    for place, row in enumerate(ordered):
        chosen = place * len(loads) // len(ordered) if by_time else lot.randrange(len(loads))
        loads[chosen].append(row)
    inside: list[Cheque] = []
    wrong = [row for row in drawn(lot) if row not in cheques] if lot.random() < 0.4 else []
    wrong_after, sweep_after = lot.randrange(len(loads)), lot.randrange(2 * len(loads))
    few, kept = lot.randint(0, len(ordered)), 0
    for number, load in enumerate(filter(None, loads)):
        again = lot.sample(inside, lot.randint(0, len(inside))) if lot.random() < 0.4 else []
        given = load + again
        lot.shuffle(given)
        if lot.random() < 0.3:
            told.append(_with_spoilt(lot, crooked, directory / f"load{number}", given))
        else:
            kind = lot.choice(KINDS)
            _ingest(crooked, write(directory / f"load{number}", kind, given))
            told.append(f"{kind}: {len(load)} rows, {len(again)} once more")
        inside += load
        if number == 0 and lot.random() < 0.3:
            Store(crooked).export(directory / "exported")
            told.append("exported")
        if number == wrong_after and wrong:
            given = [*wrong, *lot.sample(ordered, few)]
            kept = _ingest(crooked, write(directory / "wrong", lot.choice(KINDS), given))
            told.append(f"load {kept} is wrong")
            if lot.random() < 0.5:
                inside += _undone(crooked, kept, told, wrong)
                kept = 0
        if number == sweep_after:
            Store(crooked).gc(keep_days=0, spare_minutes=0)
            told.append("gc")
        if lot.random() < 0.2:
            Store(crooked).checkpoint(rebuild=True)
            told.append("checkpoints rebuilt")
    if kept:
        inside += _undone(crooked, kept, told, wrong)
    lot.shuffle(inside)
    straight = directory / "straight"
    _ingest(straight, write(directory / "straight-load", "csv", inside))
    shops = tuple(sorted({row.shop for row in inside}))
    return Chain(tuple(inside), crooked, straight, shops, tuple(told))


def _ingest(store: Path, source: Path) -> int:
    return Store(store).ingest(source, card_rule="13-digits", **AS_TOLD).load


def _with_spoilt(lot: Random, store: Path, path: Path, rows: list[Cheque]) -> str:
    """Load rows of which some cannot be read, then take those in mended."""
    bad = [place for place in range(len(rows)) if lot.random() < 0.3]
    bad = bad if len(bad) < len(rows) else bad[1:]
    spoilt = {place: lot.choice(SPOILT) for place in bad}
    _ingest(store, write(path, "csv", rows, spoilt))
    if not bad:
        return f"csv: {len(rows)} rows"
    mend = path.with_name(f"{path.name}-mend.csv")
    assert rfma("rejects", "--store", store, "-o", mend, "-q").code == 0
    text = mend.read_text(encoding="utf-8")
    mend.write_text(_mended(text, rows, spoilt), encoding="utf-8")
    done = rfma("rejects", "--store", store, "--retry", mend, "-q")
    assert done.code == 0, done.err
    return f"csv: {len(rows)} rows, {len(bad)} of them mended"


def _mended(text: str, rows: Sequence[Cheque], spoilt: Mapping[int, str]) -> str:
    """Return a table of rejected rows with the amounts that they should have had."""
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(table) >= len(spoilt)
    for row in table:
        place = int(row["line"]) - 2
        assert place in spoilt, row
        row["amount"] = roubles(rows[place].amount)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(table[0]))
    writer.writeheader()
    writer.writerows(table)
    return out.getvalue()


def _undone(store: Path, load: int, told: list[str], wrong: Sequence[Cheque]) -> list[Cheque]:
    """Take a load back; return its own rows where that is refused for what a later one brought."""
    try:
        Store(store).undo(load)
    except RfmaError as refusal:
        told.append(f"undo refused: {refusal.message}")
        return list(wrong)
    told.append(f"load {load} taken back")
    return []
