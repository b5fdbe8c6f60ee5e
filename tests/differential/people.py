"""Questions about people: who cools when, one card in depth, what groups do if left alone."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

from analyses.test_card import agrees as card_agrees
from analyses.test_cooling import drops_of, naive_drops
from analyses.test_outlook import holds as outlook_holds
from oracles import naive

from differential import questions, ways
from differential.command import rfma
from differential.stores import Chain
from differential.tally import Tally, lines
from differential.trading import hold
from rfma_fast.errors import RfmaError


def ask_cooling(lot: Random, chain: Chain, tally: Tally, directory: Path) -> None:
    as_of, ahead = questions.day(lot, chain, after=0), lot.randint(1, 40)
    level = lot.choice(["cluster", "region", "warmth"])
    shops = questions.shops(lot, chain)
    words = ["--as-of", as_of, "--days", ahead, "--level", level,
             *(word for shop in shops for word in ("--shop", shop))]  # fmt: skip
    asked = f"cooling {' '.join(map(str, words))}"
    rows = tuple(row for row in chain.rows if not shops or row[1] in shops)
    given = ["cooling", *words, "--store", chain.crooked, "--future"]
    told = rfma(*given, "--format", "json")
    whole_roubles = all(row[3] % 100 == 0 for row in rows) == all(
        r[3] % 100 == 0 for r in chain.rows
    )
    for way, store in ways.stores(chain).items():
        try:
            found = store.cooling(ahead, as_of, level=level, shops=shops)
        except RfmaError as refusal:
            nobody = not naive.segment(rows, as_of).cards
            tally.same("refused and reckoned", f"{asked} ({refusal})", nobody, True)
            tally.same("command and API refuse", asked, told.code in (1, 2), True)
            return
        if whole_roubles:
            # Else the shops alone would round money in another way than the store does.
            wanted = naive_drops(rows, as_of, ahead, level)
            tally.same(f"drops of {way} and reckoned", asked,
                       sorted(drops_of(found)), sorted(wanted))  # fmt: skip
    tally.same("command and API", asked, lines(told.json["moves"]),
               lines(found.moves.iter_rows(named=True)))  # fmt: skip
    ways.files(lot, tally, asked, directory, given, lines(found.table().iter_rows(named=True)))


def ask_card(lot: Random, chain: Chain, tally: Tally, directory: Path) -> None:
    as_of = max(questions.day(lot, chain, after=0), chain.first)
    cards = naive.segment(chain.rows, as_of).cards
    if not cards:
        return
    card = lot.choice(sorted(cards))
    asked = f"card {card} --as-of {as_of}"
    for way, store in ways.stores(chain).items():
        hold(tally, f"story of {way} and reckoned", asked, card_agrees, store, chain.rows, as_of,
             card, 45)  # fmt: skip
    told = rfma("card", card, "--as-of", as_of, "--store", chain.crooked, "--future",
                "--format", "json")  # fmt: skip
    tally.same("command runs", asked, told.code, 0)
    grades = "".join(axis["grade"] for axis in told.json["axes"])
    tally.same("command and reckoned", asked, grades, cards[card].class_code)


def ask_outlook(lot: Random, chain: Chain, tally: Tally, directory: Path) -> None:
    bought = [
        row[0].date() for row in chain.rows if row[2] and naive.is_identified(row[2]) and row[3] > 0
    ]
    span = (max(bought) - min(bought)).days if bought else 0
    if span < 1 or len(naive_months(min(bought), max(bought))) > 20:
        return
    days, level = lot.randint(1, min(span, 60)), lot.choice(["region", "class", "warmth"])
    asked = f"outlook --days {days} --level {level}"
    newest = naive.segment(chain.rows).as_of
    assert newest
    told = rfma("outlook", "--days", days, "--level", level, "--store", chain.crooked, "--future",
                "--format", "json")  # fmt: skip
    for way, store in ways.stores(chain).items():
        try:
            store.outlook(days, level=level)
        except RfmaError as refusal:
            nobody = min(bought) > newest - timedelta(days)
            tally.same("refused and reckoned", f"{asked} ({refusal})", nobody, True)
            tally.same("command and API refuse", asked, told.code in (1, 2), True)
            return
        hold(tally, f"outlook of {way} and reckoned", asked, outlook_holds, store, chain.rows, days,
             level)  # fmt: skip
    tally.same("command runs", asked, told.code, 0)


def naive_months(first: date, last: date) -> range:
    return range(first.year * 12 + first.month, last.year * 12 + last.month + 1)
