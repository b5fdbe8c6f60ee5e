"""The texts on a cheque, made a column at a time: card numbers, throw-away ids, document ids."""

from __future__ import annotations

import numpy as np
import polars as pl

from rfma_fast.synth.chain import CARD_NUMBERS, Ints

UUID_CHARS = 36
PLACES_OF_PAIRS = (0, 4, 9, 14, 19, 24, 28, 32)
"""Where in the text of an id its eight pairs of octets stand, four hex digits each."""
PAIRS_IN_HEX = np.frombuffer(
    b"".join(bytes((pair & 0xFF, pair >> 8)).hex().encode() for pair in range(1 << 16)), dtype="<u4"
)
FIRST_CARD = 2_000_000_000_000
# Prime to the number of card numbers, so that no two cards share one, and near its golden section,
# so that cards of one shop or one month do not stand side by side.
CARD_STEP = 618_033_989
# Tills of this make count days from 1840-12-31.
DAYS_TO_1970 = 47_117


def card_numbers(cards: Ints, seed: int) -> pl.Series:
    """Return the 13 digits printed on each card; different cards have different digits."""
    first = seed * 7_368_787 % CARD_NUMBERS
    return pl.Series("card", FIRST_CARD + (first + cards * CARD_STEP) % CARD_NUMBERS).cast(
        pl.String
    )


def uuids(count: int, random: np.random.Generator) -> pl.Series:
    """Return that many random ids of the shape ``xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx``."""
    if count == 0:
        return pl.Series("card", [], dtype=pl.String)
    octets = np.frombuffer(random.bytes(count * 16), dtype=np.uint8).reshape(count, 16).copy()
    octets[:, 6] = octets[:, 6] & 0x0F | 0x40
    octets[:, 8] = octets[:, 8] & 0x3F | 0x80
    pairs = octets.view("<u2")
    text = np.full((count, UUID_CHARS), ord("-"), dtype=np.uint8)
    for pair, place in enumerate(PLACES_OF_PAIRS):
        text[:, place : place + 4].view("<u4")[:, 0] = PAIRS_IN_HEX[pairs[:, pair]]
    return pl.Series("card", text).arr.to_list().cast(pl.Binary).cast(pl.String)


def document_heads(shops: int, days: Ints, first_day: int) -> pl.Series:
    """Return the part of a document id that all cheques of a shop on a day share.

    It looks like ``15#2000741#65938#2_``: the shop and its session, the day, the shop. ``days``
    count from 1970-01-01, sessions from ``first_day`` on. All shops of the first day come first.
    """
    places = pl.DataFrame({"day": days}).join(
        pl.DataFrame({"shop": np.arange(1, shops + 1)}), how="cross", maintain_order="left_right"
    )
    session = (pl.col("day") - first_day + 1).cast(pl.String).str.zfill(6)
    day = pl.col("day") + DAYS_TO_1970
    return places.select(pl.format("15#{}{}#{}#{}_", "shop", session, day, "shop")).to_series()


def document_ids(heads: pl.Series, place: Ints, numbers: Ints) -> pl.Series:
    """Return ids like ``15#2000741#65938#2_29``: the head at each place and a number behind it."""
    # Far fewer numbers than cheques: each is written once.
    texts = pl.Series("number", np.arange(numbers.max(initial=0) + 1)).cast(pl.String)
    return heads.gather(place) + texts.gather(numbers)
