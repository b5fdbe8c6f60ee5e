"""What one segmentation costs on this machine and on clusters of it, as docs/scale.md tells.

    python benchmarks/clusters.py size PATH… [--engines polars,checkpoints,sail,spark]
    python benchmarks/clusters.py workers PATH --engines spark --workers 1
    python benchmarks/clusters.py days PATH --engines spark --days 2021-12-31 2022-06-30 [--states]
    python benchmarks/clusters.py source PATH --engines spark --source DIRECTORY --identical once

Every engine is asked in a process of its own, at first and again. Seconds of the processors are
those of that process and of the servers; borders and sizes are held to those of the local engine,
else the run ends. Spark runs standalone on the loopback, an executor of one core a worker, and
needs RFMA_SPARK_HOME as `make test-spark` sets it. Rows are added to results/clusters.json under
the first word, which says what grows; `python benchmarks/pages.py` makes the page's tables of them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kit.machine import machine
from kit.process import ROOT, run
from kit.scale import GROWING, RESULTS

TICKS = os.sysconf("SC_CLK_TCK")
ENGINES = ("polars", "checkpoints", "sail", "spark")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for, show it and add it to the results."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("grows", choices=GROWING)
    parser.add_argument("stores", nargs="+")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--memory", default="600m", help="of an executor")
    parser.add_argument("--days", nargs="*", default=[])
    parser.add_argument("--states", action="store_true")
    parser.add_argument("--source")
    parser.add_argument("--identical", choices=("once", "all"), default="once")
    parser.add_argument("--timeout", type=float, default=1800)
    options = parser.parse_args(arguments)
    for store in options.stores:
        for engine in options.engines.split(","):
            for row in measured(options, store, engine):
                print(json.dumps(row), flush=True)
                _add(row)
    return 0


def measured(options: argparse.Namespace, store: str, engine: str) -> list[dict[str, Any]]:
    """Return a row a question that one engine answered over one store."""
    from rfma_fast import open_store

    snapshot = open_store(store).snapshot
    days = options.days or [None, None]
    known = [one["answer"] for one in run("clusters:ask", {"days": days, "path": store}).value]
    with tempfile.TemporaryDirectory() as place, serving(engine, options, Path(place)) as server:
        how: dict[str, Any] = {"path": store, "checkpoints": engine == "checkpoints"}
        if server:
            how |= {"engine": "spark", "remote": server[0]}
        if options.states:
            how["states"] = f"{place}/states"
        if options.source:
            columns = Path(place) / "map.toml"
            columns.write_text(f'[cluster]\nidentical = "{options.identical}"\n', encoding="utf-8")
            how |= {"path": None, "source": options.source, "columns": str(columns)}
        asked = {"days": days, "sessions": server[1] if server else [], **how}
        found = run("clusters:ask", asked, timeout=options.timeout)
        memory = found.mb + (_megabytes(server[1]) if server else 0)
    rows = []
    for number, (one, answer) in enumerate(zip(found.value, known, strict=True)):
        if one.pop("answer") != answer:
            raise SystemExit(f"{engine} answers other than polars: {store}, {one}")
        rows.append(
            {
                "grows": options.grows,
                "cheques": snapshot.rows,
                "months": len(snapshot.months()),
                "bytes": snapshot.octets,
                "engine": engine,
                "workers": options.workers if engine == "spark" else 1,
                "way": "states" if options.states else options.identical * bool(options.source),
                "asked": "again" if number and not options.days else "first",
                **one,
                "mb": round(memory),
                "load": machine()["load_before"],
            }
        )
    return rows


def ask(days: list[str | None], sessions: Sequence[int] = (), **how: Any) -> list[dict[str, Any]]:
    """Segment at each day in this process; return what each answer is and what it cost."""
    from rfma_fast import open_store

    told, path = [], how.pop("path")
    for day in days:
        start, own, servers = time.perf_counter(), time.process_time(), _seconds(sessions)
        found = open_store(path, **how).segment(day)
        told.append(
            {
                "as_of": str(found.as_of),
                "cards": found.cards,
                "wall": round(time.perf_counter() - start, 2),
                "cpu": round(time.process_time() - own + _seconds(sessions) - servers, 2),
                "answer": _digest(found),
            }
        )
    return told


def _digest(found: Any) -> str:
    borders = {axis: list(map(str, edges)) for axis, edges in found.thresholds.borders.items()}
    text = json.dumps([borders, found.sizes.rows()], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@contextmanager
def serving(
    engine: str, options: argparse.Namespace, place: Path
) -> Iterator[tuple[str, list[int]] | None]:
    """Run the servers that an engine needs; give their address and their sessions."""
    if engine not in ("sail", "spark"):
        yield None
        return
    sys.path.insert(0, str(ROOT.parent / "tests"))
    from spark.cluster import free_port, standalone, wait_for

    if engine == "spark":
        with standalone(place, workers=options.workers, memory=options.memory) as running:
            yield running.remote, running.sessions
        return
    port = free_port()
    command = ["sail", "spark", "server", "--ip", "127.0.0.1", "--port", str(port)]
    program = str(Path(sys.executable).with_name(command[0]))
    with subprocess.Popen(
        [program, *command[1:]], stderr=subprocess.DEVNULL, start_new_session=True
    ) as sail:
        try:
            wait_for(port)
            yield f"sc://127.0.0.1:{port}", [sail.pid]
        finally:
            sail.kill()


def _processes(sessions: Sequence[int]) -> Iterator[tuple[Path, list[str]]]:
    """Yield the processes of some sessions, with what the system counts of them."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) in sessions:
            yield stat.parent, fields


def _seconds(sessions: Sequence[int]) -> float:
    """Return the processor seconds of the processes that run, those of ended children included."""
    return sum(sum(map(int, fields[11:15])) for _, fields in _processes(sessions)) / TICKS


def _megabytes(sessions: Sequence[int]) -> float:
    peaks = 0
    for process, _ in _processes(sessions):
        for line in (process / "status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM"):
                peaks += int(line.split()[1])
    return peaks / 1024


def _add(row: dict[str, Any]) -> None:
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {"rows": []}
    about = {name: value for name, value in machine().items() if name != "load_before"}
    text = json.dumps({"machine": about, "rows": [*known["rows"], row]}, indent=1)
    RESULTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
