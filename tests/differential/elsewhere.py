"""The same answers from other places: a cluster, a server's tables, the report's pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
from kit.postgres import binaries
from oracles import naive
from spark.sail import sail_server
from support import postgres
from support.postgres import Cluster

from differential import questions
from differential.command import rfma
from differential.files import frame_of
from differential.stores import AS_TOLD, Chain
from differential.tally import Tally
from rfma_fast import Store
from rfma_fast.errors import RfmaError

LEVELS = ("cluster", "region", "warmth")


@dataclass(frozen=True)
class Elsewhere:
    """What runs beside this process; ``None`` where it is not installed."""

    sail: str
    server: Cluster | None


@contextmanager
def running() -> Iterator[Elsewhere]:
    """Run a Sail server, and PostgreSQL where there is one."""
    with ExitStack() as stack:
        sail = stack.enter_context(sail_server())
        server = stack.enter_context(postgres.running()) if binaries() else None
        yield Elsewhere(sail, server)


def ask_cluster(lot: Random, chain: Chain, tally: Tally, remote: str) -> None:
    """Ask a cluster what was asked here."""
    scope = questions.scope(lot, chain)
    since = questions.day(lot, chain)
    kind = lot.choice(["segment", "migrate", "overview", "statistics", "acquisition"])
    asked = f"--engine spark {kind} {' '.join(scope.words)}, from {since}"

    def answer(store: Store) -> Any:
        if kind == "segment":
            found = store.segment(scope.as_of, since=scope.since, shops=scope.shops)
            borders = dict(found.thresholds.borders)
            return found.as_of, borders, [found.level(level).rows() for level in LEVELS]
        if kind == "migrate":
            moved = store.migrate(since, scope.as_of, shops=scope.shops)
            return moved.cells("region").rows(), moved.by("shop", "region").rows()
        if kind == "overview":
            seen = store.overview(since=scope.since, until=scope.as_of, shops=scope.shops)
            sums = {shop: (of.cheques, of.revenue, of.median) for shop, of in seen.shops.items()}
            return seen.cards, sums, dict(seen.cards_by_shops)
        if kind == "statistics":
            told = store.statistics(since=scope.since, segments_as_of=scope.as_of, by="shop")
            return told.groups.rows(), told.parts.rows()
        began = store.acquisition(as_of=scope.as_of)
        return began.table("month").rows(), began.cohorts.rows()

    here = refused(answer, Store(chain.crooked, future=True))
    there = refused(answer, Store(chain.crooked, engine="spark", remote=remote, future=True))
    tally.same("local and cluster", asked, here, there)


def refused(answer: Callable[[Store], Any], store: Store) -> Any:
    """Return an answer, or the sentence of its refusal."""
    try:
        return answer(store)
    except RfmaError as refusal:
        return refusal.message


def ask_server(lot: Random, chain: Chain, tally: Tally, server: Cluster) -> None:
    """Publish a segmentation and a migration, and read them back."""
    as_of, since = questions.day(lot, chain, after=0), questions.day(lot, chain)
    asked = f"publish --as-of {as_of} --from {since}"
    store = Store(chain.crooked, future=True)
    possible = since < as_of and naive.segment(chain.rows, since).cards
    try:
        store.publish(server.url(), as_of, since=since if possible else None)
    except RfmaError as refusal:
        nobody = not naive.segment(chain.rows, as_of).cards
        tally.same("refused and reckoned", f"{asked} ({refusal})", nobody, True)
        return
    found = store.segment(as_of)
    # A column whose type changed between two publishings stands last by now: by name.
    names = ", ".join(f'"{name}"' for name in found.table().columns)
    segments = server.rows(f'select {names} from rfma.segments order by card collate "C"')
    tally.same("published and segment", asked, segments, as_published(found.table().iter_rows()))
    for level in LEVELS:
        rows = server.rows(
            "select code, cards, cheques, revenue from rfma.levels"
            f" where level = '{level}' order by code collate \"C\""
        )
        wanted = found.level(level).select("code", "cards", "cheques", "revenue").sort("code")
        tally.same("published and segment", asked, rows, as_published(wanted.iter_rows()))
    if possible:
        moved = store.migrate(since, as_of)
        rows = server.rows(
            "select from_code, to_code, cards from rfma.migration where level = 'region'"
            ' order by from_code collate "C", to_code collate "C"'
        )
        cells = moved.cells("region").select("from", "to", "cards").sort("from", "to")
        tally.same("published and migrate", asked, rows, as_published(cells.iter_rows()))


def ask_source(lot: Random, chain: Chain, tally: Tally, server: Cluster, directory: Path) -> None:
    """Take the cheques from a table of a server, and hold the store to the list."""
    server.run(
        "drop table if exists told",
        "create table told (at timestamp, shop text, card text, amount numeric(18, 2),"
        " paid numeric(18, 2), doc_id text)",
    )
    rows = lot.sample(chain.cheques, len(chain.cheques))
    server.put("told", frame_of(rows).to_arrow(compat_level=pl.CompatLevel.oldest()))
    store = directory / "from-server"
    Store(store).ingest(server.url("?table=told"), card_rule="13-digits", **AS_TOLD)
    tally.same("PostgreSQL and the list", "ingest", stored(Store(store)), listed(chain))


def ask_stored(chain: Chain, tally: Tally) -> None:
    """Hold what is stored to the list of cheques."""
    for way, path in (("many loads", chain.crooked), ("one load", chain.straight)):
        told = "; ".join(chain.told)
        tally.same(
            f"{way} and the list", f"stored after {told}", stored(Store(path)), listed(chain)
        )


def stored(store: Store) -> list[tuple[Any, ...]]:
    sql = """select moment, shop, coalesce(card, unidentified_id), amount, paid, doc_id
             from cheques"""
    return sorted(store.query(sql).rows(), key=repr)


def listed(chain: Chain) -> list[tuple[Any, ...]]:
    def roubles(kopecks: int | None) -> Decimal | None:
        return None if kopecks is None else Decimal(kopecks).scaleb(-2)

    rows = [
        (row.at, row.shop, row.card, roubles(row.amount), roubles(row.paid), row.doc)
        for row in chain.cheques
    ]
    return sorted(rows, key=repr)


def as_published(rows: Iterator[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return rows as the driver gives them: exact numbers as texts."""
    return [
        tuple(str(value) if isinstance(value, Decimal) else value for value in row) for row in rows
    ]


class Rows(HTMLParser):
    """The rows of a page's tables: each cell's text, and the figure that it is sorted by."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, str | None]]] = []
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag == "td" and self.rows:
            self.rows[-1].append(("", dict(attrs).get("data-value")))
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag != "td"

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            text, figure = self.rows[-1][-1]
            self.rows[-1][-1] = (text + data, figure)


def ask_report(lot: Random, chain: Chain, tally: Tally, directory: Path) -> None:
    """Read the sizes of groups off the report, and hold them to the reckoning."""
    as_of = questions.day(lot, chain, after=0)
    shops = questions.shops(lot, chain)[:1]
    words = ["--as-of", as_of, *(word for shop in shops for word in ("--shop", shop))]
    asked = f"report {' '.join(map(str, words))}"
    wanted = naive.segment(chain.rows, as_of, shops=shops or None).cards
    target = directory / "report.html"
    told = rfma("report", *words, "--store", chain.crooked, "--future", "-o", target, "-q")
    if not wanted or told.code != 0:
        tally.same("report refuses and reckoned", f"{asked} ({told.err})", told.code == 1,
                   not wanted)  # fmt: skip
        return
    page = Rows()
    page.feed(target.read_text(encoding="utf-8"))
    # code, name, cards, share, its bar, revenue, mean cheque
    shown = {(row[0][0].strip(), row[2][1], row[5][1]) for row in page.rows if len(row) == 7}
    regions: dict[str, tuple[int, int]] = {}
    for card in wanted.values():
        cards, total = regions.get(str(card.region), (0, 0))
        regions[str(card.region)] = (cards + 1, total + card.total)
    for code, (cards, total) in regions.items():
        line = (code, str(cards), f"{Decimal(total) / 100:.2f}")
        tally.same("report and reckoned", f"{asked} {line}", line in shown, True)
