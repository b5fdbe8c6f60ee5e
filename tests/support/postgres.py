"""A real PostgreSQL on a free loopback port, in a temporary directory, behind a password."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

import adbc_driver_postgresql.dbapi as adbc
from kit.postgres import binaries

OWNER = "postgres"
PASSWORD = "p@ss/w?rd:50% #1"


@dataclass(frozen=True)
class Cluster:
    """A running server, and one connection to it as the owner."""

    port: int

    @cached_property
    def connection(self) -> Any:
        """Return the connection, in which every statement is a transaction of its own."""
        return adbc.connect(self.url(), autocommit=True)

    def url(self, tail: str = "", *, user: str = OWNER, password: str | None = PASSWORD) -> str:
        """Return its address, with the credentials of a user."""
        secret = "" if password is None else f":{quote(password, safe='')}"
        return f"postgresql://{user}{secret}@{self.told}{tail}"

    @property
    def told(self) -> str:
        """Return what may be told of the address."""
        return f"127.0.0.1:{self.port}/postgres"

    def run(self, *statements: str) -> None:
        """Run statements as the owner."""
        with self.connection.cursor() as cursor:
            for sql in statements:
                cursor.execute(sql)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    def put(self, table: str, rows: Any) -> None:
        """Append the rows of an Arrow table to a table."""
        with self.connection.cursor() as cursor:
            cursor.adbc_ingest(table, rows, mode="append")


@contextmanager
def running() -> Iterator[Cluster]:
    """Run a server; nothing of it is left behind. The super-user cannot, its own user can."""
    programs = binaries()
    assert programs is not None
    directory = Path(tempfile.mkdtemp(prefix="rfma-test-postgres-"))
    data, secret, log = directory / "data", directory / "password", directory / "log"
    try:
        secret.write_text(PASSWORD + "\n")
        if os.geteuid() == 0:
            shutil.chown(directory, OWNER)
            shutil.chown(secret, OWNER)
        _as_owner(
            programs / "initdb", "-D", data, "-U", OWNER, "-A", "scram-sha-256",
            "--pwfile", secret, "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync",
        )  # fmt: skip
        port = _free_port()
        (data / "postgresql.auto.conf").write_text(
            f"listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = ''\n"
            "fsync = off\nshared_buffers = 32MB\nmax_connections = 20\ntimezone = 'UTC'\n"
        )
        _as_owner(programs / "pg_ctl", "-D", data, "-l", log, "-w", "-s", "start")
        cluster = Cluster(port)
        try:
            yield cluster
        finally:
            cluster.connection.close()
            _as_owner(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "-s", "stop")
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _as_owner(*command: str | Path) -> None:
    user = OWNER if os.geteuid() == 0 else None
    subprocess.run(
        command,
        cwd="/",
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )
