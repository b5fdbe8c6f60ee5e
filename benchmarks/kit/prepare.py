"""Data for the contest, made by the product in other processes and kept for the next time."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TypedDict

from rfma_fast import open_store
from rfma_fast.synth import ChainSpec, write_cheques


class Facts(TypedDict):
    """What a store holds."""

    files: list[str]
    cheques: int
    cards: int
    months: int
    last: str
    """The last identified day."""
    mid_month: str
    """The 15th of the last month but one."""
    month_ends: list[str]


def source(path: str, cheques: int, cards: int | None, months: int) -> None:
    """Write a chain's cheques: one file where the path ends in ``.csv``, else one a month."""
    if not Path(path).exists():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        write_cheques(ChainSpec(cheques=cheques, cards=cards, months=months), Path(path))


def store(path: str, sources: list[str]) -> None:
    """Ingest sources into a new store with its checkpoints; one that is there is kept."""
    if not Path(path).exists():
        unfinished = Path(f"{path}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        open_store(unfinished).ingest(*sources)
        unfinished.rename(path)
    open_store(path).checkpoint()


def facts(path: str) -> Facts:
    """Tell what a store holds."""
    opened = open_store(path)
    snapshot, status = opened.snapshot, opened.status()
    last = snapshot.last_identified_day
    if last is None:
        raise ValueError("no cheque of the store is identified")
    months = [date.fromisoformat(f"{file.month}-01") for file in snapshot.files]
    ends = [min(_first_of_next(month).toordinal() - 1, last.toordinal()) for month in months]
    return Facts(
        files=snapshot.paths(),
        cheques=status.cheques,
        cards=status.cards,
        months=len(months),
        last=str(last),
        mid_month=str(months[max(len(months) - 2, 0)].replace(day=15)),
        month_ends=[str(date.fromordinal(end)) for end in ends],
    )


def _first_of_next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
