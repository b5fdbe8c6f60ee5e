"""A copy of the cheques for programs that read plain Parquet: each cheque once, cards as printed,
money in roubles. It changes as a whole: its readers see one version of the store or the next."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from rfma_fast.i18n import problem
from rfma_fast.store import months
from rfma_fast.store.roots import is_local
from rfma_fast.store.tables import KEYS, DataFile, Tables

LAYOUT = 1
"""What a file holds; another number, and every file is written anew."""

_OWNER = "rfma.store"
"""The key of a file's metadata that names the store that it was copied from."""
_MONTH = re.compile(r"month=\d{4}-\d{2}")
_FILE = re.compile(r"cheques-[0-9a-f]{16}\.parquet")
_MONEY = ("amount", "paid", "bonus_earned", "bonus_spent")
_ROUBLES = pl.Decimal(18, 2)
_HERE, _EXCHANGE = -100, 2
"""``AT_FDCWD`` and ``RENAME_EXCHANGE`` of Linux' ``renameat2``."""


@dataclass(frozen=True)
class Exported:
    """What lies in a copy now."""

    directory: str
    version: int
    """The store's version that it shows."""
    cheques: int
    months: tuple[str, ...]
    written: tuple[str, ...]
    """The months that were written now; those before are as they were."""
    octets: int
    kept: bool
    """Whether later loads keep it current."""


def export(
    tables: Tables, directory: Path, progress: Callable[[str], None] = lambda month: None
) -> Exported:
    """Make a directory show the newest version of the store, all at once or not at all.

    A directory that holds anything else is refused. Only months that changed are written;
    ``progress`` hears of each. Memory: one month and the cards.
    """
    place = directory.resolve()
    before = _copied(place, tables)
    files = sorted(tables.cheques.files(), key=lambda file: file.month or "")
    wanted = {f"month={file.month}/cheques-{_digest(file)}.parquet": file for file in files}
    new = [name for name in wanted if name not in before]
    if new or before != set(wanted) or not place.exists():
        _replace(tables, place, wanted, set(wanted) - set(new), progress)
    with _telling(place):
        _sweep(place)
        octets = sum((place / name).stat().st_size for name in wanted)
    return Exported(
        directory=str(place),
        version=tables.cheques.version(),
        cheques=sum(file.rows for file in files),
        months=tuple(file.month or "" for file in files),
        written=tuple(wanted[name].month or "" for name in new),
        octets=octets,
        kept=is_local(tables.root),
    )


def is_interrupted(directory: Path) -> bool:
    """Tell whether a copy was stopped between the two steps that replace it."""
    return not directory.exists() and any(_beside(directory))


def _replace(
    tables: Tables,
    place: Path,
    wanted: dict[str, DataFile],
    kept: set[str],
    progress: Callable[[str], None],
) -> None:
    aside = place.with_name(f".{place.name}.rfma-{uuid.uuid4().hex[:12]}")
    with _telling(place):
        aside.mkdir(parents=True)
    cards = _cards(tables) if len(kept) < len(wanted) else pl.Series(dtype=pl.String)
    for name, file in wanted.items():
        with _telling(place):
            (aside / name).parent.mkdir()
            if name in kept:
                _link(place / name, aside / name)
                continue
        progress(file.month or "")
        rows = _plain(months.read(tables.cheques, file), cards)
        with _telling(place):
            owner = {_OWNER: tables.cheques.identity()}
            rows.write_parquet(aside / name, compression="snappy", metadata=owner)
    with _telling(place):
        _swap(aside, place)


def _cards(tables: Tables) -> pl.Series:
    """Return what is printed on the cards, each at the place of its key; none at 0."""
    paths = [f"{tables.keys.uri}/{file.path}" for file in tables.keys.files()]
    nobody = pl.Series([None], dtype=pl.String)
    if not paths:
        return nobody
    keys = pl.read_parquet(paths, schema=KEYS, glob=False, **tables.keys.place.polars)
    return nobody.append(keys.sort("key").get_column("card"))


def _plain(rows: pl.DataFrame, cards: pl.Series) -> pl.DataFrame:
    midnight = pl.col("day").cast(pl.Datetime("us"))
    hundredth = pl.lit("0.01").cast(pl.Decimal(3, 2))
    return rows.with_columns(card=cards.gather(rows.get_column("card"))).select(
        (midnight + pl.duration(microseconds="time")).alias("moment"),
        "day",
        "shop",
        "card",
        "unidentified_id",
        *(
            (pl.col(name).cast(pl.Decimal(18, 0)) * hundredth).cast(_ROUBLES).alias(name)
            for name in _MONEY
        ),
        "doc_id",
    )


def _digest(file: DataFile) -> str:
    """Return what names the copy of a month file, which never changes, as keys never do."""
    return hashlib.sha256(f"layout {LAYOUT}\n{file.path}".encode()).hexdigest()[:16]


def _copied(place: Path, tables: Tables) -> set[str]:
    """Return the files of a copy of this store; whatever else lies there is refused."""
    if not is_local(tables.root):
        inside = False
    else:
        root = Path(tables.root).resolve()
        inside = place == root or root in place.parents or place in root.parents
    if inside:
        raise problem("export.in_store", path=place, store=tables.root)
    if not place.exists():
        return set()
    if not place.is_dir():
        raise problem("export.not_ours", path=place, found=place.name)
    found = set()
    for one in sorted(place.rglob("*")):
        name = str(one.relative_to(place))
        if one.is_dir() and _MONTH.fullmatch(name):
            continue
        if not (one.is_file() and _MONTH.fullmatch(one.parent.name) and _FILE.fullmatch(one.name)):
            raise problem("export.not_ours", path=place, found=name)
        found.add(name)
    if found:
        first = min(found)
        try:
            owner = pl.read_parquet_metadata(place / first).get(_OWNER)
        except (OSError, PolarsError):
            owner = None
        if owner != tables.cheques.identity():
            raise problem("export.not_ours", path=place, found=first)
    return found


def _link(file: Path, to: Path) -> None:
    try:
        os.link(file, to)
    except OSError:
        # A file system without hard links.
        shutil.copy2(file, to)


def _swap(new: Path, place: Path) -> None:
    """Put a directory in the place of another one, in one step where the system has it."""
    if not place.exists():
        new.rename(place)
        return
    if not _exchanged(new, place):
        # Between two steps there is nothing: readers fail, and the next export mends it.
        old = new.with_name(f"{new.name}-old")
        place.rename(old)
        new.rename(place)


def _exchanged(one: Path, other: Path) -> bool:
    try:
        rename = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    done: int = rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return done == 0


def _sweep(place: Path) -> None:
    """Remove what was replaced, now or by a run that was stopped."""
    for left in _beside(place):
        shutil.rmtree(left)


def _beside(place: Path) -> Iterator[Path]:
    with suppress(FileNotFoundError):
        names = re.compile(re.escape(f".{place.name}.rfma-") + r"[0-9a-f]{12}(-old)?")
        yield from [one for one in place.parent.iterdir() if names.fullmatch(one.name)]


@contextmanager
def _telling(place: Path) -> Iterator[None]:
    """Tell in words why a copy cannot be written."""
    try:
        yield
    except (OSError, PolarsError) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise problem("export.unwritable", path=place, reason=reason) from error
