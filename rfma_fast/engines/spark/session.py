"""The way to a cluster: one session, and one plain sentence for whatever is wrong with it."""

from __future__ import annotations

import re
import socket
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from rfma_fast.errors import RfmaError
from rfma_fast.i18n import misuse, problem

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

OLDEST = 4
"""The first major version whose sums raise on overflow unless told otherwise."""
SECONDS = 10
"""To connect, and to have the first answers."""
RETRIES = 5
"""Of a call that found no server: a quarter of a minute in all."""
_PORT = 15002
_SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
}
_LONGEST_REASON = 300
_CODE = re.compile(r"\bstatus = StatusCode\.([A-Z_]+)")
_DETAILS = re.compile(r'\bdetails = "([^"\n]*)"')
_NO_SPARK = ("UNAVAILABLE", "UNIMPLEMENTED")
"""The codes of a call to what does not speak the protocol."""


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
    """Return a session of the cluster; one that cannot be used is refused and leaves nothing."""
    host, port = address_of(remote)
    where = f"{host}:{port}"
    try:
        with _as_in_a_console():
            import pyspark.sql.connect.functions
            import pyspark.sql.connect.window  # noqa: F401
            from pyspark.sql.connect.client.retries import DefaultPolicy
            from pyspark.sql.connect.session import SparkSession

            from rfma_fast.engines.spark.patience import Patience, channel
    except ImportError as error:
        raise problem("cluster.no_client") from error
    try:
        socket.create_connection((host, port), timeout=SECONDS).close()
    except OSError as error:
        raise problem(
            "cluster.unreachable", address=where, reason=error.strerror or str(error)
        ) from error
    patience = Patience(SECONDS)
    with told_plainly(where):
        # Its builder would make the session the active one of the process, whose server Spark's
        # functions ask for settings in any other session, too, dead or not.
        session = SparkSession(connection=channel(remote, patience))
    session.client.set_retry_policies([])
    try:
        _examine(session, where)
    except BaseException:
        close(session)
        raise
    patience.seconds = None
    session.client.set_retry_policies([DefaultPolicy(max_retries=RETRIES)])
    # It comes before the error, which says the same in one sentence.
    warnings.filterwarnings("ignore", message=r"\[RETRIES_EXCEEDED\]")
    return session


def close(session: SparkSession, held: Sequence[DataFrame] = ()) -> None:
    """Close a session and free what workers held for it; a server that is gone is not waited for.

    A cluster frees nothing by itself: what a session kept would outlive it.
    """
    from pyspark.errors import PySparkException

    session.client.set_retry_policies([])
    with suppress(PySparkException):
        for rows in held:
            rows.unpersist()
    session.stop()


@contextmanager
def _as_in_a_console() -> Iterator[None]:
    """Load modules of the client in a program that has no file, too.

    They take such a one (``python -c``, a worker of another process) for their own tests, and end
    it; a console they let be.
    """
    main = sys.modules["__main__"]
    if main.__spec__ is not None or hasattr(main, "__file__") or hasattr(sys, "ps1"):
        yield
        return
    sys.ps1 = ""
    try:
        yield
    finally:
        del sys.ps1


def _examine(session: SparkSession, where: str) -> None:
    from pyspark.errors import PySparkException

    try:
        version = session.version
    except PySparkException as error:
        code, reason = _told(error)
        if code == "DEADLINE_EXCEEDED":
            raise problem("cluster.silent", address=where, seconds=SECONDS) from error
        if code in _NO_SPARK:
            raise problem("cluster.no_spark", address=where, reason=reason) from error
        raise _failure(where, error) from error
    major = re.match(r"\d+", version)
    if not major or int(major.group()) < OLDEST:
        raise problem("cluster.too_old", address=where, found=version, oldest=OLDEST)
    with told_plainly(where):
        for key, value in _SETTINGS.items():
            session.conf.set(key, value)


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
    _, reason = _told(error)
    if is_overflow(error):
        return problem("cluster.overflow", address=where)
    return problem("cluster.failed", address=where, reason=reason)


def is_overflow(error: Any) -> bool:
    """Tell whether the cluster failed because a sum is beyond 64 bits."""
    return "OVERFLOW" in _told(error)[1]


def _told(error: Any) -> tuple[str, str]:
    """Return the code of a failed call, if it was one, and the first line of what it says."""
    text = str(error.details() if callable(getattr(error, "details", None)) else error)
    code, details = _CODE.search(text), _DETAILS.search(text)
    lines = (details[1] if details else text).splitlines()
    reason = next((line.strip() for line in lines if line.strip()), "")
    return code[1] if code else "", reason[:_LONGEST_REASON]
