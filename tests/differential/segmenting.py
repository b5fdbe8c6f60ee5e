"""Segmentations: every way to one against the others, and against the reckonings."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from language.agree import told_of
from oracles import naive
from support.words import LEVELS, borders_of, kopecks, people

from differential import questions, reckoning, ways
from differential.command import rfma
from differential.stores import Chain
from differential.tally import Tally, lines
from rfma_fast.analyses.segmentation import Segmentation
from rfma_fast.errors import RfmaError


def ask(lot: Random, chain: Chain, tally: Tally, directory: Path) -> None:
    """Ask for one segmentation in every way."""
    scope = questions.scope(lot, chain)
    scheme = questions.scheme(lot, chain, directory) if lot.random() < 0.5 else None
    name = scheme.name if scheme else "rfma"
    asked = f"segment {' '.join(scope.words)} --scheme {name}"
    found: dict[str, Segmentation | None] = {}
    refused = ""
    for way, store in ways.stores(chain).items():
        try:
            found[way] = store.segment(
                scope.as_of, since=scope.since, shops=scope.shops, scheme=name
            )
        except RfmaError as refusal:
            found[way], refused = None, refusal.message
    first = found["checkpoints"]
    asked += f" ({refused})" if first is None else ""
    for way, other in list(found.items())[1:]:
        tally.same(f"checkpoints and {way}", asked, seen(first), seen(other))
    if scheme:
        _by_language(chain, tally, asked, scope, scheme, first)
    else:
        _by_rfma(chain, tally, asked, scope, first)
    _by_command(lot, chain, tally, asked, [*scope.words, "--scheme", name], first, directory)


def seen(found: Segmentation | None) -> dict[str, Any] | None:
    """Return all that a segmentation says, to be compared."""
    if found is None:
        return None
    levels = ["class", *found.scheme.level_codes]
    return {
        "as_of": found.as_of,
        "borders": dict(found.thresholds.borders),
        "cards": found.table().rows(),
        **{level: found.level(level).rows() for level in levels},
    }


def _by_rfma(
    chain: Chain, tally: Tally, asked: str, scope: questions.Scope, found: Segmentation | None
) -> None:
    as_of = questions.newest(chain, scope)
    wanted = naive.segment(chain.rows, as_of, since=scope.since, shops=scope.shops or None)
    if found is None or not wanted.cards:
        tally.same("refused and reckoned", asked, found is None, not wanted.cards)
        return
    tally.same("as-of and reckoned", asked, found.as_of, wanted.as_of)
    tally.same("cards and reckoned", asked, people(found), wanted.cards)
    tally.same("borders and reckoned", asked, dict(found.thresholds.borders), borders_of(wanted))
    for level in LEVELS:
        groups = reckoning.by_level(wanted.cards, level)
        tally.same("levels and reckoned", f"{asked} {level}", level_of(found, level), groups)
    if not scope.since and not scope.shops:
        cards = reckoning.as_duckdb(chain.rows, found.as_of)
        tally.same("cards and DuckDB", asked, people(found), cards)


def level_of(found: Segmentation, level: str) -> reckoning.Groups:
    return {
        row["code"]: (row["cards"], row["cheques"], kopecks(row["revenue"]))
        for row in found.level(level).iter_rows(named=True)
    }


def _by_language(
    chain: Chain, tally: Tally, asked: str, scope: questions.Scope, scheme: questions.Asked,
    found: Segmentation | None,
) -> None:  # fmt: skip
    as_of = found.as_of if found else questions.newest(chain, scope)
    wanted = as_of and reckoning.by_language(
        scheme.document, chain.cheques, as_of, scope.since, scope.shops
    )
    if found is None or not wanted:
        tally.same("refused and reckoned", asked, found is None, not wanted)
        return
    borders = {axis: list(edges) for axis, edges in found.thresholds.borders.items()}
    tally.same("borders and reckoned", asked, borders, wanted.borders)
    tally.same("cards and reckoned", asked, told_of(found), wanted.units)
    if "part" in found.scheme.level_codes:
        sizes: dict[str, int] = {}
        for unit in wanted.units.values():
            code = questions.group_of(scheme.document, unit.digits)
            sizes[code] = sizes.get(code, 0) + 1
        told = {code: cards for code, (cards, *_) in level_of(found, "part").items()}
        tally.same("levels and reckoned", asked, told, dict(sorted(sizes.items())))


def _by_command(
    lot: Random, chain: Chain, tally: Tally, asked: str, words: list[str],
    found: Segmentation | None, directory: Path,
) -> None:  # fmt: skip
    suffix = lot.choice(["csv", "parquet", "xlsx"])
    cards = directory / f"cards.{suffix}"
    told = rfma("segment", *words, "--store", chain.crooked, "--future", "--format", "json",
                "--cards", cards)  # fmt: skip
    if found is None or told.code != 0:
        tally.same("command and API refuse", asked, told.code in (1, 2), found is None)
        return
    levels = ["class", *found.scheme.level_codes]
    api = {level: lines(found.level(level).iter_rows(named=True)) for level in levels}
    said = {level: lines(rows) for level, rows in told.json["levels"].items()}
    tally.same("command and API", asked, said, api)
    borders = {axis.name: [float(edge) for edge in found.thresholds.borders[axis.code]]
               for axis in found.scheme.axes}  # fmt: skip
    shown = {name: [float(edge) for edge in edges]
             for name, edges in told.json["thresholds"].items()}  # fmt: skip
    tally.same("borders of command and API", asked, shown, borders)
    table = lines(found.table().iter_rows(named=True))
    tally.same(f"cards in {suffix} and API", asked, ways.read(cards), table)
    # Files call the column of revenue ``paid`` where it is what was paid.
    named = (
        {"revenue": found.history.scope.revenue} if found.history.scope.revenue == "paid" else {}
    )
    flat = [
        {"level": level, **{named.get(name, name): cell for name, cell in row.items()}}
        for level, rows in said.items()
        for row in rows
    ]
    ways.files(
        lot, tally, asked, directory,
        ["segment", *words, "--store", chain.crooked, "--future"], flat,
    )  # fmt: skip
    screen = rfma("segment", *words, "--store", chain.crooked, "--future", "--format", "table")
    shown_lines = {" ".join(line.split()) for line in screen.out.splitlines()}
    for level in levels[1:]:
        for row in found.level(level).iter_rows(named=True):
            code, size = f"{row['code']} ", f" {row['cards']:,} "
            stands = any(of.startswith(code) and size in of for of in shown_lines)
            tally.same("terminal and API", f"{asked} {level} {code}", stands, True)


def ask_frozen(lot: Random, chain: Chain, tally: Tally, directory: Path) -> None:
    """Freeze the borders of one day in a file, and grade another day by them."""
    fitted, as_of = questions.day(lot, chain, after=0), questions.day(lot, chain, after=0)
    asked = f"thresholds fit --as-of {fitted}, segment --as-of {as_of}"
    before = naive.segment(chain.rows, fitted)
    after = naive.segment(chain.rows, as_of, frozen=before)
    file = directory / "borders.toml"
    told = rfma("thresholds", "fit", "--as-of", fitted, "--store", chain.crooked, "--future",
                "-o", file, "-q")  # fmt: skip
    tally.same("fit refuses and reckoned", asked, told.code == 0, bool(before.cards))
    if told.code != 0 or not after.cards:
        return
    for way, store in ways.stores(chain).items():
        found = store.segment(as_of, thresholds=file)
        tally.same(f"frozen cards of {way} and reckoned", asked, people(found), after.cards)
    said = rfma("segment", "--as-of", as_of, "--thresholds", file, "--store", chain.crooked,
                "--future", "--format", "json")  # fmt: skip
    groups = {row["code"]: (row["cards"], row["cheques"], int(row["revenue"] * 100))
              for row in said.json["levels"]["cluster"]}  # fmt: skip
    tally.same("command and reckoned", asked, groups, reckoning.by_level(after.cards, "cluster"))
