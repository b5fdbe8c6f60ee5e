"""The trade of a period: overview, statistics by segment, acquisition, SQL."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from analyses.test_acquisition import began_as_said, began_as_told
from analyses.test_overview import hold_oracle as hold_overview
from analyses.trade_kit import by, expected, rows, said
from oracles import naive, trade
from oracles.naive import round_half_away
from support.words import LEVELS, kopecks, naive_numbers, numbers

from differential import questions, ways
from differential.command import rfma
from differential.stores import Chain
from differential.tally import Tally, lines
from rfma_fast.errors import RfmaError


def period(lot: Random, chain: Chain) -> dict[str, date | None]:
    """Return a period that ends no earlier than it begins, open at either end or at both."""
    days = sorted((questions.day(lot, chain), questions.day(lot, chain)))
    return {name: day if lot.random() < 0.6 else None
            for name, day in zip(("since", "until"), days, strict=True)}  # fmt: skip


def words_of(asked: dict[str, date | None], shops: tuple[str, ...]) -> list[str]:
    names = {"since": "--from", "until": "--to"}
    told = [word for name, day in asked.items() if day for word in (names[name], str(day))]
    return [*told, *(word for shop in shops for word in ("--shop", shop))]


def within(chain: Chain, asked: dict[str, date | None], shops: tuple[str, ...]) -> list[naive.Row]:
    since, until = asked["since"] or date.min, asked["until"] or date.max
    return [row for row in chain.rows
            if since <= row[0].date() <= until and (not shops or row[1] in shops)]  # fmt: skip


def ask_overview(lot: Random, chain: Chain, tally: Tally, directory: Path) -> None:
    span, shops = period(lot, chain), questions.shops(lot, chain)
    words = words_of(span, shops)
    asked = f"overview {' '.join(words)}"
    seen = within(chain, span, shops)
    given = ["overview", *words, "--store", chain.crooked]
    told = rfma(*given, "--format", "json")
    for way, store in ways.stores(chain).items():
        try:
            found = store.overview(**span, shops=shops)
        except RfmaError:
            tally.same("refused and reckoned", asked, not seen, True)
            tally.same("command and API refuse", asked, told.code in (1, 2), True)
            return
        tally.same(f"{way} and reckoned", asked, numbers(found), naive_numbers(seen))
    book = trade.Book(seen)
    hold(tally, "overview and DuckDB", asked, hold_overview, found, book)
    book.close()
    wanted = naive.overview(seen)
    answer = told.json
    figures = {"cheques": answer["cheques"], "revenue": kop(answer["revenue"]),
               "cards": answer["cards"], "min": kop(answer["cheque"]["min"]),
               "max": kop(answer["cheque"]["max"]),
               "mean": kop(answer["cheque"]["mean"]), "median": kop(answer["cheque"]["median"]),
               "by": {line["shops"]: line["cards"] for line in answer["cards_by_shops"]},
               "shops": {of["shop"]: kop(of["revenue"]) for of in answer["shops"]}}  # fmt: skip
    reckoned = {**{name: wanted[name] for name in ("cheques", "revenue", "cards", "min", "max")},
                **{name: whole(wanted[name]) for name in ("mean", "median")},
                "by": wanted["cards_by_shops"],
                "shops": {shop: of["revenue"] for shop, of in wanted["shops"].items()}}  # fmt: skip
    tally.same("command and reckoned", asked, figures, reckoned)
    flat = [
        {
            "shop": line["shop"], "cheques": line["cheques"], "revenue": line["revenue"],
            "unidentified_cheques_share": line["unidentified_share"]["cheques"],
            "unidentified_revenue_share": line["unidentified_share"]["revenue"],
            "mean_cheque": line["mean"], "median_cheque": line["median"],
        }
        for line in answer["shops"]
    ]  # fmt: skip
    ways.files(lot, tally, asked, directory, given, lines(flat))


def ask_statistics(lot: Random, chain: Chain, tally: Tally, directory: Path) -> None:
    span, shops = period(lot, chain), questions.shops(lot, chain)
    level, part = lot.choice(LEVELS), lot.choice([None, "shop", "month"])
    as_of = questions.day(lot, chain) if lot.random() < 0.4 else None
    words = [*words_of(span, shops), "--level", level, *(["--by", part] if part else []),
             *(["--segments-as-of", str(as_of)] if as_of else [])]  # fmt: skip
    asked = f"statistics {' '.join(words)}"
    given = ["statistics", *words, "--store", chain.crooked]
    at = as_of or span["until"]
    far = at is not None and at > chain.last
    if far:
        return
    told = rfma(*given, "--format", "json")
    seen = within(chain, span, shops)
    for way, store in ways.stores(chain).items():
        try:
            found = store.statistics(
                since=span["since"],
                until=span["until"],
                shops=shops,
                level=level,
                by=part,
                segments_as_of=as_of,
            )
        except RfmaError as refusal:
            nobody = not naive.segment(chain.rows, at).cards
            tally.same("refused and reckoned", f"{asked} ({refusal})", nobody or not seen, True)
            tally.same("command and API refuse", asked, told.code in (1, 2), True)
            return
        book = trade.Book(chain.rows)
        book.tell_segments(level, at)
        book.connection.execute(
            "delete from cheques where len($shops) > 0 and not list_contains($shops, shop)",
            {"shops": list(shops)},
        )
        for parts, frame in ((None, found.groups), (part, found.parts)):
            wanted = book.by_segment(parts, **span)
            tally.same(f"{way} and DuckDB", asked,
                       by([said(row) for row in rows(frame)], "part", "code"),
                       by([expected(line) for line in wanted], "part", "code"))  # fmt: skip
            if part is None:
                break
        book.close()
    tally.same("command and API", asked, lines(told.json["groups"]), lines(rows(found.groups)))
    if part:
        ways.files(lot, tally, asked, directory, given, lines(rows(found.parts)))
    else:
        ways.files(lot, tally, asked, directory, given, lines(rows(found.groups)))


def ask_acquisition(lot: Random, chain: Chain, tally: Tally, directory: Path) -> None:
    as_of = questions.day(lot, chain, after=0) if lot.random() < 0.5 else None
    churn = lot.choice([1, 7, 30, 100, 1000]) if lot.random() < 0.6 else None
    words = [
        *(["--as-of", str(as_of)] if as_of else []),
        *(["--churn", str(churn)] if churn else []),
    ]
    asked = f"acquisition {' '.join(words)}"
    given = ["acquisition", *words, "--store", chain.crooked, "--future"]
    told = rfma(*given, "--format", "json")
    segmented = naive.segment(chain.rows, as_of)
    for way, store in ways.stores(chain).items():
        try:
            found = store.acquisition(as_of=as_of, churn=churn)
        except RfmaError as refusal:
            tally.same("refused and reckoned", f"{asked} ({refusal})", not segmented.cards, True)
            tally.same("command and API refuse", asked, told.code in (1, 2), True)
            return
        tally.same(f"churn of {way} and reckoned", asked, found.churn, churn or segmented.churn)
        book = trade.Book(chain.rows)
        for keys in ("month", "shop", "month, shop"):
            names = keys.split(", ")
            opening = None if "month" in names else f"{chain.first:%Y-%m}"
            wanted = began_as_told(book.new_cards(keys, found.as_of, found.churn, opening))
            frame = found.table(*names)
            if "month" in names:
                # A month without a new card has a line of noughts.
                frame = frame.filter(frame["cards"] > 0)
            tally.same(f"new cards of {way} and DuckDB", f"{asked} {keys}",
                       by(began_as_said(frame), *names), by(wanted, *names))  # fmt: skip
        cohorts = {
            key: (line["cards"], line["active"], line["revenue"], line["cumulative"])
            for key, line in by(
                book.cohorts(found.as_of, found.churn), "cohort", "months_since"
            ).items()
        }
        mine = {
            key: (row["cards"], row["active"], kopecks(row["revenue"]), kopecks(row["cumulative"]))
            for key, row in by(rows(found.cohorts), "cohort", "months_since").items()
        }
        held = {key: line for key, line in mine.items() if key in cohorts}
        tally.same(f"cohorts of {way} and DuckDB", asked, held, cohorts)
        quiet = {(line[1], line[2]) for key, line in mine.items() if key not in cohorts}
        tally.same(f"months of silence of {way}", asked, quiet <= {(0, 0)}, True)
        if churn is None:
            book.tell_segments("region", found.as_of)
            back = book.win_back(found.as_of, segmented.base, segmented.churn)
            wanted_back = [(line["card"], line["group"], line["rank"], line["total"])
                           for line in back]  # fmt: skip
            back_said = [(row["card"], row["group"], row["rank"], kopecks(row["revenue"]))
                         for row in rows(found.win_back())]  # fmt: skip
            tally.same(f"win-back of {way} and DuckDB", asked, back_said, wanted_back)
        book.close()
    tally.same("command and API", asked, lines(told.json["months"]),
               lines(rows(found.table("month"))))  # fmt: skip
    ways.files(lot, tally, asked, directory, given, lines(told.json["months"]))


QUERIES = (
    "select coalesce(card, unidentified_id) as card, count(*) as n, sum(amount) as total"
    " from cheques group by 1 order by 1 nulls first",
    "select shop, day, count(*) filter (amount > 0) as n, sum(amount) as total from cheques"
    " group by 1, 2 order by 1, 2",
    "select strftime(day, '%Y-%m') as month, count(distinct card) as cards, min(amount) as least"
    " from cheques where identified group by 1 order by 1",
)


def ask_query(lot: Random, chain: Chain, tally: Tally, directory: Path) -> None:
    """Ask SQL of the views, and of the list of cheques in a DuckDB of its own."""
    sql = lot.choice(QUERIES)
    any_day = questions.day(lot, chain, before=0, after=0)
    as_of = min(max(any_day, chain.first), chain.last) if lot.random() < 0.5 else None
    day = ["--as-of", str(as_of)] if as_of else []
    asked = f"query {' '.join(day)} {sql}"
    book = trade.Book([row for row in chain.rows if not as_of or row[0].date() <= as_of])
    book.connection.execute(
        """create view told as select shop, "at"::date as day, amount / 100.0 as amount,
        case when regexp_full_match(card, '[0-9]{13}') then card end as card,
        case when not regexp_full_match(card, '[0-9]{13}') then card end as unidentified_id,
        coalesce(regexp_full_match(card, '[0-9]{13}'), false) as identified from cheques"""
    )
    wanted = lines(book.ask(sql.replace("from cheques", "from told"), {}))
    book.close()
    for way, store in ways.stores(chain).items():
        tally.same(f"{way} and DuckDB", asked, lines(rows(store.query(sql, as_of))), wanted)
    given = ["query", sql, *day, "--store", chain.crooked]
    told = rfma(*given, "--format", "json")
    tally.same("command and DuckDB", asked, lines(told.json), wanted)
    ways.files(lot, tally, asked, directory, given, wanted)


def hold(tally: Tally, pair: str, asked: str, held: Any, *what: Any) -> None:
    """Count a check that asserts."""
    try:
        held(*what)
    except AssertionError as error:
        tally.same(pair, asked, str(error), "")
    else:
        tally.same(pair, asked, "", "")


def kop(roubles: Any) -> int | None:
    return None if roubles is None else int(roubles * 100)


def whole(kopecks_: Fraction | None) -> int | None:
    return None if kopecks_ is None else round_half_away(kopecks_)
