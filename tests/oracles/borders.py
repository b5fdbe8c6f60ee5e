"""What lies at and between borders, asked of DuckDB: written from the specification alone.

Sources as in `duck`, for tables whose amounts are whole roubles. Money in kopecks, frequency in
hundredths.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from oracles.duck import _SEGMENT, _WITH, Source, _ask

METRICS = {
    "R": "recency",
    "F": "frequency_hundredths",
    "M": "monetary_kopecks // 100",
    "A": "age",
}
# Where the borders that are tried stand in the statement of `duck`; only grades look there, the
# base interval and the churn period of F stay those of the data.
_TRIED = """
, tried as (
    select $r1::bigint as r1, $r2::bigint as r2, $r3::bigint as churn,
           $f1::bigint as f1_hundredths, $f2n::hugeint as f2_numerator,
           $f2d::hugeint as f2_denominator, $m1::bigint as m1, $m2::bigint as m2,
           $a1::bigint as a1, $a2::bigint as a2
)
"""
Tried = Mapping[str, tuple[Fraction, ...]]


def values(source: Source, axis: str) -> dict[int, int]:
    """Value of a metric -> cards."""
    sql = f"select {METRICS[axis]}::bigint as v, count(*) as n from measured group by v order by v"
    return {line["v"]: line["n"] for line in _asked(source, sql)}


def bins(source: Source, axis: str, edges: list[tuple[int, int]]) -> list[int]:
    """Cards between two values, both inside."""
    parts = (f"count(*) filter ({METRICS[axis]} between {a} and {b})" for a, b in edges)
    (line,) = _asked(source, f"select [{', '.join(parts)}] as found from measured")
    found: list[int] = line["found"]
    return found


def tie(source: Source, axis: str, value: Fraction) -> tuple[int, int, int]:
    """Cards below a value (times its scale), at it, and in all."""
    column, (n, d) = METRICS[axis], (value * (100 if axis == "F" else 1)).as_integer_ratio()
    (line,) = _asked(
        source,
        f"""select count(*) filter ({column} * {d} < {n}) as below,
                   count(*) filter ({column} * {d} = {n}) as here, count(*) as every
            from measured""",
    )
    return line["below"], line["here"], line["every"]


def churn(source: Source, level: str) -> tuple[int, int, int]:
    """The churn period at a level, the returns within it, the returns after longer."""
    (line,) = _asked(
        source,
        f"""select p as days, count(*) filter (gap <= p) as within,
                   count(*) filter (gap > p) as later
            from purchases, (select quantile_disc(gap, {level}) as p from purchases)
            group by p""",
    )
    return line["days"], line["within"], line["later"]


def one_cheque(source: Source) -> int:
    """Cards that have exactly one cheque."""
    (line,) = _asked(source, "select count(*) filter (cheques = 1) as n from people")
    found: int = line["n"]
    return found


def pareto(source: Source, percent: int) -> tuple[int, int]:
    """The fewest cards that bring so many per cent of the revenue, and their smallest total."""
    (line,) = _asked(
        source,
        f"""
        , ranked as (
            select total, row_number() over (order by total desc, card) as rank,
                   sum(total) over (order by total desc, card
                                    rows between unbounded preceding and current row) as reached,
                   sum(total) over () as whole
            from people
        )
        select rank, total from ranked
        where reached * 100 >= {percent} * whole order by rank limit 1""",
    )
    return int(line["rank"]), int(line["total"])


def tenths(source: Source) -> list[tuple[int, int]]:
    """Cards and kopecks of each tenth of the cards, the greatest totals first."""
    found = _asked(
        source,
        """
        , ranked as (
            select total, row_number() over (order by total desc, card) as rank,
                   count(*) over () as every
            from people
        )
        -- the smallest k whose end, ceil(k * N / 10), is not before the rank
        select (10 * (rank - 1) // every) + 1 as tenth, count(*) as cards, sum(total) as total
        from ranked group by tenth order by tenth""",
    )
    return [(line["cards"], int(line["total"])) for line in found]


def graded(source: Source, tried: Tried) -> list[dict[str, Any]]:
    """The rows of `duck.segment` with the cards graded by other borders."""
    sql = _SEGMENT.replace(", graded as (", _TRIED + ", graded as (", 1)
    sql = sql.replace("from measured, borders", "from measured, tried", 1)
    sql = sql.replace("age > 180 then 1 when age > 30", "age > a1 then 1 when age > a2", 1)
    r1, r2, r3 = tried["R"]
    f1, f2 = tried["F"]
    m1, m2 = (border * 100 for border in tried["M"])
    a1, a2 = tried["A"]
    whole = {"r1": r1, "r2": r2, "r3": r3, "f1": f1 * 100, "m1": m1, "m2": m2, "a1": a1, "a2": a2}
    assert all(border.denominator == 1 for border in whole.values())
    parameters = {name: int(border) for name, border in whole.items()}
    parameters |= {"f2n": f2.numerator, "f2d": f2.denominator}
    return _ask(source, sql, {"as_of": None, "monetary_over": "all", **parameters})


def _asked(source: Source, sql: str) -> list[dict[str, Any]]:
    return _ask(source, _WITH + sql, {"as_of": None, "monetary_over": "all"})
