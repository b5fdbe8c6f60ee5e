"""Connections to a server through ADBC; what goes wrong is told in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem
from rfma_fast.servers.address import Address

_STATE = re.compile(r"SQLSTATE: (\w{5})")
_SAID = re.compile(r"(?:ERROR|FATAL|PANIC):\s+(.*)")
_PREFIX = re.compile(r"^[A-Z_]+: (\[libpq\] )?(Failed to connect: )?")


@contextmanager
def connected(address: Address) -> Iterator[Any]:
    """Yield a connection in a transaction, which ends undone unless it was committed."""
    import adbc_driver_postgresql.dbapi as adbc
    from pyarrow import ArrowException

    try:
        with adbc.connect(address.uri) as connection:
            yield connection
    except (adbc.Error, ArrowException, OSError) as error:
        raise _told(error, address) from None


def _told(error: Exception, address: Address) -> RfmaError:
    said = address.without_secrets(str(error).strip())
    found = _SAID.search(said)
    first = found.group(1) if found else _PREFIX.sub("", said.splitlines()[0])
    reason = first.strip().rstrip(".")
    state = _STATE.search(said)
    if state or "Failed to connect" not in said:
        key = "server.forbidden" if state and state.group(1) == "42501" else "server.failed"
        return problem(key, server=address.server, reason=reason)
    key = "server.refused" if found else "server.unreachable"
    return problem(key, server=address.server, reason=reason)
