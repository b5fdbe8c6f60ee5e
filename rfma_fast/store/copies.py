"""Which copies for other programs a store keeps current: a list in its directory."""

from __future__ import annotations

import json
import os
from pathlib import Path

from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem
from rfma_fast.store.damage import writing
from rfma_fast.store.plain import export, is_interrupted
from rfma_fast.store.roots import is_local
from rfma_fast.store.tables import Tables

NAME = "_exports.json"


def remember(tables: Tables, directory: str) -> None:
    """Keep a copy current from now on; an object store, which many machines write, keeps none."""
    known = _listed(tables)
    if is_local(tables.root) and directory not in known:
        _write(tables, [*known, directory])


def refresh_copies(tables: Tables) -> None:
    """Let all copies show the newest version; those whose directory was removed are forgotten.

    Where one cannot be written the others are, and the error says that the load itself is stored.
    """
    known = _listed(tables)
    there = [one for one in known if Path(one).exists() or is_interrupted(Path(one))]
    faults = []
    for directory in there:
        try:
            export(tables, Path(directory))
        except RfmaError as error:
            faults.append((directory, error))
    if there != known:
        _write(tables, there)
    for directory, fault in faults[:1]:
        reason = fault.message.rstrip(".")
        raise problem("export.behind", path=directory, reason=reason) from fault


def _listed(tables: Tables) -> list[str]:
    if not is_local(tables.root):
        return []
    try:
        told = json.loads((Path(tables.root) / NAME).read_text(encoding="utf-8"))
        if not {"store", "directories"} <= told.keys():
            raise ValueError(NAME)
    except FileNotFoundError:
        return []
    except (OSError, ValueError, AttributeError) as error:
        raise problem("export.list_damaged", path=f"{tables.root}/{NAME}") from error
    # A store that was copied must not write where the one that it was copied from does.
    is_here = told["store"] == _home(tables)
    return [str(one) for one in told["directories"]] if is_here else []


def _write(tables: Tables, directories: list[str]) -> None:
    path = Path(tables.root) / NAME
    unfinished = path.with_name(f"{NAME}.{os.getpid()}")
    with writing(tables.root):
        if not directories:
            path.unlink(missing_ok=True)
            return
        told = {"store": _home(tables), "directories": directories}
        unfinished.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        unfinished.replace(path)


def _home(tables: Tables) -> str:
    return str(Path(tables.root).resolve())
