"""The way to a cluster: one session, and one plain sentence for whatever is wrong with it."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from rfma_fast.errors import RfmaError
from rfma_fast.i18n import misuse, problem

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

OLDEST = 4
"""The first major version whose sums raise on overflow unless told otherwise."""
_PORT = 15002
_SECONDS = 10
_SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
}
_LONGEST_REASON = 300


def address_of(remote: str) -> tuple[str, int]:
    """Return host and port of ``sc://host:port``, 15002 where none is given."""
    try:
        parts = urlsplit(remote)
        host, port = parts.hostname, parts.port or _PORT
    except ValueError:
        host, port = None, _PORT
    if not host or parts.scheme != "sc":
        raise misuse("cluster.no_address", got=remote.partition(";")[0])
    return host, port


def connected(remote: str) -> SparkSession:
    """Return a session of the cluster; one that cannot be used is refused."""
    host, port = address_of(remote)
    where = f"{host}:{port}"
    try:
        from pyspark.sql.connect.client.retries import DefaultPolicy
        from pyspark.sql.connect.session import SparkSession
    except ImportError as error:
        raise problem("cluster.no_client") from error
    try:
        socket.create_connection((host, port), timeout=_SECONDS).close()
    except OSError as error:
        raise problem(
            "cluster.unreachable", address=where, reason=error.strerror or str(error)
        ) from error
    with told_plainly(where):
        session = SparkSession.builder.remote(remote).create()
        # What answers here may be no Spark at all: that is not worth ten minutes of trying.
        session.client.set_retry_policies([DefaultPolicy(max_retries=2)])
        version = session.version
        session.client.set_retry_policies([DefaultPolicy()])
    major = re.match(r"\d+", version)
    if not major or int(major.group()) < OLDEST:
        raise problem("cluster.too_old", address=where, found=version, oldest=OLDEST)
    with told_plainly(where):
        for key, value in _SETTINGS.items():
            session.conf.set(key, value)
    return session


@contextmanager
def told_plainly(where: str) -> Iterator[None]:
    """Turn what the cluster, or the way to it, fails with into one sentence."""
    from grpc import RpcError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, RpcError) as error:
        raise _failure(where, error) from error


def _failure(where: str, error: Any) -> RfmaError:
    details = error.details() if callable(getattr(error, "details", None)) else str(error)
    reason = next((line.strip() for line in str(details).splitlines() if line.strip()), "")
    if "OVERFLOW" in reason:
        return problem("cluster.overflow", address=where)
    return problem("cluster.failed", address=where, reason=reason[:_LONGEST_REASON])
