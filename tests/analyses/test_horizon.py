"""Days after the last cheque: what is asked for is what is answered, or it is refused."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from oracles.real import needs_real
from support.stores import ANNA, BORIS, bought, day, held
from support.words import refused

from rfma_fast.api import Store

ROWS = [
    bought(0, ANNA, 100_00, minute=60),
    bought(20, ANNA, 100_00, minute=60),
    bought(30, BORIS, 200_00, minute=600),
]
"""The churn period is 20 days; the last cheque is of day 30, 10:00."""
BY_HOURS = """format = 1
code = "hours"
name = "by hours"
{as_of}
[[axis]]
code = "R"
name = "recency"
measure = {{ kind = "recency", unit = "24h" }}
borders = [ {{ keep = "<=", rule = "fixed", value = "10" }} ]
grades = [ "lately", "long ago" ]
""".replace('"by hours"', '{{ en = "by hours" }}').replace(
    '[ "lately", "long ago" ]', '[ {{ en = "lately" }}, {{ en = "long ago" }} ]'
)


def by_hours(path: Path, as_of: str = "") -> str:
    file = path / "hours.toml"
    file.write_text(BY_HOURS.format(as_of=as_of), encoding="utf-8")
    return str(file)


def recencies(store: Store, scheme: str, as_of: date | None = None) -> dict[str, int]:
    table = store.segment(as_of, scheme=scheme).table()
    return dict(table.select("card", "recency").iter_rows())


@pytest.mark.parametrize(
    ("as_of", "anna", "boris"),
    [(day(30), 10, 0), (day(31), 11, 1), (day(40), 20, 10)],
)
def test_recency_by_hours_follows_the_day_that_is_asked_for(
    tmp_path: Path, as_of: date, anna: int, boris: int
) -> None:
    found = recencies(held(ROWS, future=False), by_hours(tmp_path), as_of)
    assert found == {ANNA: anna, BORIS: boris}


def test_so_many_days_after_the_last_are_days_of_24_hours(tmp_path: Path) -> None:
    scheme = by_hours(tmp_path, 'as_of = "last+1"')
    assert recencies(held(ROWS, future=False), scheme) == {ANNA: 11, BORIS: 1}


def test_a_scheme_may_name_the_midnight_from_which_cards_are_looked_at(tmp_path: Path) -> None:
    scheme = by_hours(tmp_path, f'as_of = "{day(31)}T00:00"')
    # From day 20, 1:00, to day 31, 0:00, there are ten whole days; from day 30, 10:00, none.
    assert recencies(held(ROWS, future=False), scheme) == {ANNA: 10, BORIS: 0}
    before = by_hours(tmp_path, f'as_of = "{day(30)}T00:00"')
    assert recencies(held(ROWS, future=False), before) == {ANNA: 9}, (
        "the cheques of day 30 are not seen yet"
    )


def test_every_day_of_a_scheme_that_names_a_midnight_is_its_midnight(tmp_path: Path) -> None:
    store, scheme = held(ROWS, future=False), by_hours(tmp_path, f'as_of = "{day(30)}T00:00"')
    assert recencies(store, scheme, day(30)) == recencies(store, scheme)
    # From day 20, 1:00, to day 21, 0:00, no whole day passes; at that of day 20 day 0 counts.
    assert recencies(store, scheme, day(21)) == {ANNA: 0}
    assert recencies(store, scheme, day(20)) == {ANNA: 19}
    between = store.migrate(day(20), day(31), scheme=scheme, between=True).after.table()
    assert dict(between.select("card", "cheques").iter_rows()) == {ANNA: 1, BORIS: 1}, (
        "the cheque of day 20 comes after its midnight"
    )
    ((key, _),) = store.segment(scheme=scheme).alarms
    assert key == "note.midnight"


def test_a_card_looks_back_from_midnights_too(tmp_path: Path) -> None:
    file = tmp_path / "days.toml"
    text = BY_HOURS.replace(', unit = "24h"', "").replace('"10"', '"1"')
    file.write_text(text.format(as_of=f'as_of = "{day(40)}T00:00"'), encoding="utf-8")
    store = held([*ROWS, bought(30, ANNA, 100_00)], future=False)
    path = dict(store.card(ANNA, scheme=str(file)).path.iter_rows())
    # Day 30 is 31 January; at its midnight Anna's last purchase is that of day 20.
    assert path[day(30)] == store.segment(day(30), scheme=str(file)).classed.item(0, "class")


def test_after_the_last_cheque_the_groups_are_headed_by_it() -> None:
    ((key, values),) = held(ROWS, future=False).segment(day(40)).alarms
    assert key == "note.no_cheque_after"
    told = {name: str(value).replace("\N{NO-BREAK SPACE}", " ") for name, value in values.items()}
    assert told == {"last": "31 Jan 2022", "as_of": "10 Feb 2022"}
    assert held(ROWS, future=False).segment(day(30)).alarms == []


def test_a_day_beyond_the_churn_period_is_refused_unless_it_is_meant() -> None:
    store = held(ROWS, future=False)
    assert store.segment(day(50)).cards == 2
    with refused(str(day(51)), str(day(30)), "20 days"):
        store.segment(day(51))
    with refused(str(day(90))):
        store.migrate(day(30), day(90))
    with refused(str(day(90))):
        list(store.segments([day(40), day(90)]))
    assert held(ROWS, future=True).segment(day(90)).cards == 2


@needs_real
def test_a_month_later_cards_of_the_real_table_move_by_hours_too(
    real_store: Store, tmp_path: Path
) -> None:
    scheme = by_hours(tmp_path)
    first, second = date(2022, 6, 9), date(2022, 7, 9)
    moved = real_store.migrate(first, second, scheme=scheme)
    cells = {
        (a, b): n for a, b, n in moved.cells("class").select("from", "to", "cards").iter_rows()
    }
    assert cells["1", "2"] > 500
    before, after = recencies(real_store, scheme, first), recencies(real_store, scheme, second)
    assert {after[card] - days for card, days in before.items()} == {30}
    assert second - first == timedelta(days=30)


def test_the_windows_of_a_migration_end_before_their_midnights(tmp_path: Path) -> None:
    scheme = by_hours(tmp_path, f'as_of = "{day(30)}T00:00"')
    store = held([bought(number, ANNA, (number + 1) * 100) for number in range(31)], future=False)
    spent = store.migrate(day(10), day(30), scheme=scheme).spending(5)
    # Days 5 to 9, and 25 to 29.
    assert spent.total().select("spent_before", "spent_after").row(0) == (40, 140)
    assert store.migrate(day(10), day(30), scheme=scheme).spending(20).days == 10
