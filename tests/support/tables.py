"""Random small tables: cards and strangers, shops, months, same-day cheques, zeros, returns."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st
from oracles.naive import Row

from support.stores import FIRST_DAY, UUID

CARDS = [f"200000000000{digit}" for digit in range(7)]
STRANGERS = [None, UUID, "200000000000", "20000000000011"]
SHOPS = ["Аптека 2", "Аптека 10", "Аптека 1"]
MIDNIGHT = datetime.combine(FIRST_DAY, time())

moments = st.builds(
    lambda day, minute: MIDNIGHT + timedelta(days=day, minutes=minute),
    st.one_of(st.integers(0, 9), st.integers(0, 88)),
    st.sampled_from([0, 1, 600, 1439]),
)
amounts = st.one_of(
    st.integers(1, 30).map(lambda halves: halves * 50),  # half roubles: the rounding is tested
    st.integers(1, 300_000),
    st.sampled_from([0, -1, -50, -100, -150, -25_000]),
)
cheques = st.tuples(
    moments,
    st.sampled_from(SHOPS),
    st.one_of(st.sampled_from(CARDS), st.sampled_from(CARDS), st.sampled_from(STRANGERS)),
    amounts,
)
days = st.integers(0, 130).map(lambda number: FIRST_DAY + timedelta(days=number))


@st.composite
def tables(draw: st.DrawFn, min_size: int = 1) -> tuple[Row, ...]:
    """One to three months of cheques, in any order, some of them told twice."""
    rows = draw(st.lists(cheques, min_size=min_size, max_size=40))
    twice = draw(st.lists(st.sampled_from(rows), max_size=4)) if rows else []
    return tuple(draw(st.permutations(rows + twice)))


def first_day(rows: tuple[Row, ...]) -> date:
    """Return the first day of a table."""
    return min(at.date() for at, *_ in rows)
