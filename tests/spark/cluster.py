"""A Spark cluster on the loopback: a master, two workers, a Spark Connect server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HOME = Path(os.environ.get("RFMA_SPARK_HOME", ""))
"""The directory of the package ``pyspark`` in the environment that was made for servers."""
SECONDS = 120
_SMALL = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
_ABROAD = "-Duser.timezone=Asia/Vladivostok"
"""Days must not move with the zone of a server."""
_DAEMON = "org.apache.spark.deploy"


@dataclass
class Cluster:
    """The processes of a cluster, ended by their ids."""

    logs: Path
    remote: str = ""
    _started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, name: str, *command: str) -> None:
        environment = {
            **os.environ,
            "SPARK_HOME": str(HOME),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_MASTER_OPTS": "-Dspark.master.rest.enabled=false",
            "SPARK_DAEMON_MEMORY": "800m" if name == "connect" else "256m",
            "SPARK_DAEMON_JAVA_OPTS": _SMALL,
        }
        with (self.logs / f"{name}.log").open("wb") as log:
            self._started.append(
                subprocess.Popen(
                    [str(HOME / "bin" / command[0]), *command[1:]],
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    env=environment,
                    cwd=self.logs,
                    start_new_session=True,
                )
            )

    @property
    def sessions(self) -> list[int]:
        """Return the sessions of its processes, those of the executors included."""
        return [process.pid for process in self._started]

    def executors(self) -> list[int]:
        """Return the processes of the executors: children of the workers."""
        found = []
        for status in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = status.read_bytes().split(b"\0")
            except OSError:
                continue
            if b"org.apache.spark.executor.CoarseGrainedExecutorBackend" in words and any(
                str(self.logs).encode() in word for word in (_cwd(status.parent), *words)
            ):
                found.append(int(status.parent.name))
        return sorted(found)

    def stop(self) -> None:
        for process in reversed(self._started):
            os.killpg(process.pid, signal.SIGTERM)
        for process in self._started:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _cwd(process: Path) -> bytes:
    try:
        return os.fsencode(os.readlink(process / "cwd"))  # noqa: PTH115
    except OSError:
        return b""


@contextmanager
def standalone(logs: Path, *, workers: int = 2, memory: str = "600m") -> Iterator[Cluster]:
    """Run a cluster of some workers with one core each; ``memory`` is that of an executor."""
    cluster = Cluster(logs)
    master, web, connect = (free_port() for _ in range(3))
    room = f"{2 * int(memory[:-1])}{memory[-1]}"
    try:
        cluster.start(
            "master", "spark-class", f"{_DAEMON}.master.Master",
            "--host", "127.0.0.1", "--port", str(master), "--webui-port", str(web),
        )  # fmt: skip
        wait_for(master)
        for number in range(1, workers + 1):
            cluster.start(
                f"worker{number}", "spark-class", f"{_DAEMON}.worker.Worker",
                "--host", "127.0.0.1", "--cores", "1", "--memory", room, "--webui-port", "0",
                "--work-dir", str(logs / f"work{number}"), f"spark://127.0.0.1:{master}",
            )  # fmt: skip
        settings = {
            "spark.connect.grpc.binding.address": "127.0.0.1",
            "spark.connect.grpc.binding.port": str(connect),
            "spark.driver.host": "127.0.0.1",
            "spark.driver.memory": "800m",
            "spark.executor.memory": memory,
            "spark.executor.cores": "1",
            "spark.executor.extraJavaOptions": f"{_SMALL} {_ABROAD}",
            "spark.driver.extraJavaOptions": f"{_SMALL} {_ABROAD}",
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "2",
            "spark.locality.wait": "0s",
            "spark.scheduler.minRegisteredResourcesRatio": "1.0",
            "spark.cores.max": str(workers),
        }
        told = [word for key, value in settings.items() for word in ("--conf", f"{key}={value}")]
        cluster.start(
            "connect", "spark-submit", "--master", f"spark://127.0.0.1:{master}", *told,
            "--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal",
        )  # fmt: skip
        wait_for(connect)
        cluster.remote = f"sc://127.0.0.1:{connect}"
        yield cluster
    finally:
        cluster.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until something listens on a port of the loopback."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"nothing listens on port {port} after {SECONDS} s")
