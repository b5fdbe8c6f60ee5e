"""Cards of a load: what is printed becomes a number at once, and a key when months are written."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from rfma_fast.cheques.card_rules import as_printed, in_ascii
from rfma_fast.cheques.schema import CARD_KEY
from rfma_fast.store.tables import KEYS, Tables

CODE = pl.UInt32
"""Number of a printed card within one load, in no order."""


@dataclass
class Codes:
    """Every identified card of a load once, each with its number."""

    card_rule: str
    _type: pl.Categorical = field(
        default_factory=lambda: pl.Categorical(pl.Categories.random("rfma", CODE))
    )

    def __post_init__(self) -> None:
        # Polars forgets what no series refers to.
        self._alive = pl.Series(dtype=self._type)
        self._brought = 0

    @property
    def brought(self) -> int:
        """Return how many different cards the load has brought so far."""
        return self._brought

    def put_on(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Replace the printed card by its number, or by null and the till's throw-away id."""
        card = rows.get_column("card")
        identified = card.str.contains(in_ascii(self.card_rule)).fill_null(False)
        numbers = self.of(as_printed(card, self.card_rule).set(~identified, None))
        highest = numbers.max()
        if isinstance(highest, int):
            self._brought = max(self._brought, highest + 1)
        return rows.with_columns(
            card=numbers,
            unidentified_id=card.set(identified, None),
        )

    def of(self, cards: pl.Series) -> pl.Series:
        """Return the numbers of printed cards, which are learnt where they are new."""
        return cards.cast(self._type).to_physical()

    def printed(self, codes: pl.Series) -> pl.Series:
        """Return what is printed on the cards of these numbers."""
        return codes.cat.to(self._type).cast(pl.String)


@dataclass
class Keys:
    """The keys of cards by their numbers, growing with the cards that a load brings."""

    codes: Codes
    had_some: bool = False
    """Whether the store knew some of the load's cards before it."""
    _by_code: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(1, np.int32))
    _last: int = 0
    _new: list[pl.DataFrame] = field(default_factory=list)

    @classmethod
    def of(cls, tables: Tables, codes: Codes) -> Keys:
        """Read the keys that the store has given so far."""
        keys = cls(codes)
        paths = [f"{tables.keys.uri}/{file.path}" for file in tables.keys.files()]
        if paths:
            keys._keep(pl.read_parquet(paths, schema=KEYS, glob=False, **tables.keys.place.polars))
        keys.had_some = bool(keys._by_code[: codes.brought].any())
        return keys

    @property
    def new(self) -> pl.DataFrame:
        """Return the keys that the store does not have yet."""
        return pl.concat([pl.DataFrame(schema=KEYS), *self._new])

    def put_on(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Replace the numbers of cards by their keys, and null by 0."""
        given = rows.get_column("card")
        codes = given.drop_nulls().to_numpy()
        self._reach(codes)
        strangers = np.unique(codes[self._by_code[codes] == 0])
        if strangers.size:
            self._learn(self.codes.printed(pl.Series(strangers, dtype=CODE)))
        keys = pl.Series(self._by_code[given.fill_null(0).to_numpy()], dtype=CARD_KEY)
        return rows.with_columns(card=keys.set(given.is_null(), 0))

    def _learn(self, cards: pl.Series) -> None:
        cards = cards.sort()
        first = self._last + 1
        keys = pl.int_range(first, first + cards.len(), dtype=CARD_KEY, eager=True)
        learnt = pl.DataFrame({"key": keys, "card": cards})
        self._keep(learnt)
        self._new.append(learnt)

    def _keep(self, keys: pl.DataFrame) -> None:
        codes = self.codes.of(keys.get_column("card")).to_numpy()
        self._reach(codes)
        self._by_code[codes] = keys.get_column("key").to_numpy()
        self._last += keys.height

    def _reach(self, codes: npt.NDArray[np.uint32]) -> None:
        missing = int(codes.max(initial=0)) + 1 - self._by_code.size
        if missing > 0:
            room = np.zeros(max(missing, self._by_code.size), np.int32)
            self._by_code = np.concatenate([self._by_code, room])
