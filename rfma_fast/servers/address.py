"""Addresses of servers, whose credentials are never told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from rfma_fast.i18n import misuse

SCHEMES = ("postgresql://", "postgres://")
_OURS = ("table", "query")
_SHOWN = ("host", "port", "dbname")
_SECRET = ("password", "sslpassword", "sslkey", "oauth_client_secret")
_PARAMETER = re.compile(r"[a-z_]+")
_HOST = r"(\[[0-9a-fA-F:.%]+\]|[^:@\[\],]*)(:\d*)?"
_HOSTS = re.compile(f"{_HOST}(,{_HOST})*")
_SETTINGS = {"connect_timeout": "10", "client_encoding": "UTF8", "application_name": "rfma"}


@dataclass(frozen=True)
class Address:
    """What ``postgresql://user:password@host:port/database?…`` names."""

    uri: str = field(repr=False)
    """What libpq is given: it adds what is missing from the PG* environment and ~/.pgpass."""
    server: str
    """The same without credentials, to be told."""
    table: str | None = None
    query: str | None = None
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def without_secrets(self, text: str) -> str:
        """Return a text in which no secret of the address is left."""
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return text


def is_server(given: str) -> bool:
    """Tell whether a text is the address of a PostgreSQL server."""
    return given.startswith(SCHEMES)


def address_of(given: str) -> Address:
    """Read an address; one that cannot be read is refused without being repeated.

    ``query=`` takes all that follows it: SQL as it is, or percent-encoded, which has no blanks.
    """
    rest = given.partition("://")[2]
    head, _, tail = rest.partition("?")
    authority, slash, database = head.partition("/")
    credentials, _, host = authority.rpartition("@")
    parameters = _parameters(tail)
    # What stands elsewhere than it should may be a part of a password.
    if "@" in database or not _HOSTS.fullmatch(host):
        raise misuse("server.address")
    own = {name: parameters.pop(name, None) for name in _OURS}
    shown = "&".join(f"{name}={parameters[name]}" for name in _SHOWN if name in parameters)
    password = credentials.partition(":")[2]
    secrets = [password, *(parameters.get(name, "") for name in _SECRET)]
    told = {secret for raw in secrets for secret in (raw, unquote(raw)) if secret}
    settings = "&".join(f"{k}={v}" for k, v in (_SETTINGS | parameters).items())
    return Address(
        uri=f"postgresql://{head}?{settings}",
        server=f"postgresql://{host}{slash}{database}" + (f"?{shown}" if shown else ""),
        table=None if own["table"] is None else unquote(own["table"]),
        query=_sql(own["query"]),
        secrets=tuple(sorted(told, key=len, reverse=True)),
    )


def _parameters(text: str) -> dict[str, str]:
    found = {}
    while text:
        name, equals, rest = text.partition("=")
        value, text = (rest, "") if name == "query" else rest.partition("&")[::2]
        sound = equals and _PARAMETER.fullmatch(name) and (name == "query" or "@" not in value)
        if not sound:
            raise misuse("server.address")
        found[name] = value
    return found


def _sql(given: str | None) -> str | None:
    if given is None:
        return None
    sql = given if re.search(r"\s", given) else unquote(given)
    return sql.strip().rstrip(";").rstrip()
