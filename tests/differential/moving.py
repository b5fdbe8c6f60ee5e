"""Migrations and chains of month ends."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from oracles import naive
from oracles.naive import CardRow, Row
from support.words import LEVELS, kopecks, people

from differential import questions, reckoning, ways
from differential.command import rfma
from differential.stores import Chain
from differential.tally import Tally, lines
from rfma_fast.analyses.migration import Borders, Migration
from rfma_fast.errors import RfmaError

Cells = dict[tuple[str, str], tuple[int, int, int]]
"""From, to → cards, kopecks before, kopecks after."""


def ask(lot: Random, chain: Chain, tally: Tally, directory: Path) -> None:
    """Ask for one migration in every way."""
    since, until = questions.day(lot, chain), questions.day(lot, chain)
    refit, between = lot.random() < 0.4, lot.random() < 0.4
    shops = questions.shops(lot, chain)
    level = lot.choice(LEVELS)
    words = [
        "--from", since, "--to", until, "--level", level, *(["--between"] if between else []),
        *(["--thresholds", "refit"] if refit else []),
        *(word for shop in shops for word in ("--shop", shop)),
    ]  # fmt: skip
    asked = f"migrate {' '.join(map(str, words))}"
    found: dict[str, Migration | None] = {}
    for way, store in ways.stores(chain).items():
        try:
            found[way] = store.migrate(
                since, until, borders="refit" if refit else "frozen", between=between, shops=shops
            )
        except RfmaError:
            found[way] = None
    first = found["checkpoints"]
    for way, other in list(found.items())[1:]:
        tally.same(f"checkpoints and {way}", asked, seen(first, level), seen(other, level))
    before = naive.segment(chain.rows, since, shops=shops or None)
    told = rfma("migrate", *words, "--store", chain.crooked, "--future", "--format", "json")
    after = naive.segment(
        chain.rows,
        until,
        since=since + timedelta(1) if between else None,
        shops=shops or None,
        frozen=None if refit else before,
    )
    # Without anybody at the first date there is nothing to freeze; of days before all there is no
    # answer at all.
    nobody = (not before.cards and not refit) or (not after.cards and not between)
    nobody = nobody or since < chain.first
    if first is None or since >= until or nobody:
        tally.same("refused and reckoned", asked, first is None, since >= until or nobody)
        tally.same("command and API refuse", asked, told.code in (1, 2), first is None)
        return
    tally.same("cards and reckoned", asked, people(first.after), after.cards)
    tally.same("cells and reckoned", asked, cells_of(first, level),
               reckoned(before.cards, after.cards, level))  # fmt: skip
    counts = moved(before.cards, after.cards)
    said = {row["movement"]: row["cards"]
            for row in first.movements("warmth").counts.iter_rows(named=True)}  # fmt: skip
    tally.same("movements and reckoned", asked, said, {name: counts[name] for name in said})
    if not shops:
        for what, labels in (("shop", homes(chain.rows, until)), ("cohort", cohorts(chain.rows))):
            by = first.by(what, "region")
            said_by = {row[what]: (row["cards"], row["warmer"], row["colder"], row["new"],
                                   row["gone"], kopecks(row["revenue"]))
                       for row in by.iter_rows(named=True)}  # fmt: skip
            wanted = by_label(before.cards, after.cards, labels)
            tally.same(f"--by {what} and reckoned", asked, said_by, wanted)
    api = lines(first.cells(level).iter_rows(named=True))
    tally.same("command and API", asked, lines(told.json["cells"]), api)
    given = ["migrate", *words, "--store", chain.crooked, "--future"]
    ways.files(lot, tally, asked, directory, given, api)
    if not api:
        return
    source, target = lot.choice(list(cells_of(first, level)))
    listed = rfma(*given, "--list", source, target, "--format", "csv")
    cards = lines(first.cards(level, source, target).iter_rows(named=True))
    tally.same("--list and API", asked, ways.csv_lines(listed.out), cards)


def seen(found: Migration | None, level: str) -> dict[str, Any] | None:
    if found is None:
        return None
    by = {what: found.by(what, "region").rows() for what in ("shop", "cohort")}
    return {"cells": found.cells(level).rows(), "sizes": found.sizes(level).rows(), **by}


def cells_of(found: Migration, level: str) -> Cells:
    return {
        (row["from"], row["to"]): (
            row["cards"], kopecks(row["revenue_before"]), kopecks(row["revenue"]),
        )
        for row in found.cells(level).iter_rows(named=True)
    }  # fmt: skip


def reckoned(before: dict[str, CardRow], after: dict[str, CardRow], level: str) -> Cells:
    code = naive.LEVELS[level]
    cells: Cells = {}
    for card in before.keys() | after.keys():
        old, new = before.get(card), after.get(card)
        cell = (code(old) if old else "new", code(new) if new else "none")
        cards, was, now = cells.get(cell, (0, 0, 0))
        cells[cell] = (cards + 1, was + (old.total if old else 0), now + (new.total if new else 0))
    return cells


def movement(old: CardRow | None, new: CardRow | None) -> str:
    if old is None or new is None:
        return "new" if old is None else "gone"
    if old.warmth == new.warmth:
        return "same"
    return "warmer" if new.warmth < old.warmth else "colder"


def moved(before: dict[str, CardRow], after: dict[str, CardRow]) -> Counter[str]:
    return Counter(movement(before.get(c), after.get(c)) for c in before.keys() | after.keys())


def by_label(
    before: dict[str, CardRow], after: dict[str, CardRow], labels: dict[str, str]
) -> dict[str, tuple[int, ...]]:
    """Return label → cards, warmer, colder, new, gone, kopecks at the second date."""
    found: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
    for card in before.keys() | after.keys():
        line, new = found[labels[card]], after.get(card)
        line[0] += 1
        kinds = ("warmer", "colder", "new", "gone")
        for place, kind in enumerate(kinds, 1):
            line[place] += movement(before.get(card), new) == kind
        line[5] += new.total if new else 0
    return {label: tuple(line) for label, line in found.items()}


def homes(rows: Sequence[Row], until: date) -> dict[str, str]:
    """Return each card's shop of most purchases, then revenue, later purchase, name."""
    visits: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row[2] and naive.is_identified(row[2]) and row[0].date() <= until:
            visits[row[2]][row[1]].append(row)

    def rank(of: tuple[str, list[Row]]) -> tuple[int, int, int, str]:
        shop, mine = of
        bought = [row for row in mine if row[3] > 0]
        last = max((row[0].date().toordinal() for row in bought), default=0)
        return -len(bought), -sum(row[3] for row in mine), -last, shop

    return {card: min(of.items(), key=rank)[0] for card, of in visits.items()}


def cohorts(rows: Sequence[Row]) -> dict[str, str]:
    """Return each card's month of the first purchase."""
    found: dict[str, str] = {}
    for at, _, card, amount in sorted(rows, key=lambda row: row[0]):
        if card and amount > 0:
            found.setdefault(card, f"{at:%Y-%m}")
    return found


def ask_by_scheme(lot: Random, chain: Chain, tally: Tally, directory: Path) -> None:
    """Ask for a migration by a scheme other than rfma; the borders are fitted at both dates."""
    scheme = questions.scheme(lot, chain, directory)
    since, until = sorted((questions.day(lot, chain), questions.day(lot, chain)))
    borders: Borders = lot.choice(["refit", "refit", "frozen"])
    between = lot.random() < 0.4
    asked = f"migrate --from {since} --to {until} {borders} {between} --scheme {scheme.name}"
    found: dict[str, list[Any] | str] = {}
    for way, store in ways.stores(chain).items():
        try:
            moved = store.migrate(
                since, until, scheme=scheme.name, borders=borders, between=between
            )
            found[way] = moved.cells("class").rows()
        except RfmaError as refusal:
            found[way] = refusal.message
    first = found["checkpoints"]
    for way, other in list(found.items())[1:]:
        tally.same(f"checkpoints and {way}", asked, first, other)
    if since == until or isinstance(first, str) or borders == "frozen":
        return
    after_first = since + timedelta(1) if between else None
    units = [
        of.units if of else {}
        for of in (
            reckoning.by_language(scheme.document, chain.cheques, since, None, ()),
            reckoning.by_language(scheme.document, chain.cheques, until, after_first, ()),
        )
    ]
    wanted = Counter(
        tuple(of[unit].digits if unit in of else absent
              for of, absent in zip(units, ("new", "none"), strict=True))
        for unit in units[0].keys() | units[1].keys()
    )  # fmt: skip
    tally.same("classes and reckoned", asked, {row[:2]: row[2] for row in first}, dict(wanted))


def ask_monthly(lot: Random, chain: Chain, tally: Tally, directory: Path) -> None:
    """Ask for the segmentations of all month ends, and for the migrations between them."""
    days = month_ends(chain)
    shops = questions.shops(lot, chain)
    words = [word for shop in shops for word in ("--shop", shop)]
    asked = f"segment --monthly {' '.join(words)}"
    wanted = {day: naive.segment(chain.rows, day, shops=shops or None) for day in days}
    given = ["segment", "--monthly", *words, "--store", chain.crooked, "--future"]
    if not days or not all(of.cards for of in wanted.values()):
        # Months in which nobody has bought yet: what is said of them is asked one by one.
        return
    for way, store in ways.stores(chain).items():
        found = list(store.segments(shops=shops))
        tally.same(f"month ends of {way}", asked, [one.as_of for one in found], days)
        for one in found:
            tally.same(f"cards of {way} and reckoned", f"{asked} {one.as_of}", people(one),
                       wanted[one.as_of].cards)  # fmt: skip
    told = rfma(*given, "--format", "json")
    for one in told.json:
        day = date.fromisoformat(one["as_of"])
        groups = {row["code"]: (row["cards"], row["cheques"], int(row["revenue"] * 100))
                  for row in one["levels"]["region"]}  # fmt: skip
        tally.same("command and reckoned", f"{asked} {day}", groups,
                   reckoning.by_level(wanted[day].cards, "region"))  # fmt: skip
    flat = [
        {"as_of": one["as_of"], "level": level, **row}
        for one in told.json
        for level, rows in one["levels"].items()
        for row in rows
    ]
    ways.files(lot, tally, asked, directory, given, lines(flat))
    if len(days) > 1:
        migrations = list(ways.stores(chain)["checkpoints"].migrations(shops=shops))
        frozen = wanted[days[0]]
        for one_step, (old, new) in zip(migrations, pairwise(days), strict=True):
            was, now = (naive.segment(chain.rows, day, shops=shops or None, frozen=frozen)
                        for day in (old, new))  # fmt: skip
            tally.same("chain and reckoned", f"migrate --monthly {words} {new}",
                       cells_of(one_step, "region"),
                       reckoned(was.cards, now.cards, "region"))  # fmt: skip


def month_ends(chain: Chain) -> list[date]:
    """Return the ends of the months of a chain, the last identified purchase's day at the end."""
    last, first = naive.segment(chain.rows).as_of, chain.first
    if last is None or last < first:
        return []
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    ends = [date(n // 12, n % 12 + 1, monthrange(n // 12, n % 12 + 1)[1]) for n in months]
    return [min(day, last) for day in ends]
