"""Reading what a terminal shows: lines, tables, numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from rich.cells import cell_len

NUMBER = re.compile(r"\u2212?₽?[\d,\u00a0]+(\.\d+)?")


def lines(shown: str) -> list[str]:
    """Return the lines without the blanks at their ends."""
    return [line.rstrip(" ") for line in shown.split("\n")]


def widest(shown: str) -> int:
    """Return how many columns of a terminal the widest line takes."""
    return max(cell_len(line) for line in lines(shown))


@dataclass(frozen=True)
class Table:
    """One table of English output."""

    title: str
    heads: list[str]
    rows: list[list[str]]
    foot: list[str]

    def column(self, head: str) -> list[Decimal]:
        """Return the numbers of a column."""
        place = self.heads.index(head)
        return [plain(row[place]) for row in self.rows]

    def total(self, head: str) -> Decimal:
        return plain(self.foot[self.heads.index(head)])


def plain(text: str) -> Decimal:
    """Return the number that an English cell shows."""
    return Decimal(re.sub(r"[,%₽]", "", text).replace("\u2212", "-"))


def tables(shown: str) -> list[Table]:
    """Return the tables under a ruled head, cut by the places of their heads."""
    found = []
    read = lines(shown)
    for place, line in enumerate(read):
        if line and set(line) == {"─"}:
            body: list[list[str]] = []
            for row in read[place + 1 :]:
                if not row and body and body[-1] and not body[-1][0].startswith("Total"):
                    body.append([])
                    continue
                if not row or row.startswith("Note: "):
                    break
                body.append(re.split(r" {2,}", row.strip(" ")))
            foot = body[-1] if [] in body and body[-1] and "Total" in body[-1] else []
            rows = [cells for cells in body[: body.index([])] if cells] if [] in body else body
            heads = re.split(r" {2,}", read[place - 1].strip(" "))
            found.append(Table(read[place - 2], heads, rows, foot))
    return found
