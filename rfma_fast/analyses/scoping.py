"""The scope of a question: what is asked for, else what the scheme says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from rfma_fast.analyses.nothing import no_cheques
from rfma_fast.engines import Engine
from rfma_fast.engines.scope import Scope
from rfma_fast.i18n import problem
from rfma_fast.periods import day_of, parse_day
from rfma_fast.schemes.measures import revenue_over
from rfma_fast.schemes.model import Scheme
from rfma_fast.store.snapshot import Snapshot


def scope_of(
    engine: Engine,
    snapshot: Snapshot,
    scheme: Scheme,
    as_of: date | None = None,
    since: date | None = None,
    shops: Sequence[str] = (),
) -> Scope:
    """Return the cheques to look at: what is asked for, else what the scheme says."""
    population = scheme.population
    if not population.has_other_ids and snapshot.last_identified_day is None:
        raise problem("scope.no_identified", rule=snapshot.card_rule)
    as_of = as_of or _as_of(engine, snapshot, scheme)
    if as_of < snapshot.first_day:
        raise problem(
            "scope.too_early", as_of=as_of, first=snapshot.first_day, last=snapshot.last_day
        )
    scope = Scope(
        snapshot,
        as_of,
        since or population.since,
        population.until,
        tuple(shops) or population.shops,
        population,
        revenue_over(axis.measure for axis in scheme.axes),
        scheme.from_midnight,
    )
    if scope.since and scope.since > (scope.period.until or as_of):
        raise problem("scope.reversed", since=scope.since, until=scope.period.until)
    check_shops(snapshot, scope.shops)
    return scope


def _as_of(engine: Engine, snapshot: Snapshot, scheme: Scheme) -> date:
    """Return the scheme's as-of date, or so many days after the population's last purchase.

    A return is no purchase unless the population counts returns as cheques.
    """
    named = parse_day(scheme.as_of.partition("T")[0])
    if named is not None:
        return named
    population = scheme.population
    last = snapshot.last_identified_day
    keeps = population.returns == "keep"
    filtered = population.since or population.until or population.shops
    if population.has_other_ids or filtered or keeps:
        scope = Scope(
            snapshot,
            snapshot.last_day,
            population.since,
            population.until,
            population.shops,
            population,
        )
        import narwhals.stable.v2 as nw

        rows = engine.scan(scope).filter(nw.col("inside") > 0)
        bought = rows if keeps else rows.filter(nw.col("amount") > 0)
        days = bought.select(nw.col("day").max())
        found = engine.fetch(days)[0].item()
        last = None if found is None else day_of(int(found))
    if last is None:
        raise problem("scope.no_cards", until=snapshot.last_day)
    return last + timedelta(days=int(scheme.as_of.partition("+")[2] or 0))


def check_shops(snapshot: Snapshot, shops: Sequence[str]) -> None:
    """Refuse a shop that the store does not know, and list those that it does."""
    if shops:
        known = snapshot.shops()
        for shop in shops:
            if shop not in known:
                raise problem("scope.unknown_shop", shop=shop, known=", ".join(known))


def days_of_trade(
    snapshot: Snapshot, since: date | None, until: date | None, shops: Sequence[str] = ()
) -> tuple[date, date]:
    """Return the first and the last day of a period, by default of all that is stored.

    It ends no later than the store's last cheque, so that nothing is counted to a day on which
    nobody knows yet who buys.
    """
    check_shops(snapshot, shops)
    first, last = since or snapshot.first_day, until or snapshot.last_day
    if first > last:
        raise problem("scope.reversed", since=first, until=last)
    if first > snapshot.last_day:
        raise no_cheques(snapshot, first, last, shops)
    return first, min(last, snapshot.last_day)
