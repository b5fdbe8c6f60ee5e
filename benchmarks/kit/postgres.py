"""A private PostgreSQL server in a temporary directory, for as long as a contest lasts."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DATABASE = "postgres"
USER = "postgres"
_DEBIAN = Path("/usr/lib/postgresql")
_PROC = Path("/proc")


def binaries() -> Path | None:
    """Return the directory of the newest server's programs, ``None`` where there is none."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = [path for path in _DEBIAN.glob("*/bin") if (path / "initdb").exists()]
    return max(versions, key=lambda path: float(path.parent.name), default=None)


def version() -> str:
    """Return the server's version."""
    programs = binaries()
    if programs is None:
        return ""
    said = subprocess.run(
        [programs / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    return said.stdout.split()[2]


@contextmanager
def running(cores: int, memory_gb: float) -> Iterator[str]:
    """Run a server and yield the directory of its socket; nothing of it is left behind.

    The super-user cannot run one: then it runs as the user of Debian's package.
    """
    programs = binaries()
    if programs is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    directory = Path(tempfile.mkdtemp(prefix="rfma-postgres-"))
    cluster = directory / "cluster"
    try:
        if os.geteuid() == 0:
            shutil.chown(directory, USER)
        _as_user(programs / "initdb", "-D", cluster, "-U", USER, "-A", "trust", "--no-sync")
        (cluster / "postgresql.auto.conf").write_text(_settings(directory, cores, memory_gb))
        log = directory / "log"
        _as_user(programs / "pg_ctl", "-D", cluster, "-l", log, "-w", "start")
        try:
            yield str(directory)
        finally:
            _as_user(programs / "pg_ctl", "-D", cluster, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def server_memory_mb(server: str) -> float:
    """Return the memory of the server's processes, shared pages counted once."""
    pid_file = Path(server) / "cluster" / "postmaster.pid"
    main = int(pid_file.read_text().split()[0])
    children = _PROC / str(main) / "task" / str(main) / "children"
    pids = [main, *map(int, children.read_text().split())]
    return sum(map(_proportional_kb, pids)) / 1024


def _proportional_kb(pid: int) -> int:
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _settings(directory: Path, cores: int, memory_gb: float) -> str:
    megabytes = int(memory_gb * 1024)
    settings = {
        "listen_addresses": "''",
        "unix_socket_directories": f"'{directory}'",
        "shared_buffers": f"{megabytes // 4}MB",
        "effective_cache_size": f"{megabytes // 2}MB",
        "work_mem": f"{megabytes // 16}MB",
        "max_parallel_workers_per_gather": str(cores),
        "max_parallel_workers": str(cores),
        "fsync": "off",
        # A query whose contender was stopped must not go on.
        "client_connection_check_interval": "1s",
    }
    return "".join(f"{name} = {value}\n" for name, value in settings.items())


def _as_user(*command: str | Path) -> None:
    # The server refuses to run as root.
    user = USER if os.geteuid() == 0 else None
    subprocess.run(
        command,
        cwd="/",
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )
