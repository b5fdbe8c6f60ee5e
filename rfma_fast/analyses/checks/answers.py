"""The segmentation against its own laws, and against a store that ends on the as-of day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from rfma_fast.analyses.checks.model import Checked, Look, findings_of
from rfma_fast.analyses.segmentation import Segmentation, segment
from rfma_fast.engines import PolarsEngine
from rfma_fast.periods import month_ends

_DAYS = 2
Told = list[tuple[str, object, object]]


def grades(look: Look) -> Checked:
    """Equal values have equal grades, and a better value never has a worse one."""
    found = look.newest
    table = look.table
    told: Told = []
    for axis in found.scheme.axes:
        grade = pl.col(axis.code)
        values = table.group_by(axis.name).agg(grade.n_unique().alias("n"), grade.first())
        split = values.filter(pl.col("n") > 1)
        told.extend((f"{axis.code} {value}", 1, n) for value, n, _ in split.head(20).iter_rows())
        steps = values.sort(axis.name).get_column(axis.code)
        if not split.height and not (steps.is_sorted() or steps.is_sorted(descending=True)):
            told.append((axis.code, "1 … n", "—"))
    return findings_of("grades", table.height, told)


def groups(look: Look) -> Checked:
    """Every card stands once in the table, in one class and in one group of every level."""
    found = look.newest
    table = look.table
    told: Told = []
    cards = table.get_column("card")
    told.extend((f"{card}", 1, 2) for card in cards.filter(cards.is_duplicated()).unique().head(20))
    blank = int(cards.null_count())
    if blank:
        told.append(("card", 0, blank))
    for level in found.scheme.level_codes:
        codes = set(found.group_codes(level))
        here = table.group_by("class").agg(pl.col(level).unique().alias("of"))
        for code, of in here.sort("class").iter_rows():
            if len(of) != 1 or of[0] not in codes:
                told.append((f"{level} {code}", 1, ", ".join(map(str, of))))
    return findings_of("groups", table.height, told)


def sums(look: Look) -> Checked:
    """Cards, cheques and revenue of every level add up to those of the identified cheques."""
    found = look.newest
    mine = look.snapshot.scan().filter(pl.col("card") > 0, pl.col("day") <= found.as_of)
    bought = pl.col("amount") > 0
    cards, cheques, total = (
        mine.select(
            pl.col("card").filter(bought).n_unique(),
            bought.sum().alias("cheques"),
            pl.col("amount").sum(),
        )
        .collect(engine="streaming")
        .row(0)
    )
    states = found.history.facts.states
    only_returned = states.filter(pl.col("cheques") == 0).get_column("total")
    wanted = (cards, cheques, total - int(only_returned.sum()))
    told: Told = []
    for level in found.scheme.level_codes:
        codes = pl.Series(found.codebook.codes(level))
        summed = (
            found.sizes.with_columns(code=codes.gather(found.sizes.get_column("class")))
            .group_by("code")
            .agg(pl.col("cards", "cheques", "total").sum())
        )
        told_there = summed.select(pl.col("cards", "cheques", "total").sum()).row(0)
        if told_there != wanted:
            told.append((level, " ".join(map(str, wanted)), " ".join(map(str, told_there))))
    return findings_of("sums", len(found.scheme.level_codes), told)


def horizon(look: Look) -> Checked:
    """As of an earlier day the answer is that of a store which ends there (sampled days)."""
    told: Told = []
    chosen = _earlier(look)
    for day in chosen:
        here = replace(
            look.snapshot,
            files=tuple(file for file in look.snapshot.files if file.first and file.first <= day),
        )
        whole = segment(PolarsEngine(), look.snapshot, look.scheme, as_of=day)
        cut = segment(PolarsEngine(checkpoints=False), here, look.scheme, as_of=day)
        if whole.thresholds != cut.thresholds:
            told.append((f"{day}", _borders(cut), _borders(whole)))
        elif not whole.classed.sort("card").equals(cut.classed.sort("card")):
            told.append((f"{day}", _sizes(cut), _sizes(whole)))
    return findings_of("horizon", len(chosen), told)


def _earlier(look: Look) -> list[date]:
    """Return ends of months before the last one, on which there is a card that bought."""
    bought = look.snapshot.scan().filter(pl.col("card") > 0, pl.col("amount") > 0)
    first = bought.select(pl.min("day")).collect(engine="streaming").item()
    ends = month_ends(first, look.newest.as_of)[:-1] if isinstance(first, date) else []
    return look.sample(ends, _DAYS, "horizon")


def _borders(found: Segmentation) -> str:
    borders = found.thresholds.borders.items()
    return "; ".join(f"{axis} {', '.join(map(str, of))}" for axis, of in borders)


def _sizes(found: Segmentation) -> str:
    cards, cheques, total = found.sizes.select(pl.col("cards", "cheques", "total").sum()).row(0)
    return f"{cards} {cheques} {total}"
