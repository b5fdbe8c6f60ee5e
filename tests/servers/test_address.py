"""Addresses of servers: what libpq is given, and what may be told."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfma_fast.errors import RfmaError
from rfma_fast.servers.address import address_of, is_server
from rfma_fast.servers.names import quoted, table_name, text

SECRETS = st.text(st.characters(codec="utf-8"), min_size=4).filter(
    lambda secret: quote(secret, safe="") not in "postgresql://db.local:5433/sales"
)


@given(SECRETS)
def test_no_part_of_a_password_is_told(secret: str) -> None:
    address = address_of(f"postgresql://bi:{quote(secret, safe='')}@db.local:5433/sales?table=t")
    assert address.server == "postgresql://db.local:5433/sales"
    assert quote(secret, safe="") in address.uri
    other = address_of("postgresql://bi:another@db.local:5433/sales?table=t")
    assert repr(address) == repr(other), "whatever the secret is"
    assert address.without_secrets(f"no {secret} here") == "no *** here"


@pytest.mark.parametrize("name", ["password", "sslpassword"])
def test_a_password_among_the_parameters_is_not_told_either(name: str) -> None:
    address = address_of(f"postgresql://db.local/sales?{name}=hidden%21&table=t&host=x&user=bi")
    assert address.server == "postgresql://db.local/sales?host=x"
    assert f"{name}=hidden%21" in address.uri
    assert address.without_secrets("hidden! hidden%21") == "*** ***"


@pytest.mark.parametrize(
    "password", ["se/cret", "se@c/ret", "sec?ret", "sec?table=ret", "se?c=ret", "a/b@c", "12?x=y"]
)
def test_a_password_that_is_not_encoded_is_refused_and_not_repeated(password: str) -> None:
    with pytest.raises(RfmaError) as refused:
        address_of(f"postgresql://bi:{password}@db.local/sales?table=t")
    told = f"{refused.value.message} {refused.value.hint}"
    assert password not in told
    assert "%40" in told


def test_a_query_is_taken_as_it_is_with_all_that_follows() -> None:
    sql = "select * from t where a & 1 = 1 and b like '%ab%' -- x?y=z"
    address = address_of(f"postgresql://h/db?sslmode=disable&query={sql};")
    assert (address.query, address.table) == (sql, None)
    assert "sslmode=disable" in address.uri
    assert "select" not in address.uri


def test_a_query_without_blanks_is_decoded() -> None:
    assert address_of("postgresql://h/db?query=select%201%20as%20x%3B").query == "select 1 as x"


def test_what_is_missing_is_left_to_the_environment() -> None:
    address = address_of("postgresql://?table=s.t")
    assert address.uri.startswith("postgresql://?")
    assert "password" not in address.uri
    assert (address.server, address.table) == ("postgresql://", "s.t")


def test_only_postgresql_is_a_server() -> None:
    assert is_server("postgresql://h")
    assert is_server("postgres://h")
    assert not is_server("mysql://h")
    assert not is_server("postgresql.csv")


@pytest.mark.parametrize(
    ("given_name", "identifiers"),
    [
        ("cheques", '"cheques"'),
        ("Sales.Cheques", '"Sales"."Cheques"'),
        ('"a.b"."c ""d"', '"a.b"."c ""d"'),
        ("чеки", '"чеки"'),
        ("a;drop", '"a;drop"'),
        ("select", '"select"'),
    ],
)
def test_a_table_is_named_by_identifiers(given_name: str, identifiers: str) -> None:
    assert table_name(given_name) == identifiers


@pytest.mark.parametrize("name", ["", "a b", "a.b.c", 'a"b', '"', "a.", ".a", '"a', 'a; drop "b"'])
def test_what_names_no_table_is_refused(name: str) -> None:
    with pytest.raises(RfmaError, match="cannot be called"):
        table_name(name)


def test_names_and_texts_are_quoted_whatever_they_hold() -> None:
    assert quoted('a"b') == '"a""b"'
    assert text("it's \\ all") == "E'it\\'s \\\\ all'"
