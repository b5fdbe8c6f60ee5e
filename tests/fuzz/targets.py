"""What is fuzzed: each target takes any octets and raises only if the product is wrong."""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import polars as pl
from schemes.handmade import SMALL
from support.stores import ANNA, BORIS, bought, day, written

from fuzz import reference
from rfma_fast.api import Store
from rfma_fast.cheques.moments import moments
from rfma_fast.cheques.money import money
from rfma_fast.cli import run
from rfma_fast.commands.common import range_option
from rfma_fast.errors import RfmaError
from rfma_fast.periods import parse_day, parse_month_end
from rfma_fast.schemes.loader import (
    builtin_codes,
    load_scheme,
    read_scheme,
    scheme_text,
    starter_text,
)
from rfma_fast.schemes.patterns import expand
from rfma_fast.schemes.thresholds import load_thresholds
from rfma_fast.sources.columns import load_map
from rfma_fast.sources.ingest import understand
from rfma_fast.sql.caps import Caps
from rfma_fast.sql.guard import views_read

CODES = (0, 1, 2, 3, 130)
SECRET, LATE = "s3cr3t-w0rds", "98765.43"
"""What no query may show: a file beside the store, a cheque after the as-of day."""

AS_OF = day(10)


@dataclass(frozen=True)
class Target:
    """One parser: what takes octets, and octets to begin with."""

    run: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]


@cache
def ground() -> Path:
    """Return a directory with a store, and secrets beside it; gone when the process ends."""
    kept = tempfile.TemporaryDirectory(prefix="rfma-fuzz-")
    _KEPT.append(kept)
    root = Path(kept.name)
    rows = [
        bought(0, ANNA, 100_50), bought(3, BORIS, 700_05), bought(4, None, 5_00),
        bought(40, BORIS, 98_765_43, shop="L4te"),
    ]  # fmt: skip
    written(root / "store", rows)
    (root / "secret.csv").write_text(f"a\n{SECRET}\n")
    pl.DataFrame({"a": [SECRET]}).write_parquet(root / "secret.parquet")
    (root / "work").mkdir()
    return root


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


@contextlib.contextmanager
def _file(octets: bytes, suffix: str) -> Iterator[Path]:
    path = ground() / "work" / f"{os.getpid()}{suffix}"
    path.write_bytes(octets)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _text(octets: bytes) -> str:
    return octets.decode("utf-8", "replace")


# --- numbers and days ----------------------------------------------------------------------------


def reads_money(octets: bytes) -> None:
    texts = _text(octets).split("\n")
    assert money(pl.Series(texts)).to_list() == [reference.kopecks(text) for text in texts], texts


def reads_moments(octets: bytes) -> None:
    texts = _text(octets).split("\n")
    assert moments(pl.Series(texts)).to_list() == [reference.moment(text) for text in texts], texts


def reads_days(octets: bytes) -> None:
    text = _text(octets)
    found = parse_day(text)
    assert found is None or found.isoformat() == text.strip()
    end = parse_month_end(text)
    assert end is None or end.isoformat().startswith(text.strip())
    with contextlib.suppress(RfmaError):
        range_option(text, "--as-of", monthly=True)


# --- files that people write ---------------------------------------------------------------------


def reads_schemes(octets: bytes) -> None:
    try:
        scheme = read_scheme(_text(octets), "fuzz.toml")
    except RfmaError as error:
        assert "\n" not in error.message
        return
    assert len(scheme.codebook.classes) >= 1


def reads_patterns(octets: bytes) -> None:
    digits = ["1234", "123", "123", "123"]
    try:
        codes = list(expand(_text(octets), digits))
    except RfmaError:
        return
    assert 1 <= len(set(codes)) == len(codes) <= 108
    for code in codes:
        assert all(sign in of for sign, of in zip(code, digits, strict=True))


def reads_thresholds(octets: bytes) -> None:
    scheme = load_scheme("rfma")
    with _file(octets, ".toml") as path, contextlib.suppress(RfmaError):
        found = load_thresholds(path, scheme)
        path.write_text(found.to_toml(), encoding="utf-8")
        assert load_thresholds(path, scheme).borders == found.borders


def reads_maps(octets: bytes) -> None:
    with _file(octets, ".toml") as path, contextlib.suppress(RfmaError):
        assert load_map(path).columns


# --- sources -------------------------------------------------------------------------------------


def reads_csv(octets: bytes) -> None:
    with _file(octets, ".csv") as path, contextlib.suppress(RfmaError):
        _counts(path)


def reads_parquet(octets: bytes) -> None:
    with _file(octets, ".parquet") as path, contextlib.suppress(RfmaError):
        _counts(path)


def _counts(path: Path) -> None:
    found = understand([path])
    assert 0 <= found.rejected <= found.read
    assert found.first.height <= found.read - found.rejected


# --- SQL and the command line --------------------------------------------------------------------


def answers_sql(octets: bytes) -> None:
    root = ground()
    sql = _text(octets).replace("ROOT", str(root)).replace("MONTH", _late_month())
    before = _every_byte(root / "store")
    try:
        # What the guard refuses here is refused there: the query asks it first.
        views_read(_connection(), sql)
        said = _store().query(sql, AS_OF, caps=Caps(2, 64, 1000))
    except duckdb.Error as error:
        assert isinstance(error, duckdb.ParserException), error
        return
    except RfmaError as error:
        told = f"{error.message} {error.hint}"
        assert "\n" not in error.message
    else:
        told = repr(said.rows()) + repr(said.columns)
    for secret in (SECRET, LATE, LATE.replace(".", ""), "L4te"):
        assert secret in sql or secret not in told, (sql, told)
    assert _every_byte(root / "store") == before, sql


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    atexit.register(_connection.cache_clear)
    return connection


@cache
def _store() -> Store:
    return Store(ground() / "store")


@cache
def _late_month() -> str:
    return _store().snapshot.paths()[-1]


def _every_byte(root: Path) -> dict[str, bytes]:
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in files}


def runs(octets: bytes) -> None:
    told = _text(octets).replace("\0", " ")
    arguments = [word for word in told.split("\n") if "ROOT" not in word or ".." not in word]
    work = ground() / "work"
    arguments = [word.replace("ROOT", str(ground())) for word in arguments][:12]
    if not arguments or arguments[0] not in VERBS:
        arguments[:0] = ["status"]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(work), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(arguments)
    assert code in CODES, (arguments, code)
    assert "Traceback" not in err.getvalue(), arguments
    assert code != 1 or err.getvalue().startswith(("Error: ", "Ошибка: ")), (arguments, err)


VERBS = (
    "status", "overview", "segment", "migrate", "query", "playbook", "thresholds", "scheme",
    "ingest", "checkpoint",
)  # fmt: skip
WORDS = (
    *VERBS, "--store", "ROOT/store", "--as-of", "2022-01-05", "--since", "2022-01-01", "--scheme",
    "rfm8", "lost", "--format", "json", "csv", "table", "xlsx", "-o", "a.csv", "a.xlsx", "--shop",
    "Аптека 1", "--lang", "ru", "en", "--quiet", "--from", "--to", "2022-02-10", "--monthly",
    "--explain", "2022-01..2022-02", "--level", "region", "--list", "VIP", "list", "show", "check",
    "fit", "--toml", "--thresholds", "--cards", "--dry-run", "--columns", "ROOT/secret.csv",
    "ROOT/store.parquet", "--help", "--timeout", "1", "--memory", "64", "--max-rows", "-1",
    "select 1", "select * from cheques", "../..", "/dev/null", "", "=", "-", "--", "\x1b[31m", "🂡",
    "--rebuild", "--card-rule", "((((", "(a{1000}){1000}", "--group", "110", "--version",
)  # fmt: skip

SQL = (
    "select * from cheques", "select count(*) as n, sum(amount) from cheques group by all",
    "select * from read_parquet('MONTH')", "select * from 'MONTH'",
    "with x as (from 'MONTH') select * from x", "select * from read_csv('ROOT/secret.csv')",
    "select * from 'ROOT/secret.parquet'", "select (select max(a) from 'ROOT/secret.csv')",
    "with a as (copy (select 1) to 'MONTH' (format parquet, use_tmp_file false)) from a",
    "describe segments", "summarize cheques", "from query('from ''MONTH''')", "show tables",
    "from (pivot cheques on shop in ('a') using sum(amount))", "from glob('ROOT/*')",
    "select current_setting('allowed_paths')", "copy cheques to 'ROOT/x.csv'", "set threads = 1",
    "attach 'ROOT/x.db'", "from range(3) t(i), unnest([1, 2]) u(k)", "from segments, cards",
    "with recursive t(i) as (select 1 union all select i + 1 from t where i < 9) from t",
    "select list_transform([1], lambda x: (select max(amount) from 'MONTH'))",
    'with "MONTH" as (select 1) select * from "MONTH"', "install httpfs; load httpfs",
    "from parquet_metadata('MONTH')", "from cheques union all by name from 'MONTH'",
)  # fmt: skip

PIECES = (
    "select", "from", "*", "cheques", "cards", "segments", "rejected", "'MONTH'", '"MONTH"',
    "'ROOT/secret.csv'", "'ROOT/secret.parquet'", "read_parquet", "read_csv", "read_text", "glob",
    "query", "query_table", "(", ")", "(select", ")", ",", "with x as (", "with recursive x as (",
    "union all", "where", "in", "exists", "join", "using (card)", "lateral", "as", "x", "1",
    "amount", "max(amount)", "shop", "limit 3", "order by all", "group by all", "describe",
    "summarize", "pivot", "unpivot", "on", "copy", "to", "insert into", "delete from", "returning",
    "unnest([1])", "range(3)", "current_setting('allowed_paths')", "--", "/*", "*/", ";", "at",
    "tablesample 10%", "case when", "then", "end", "lambda y:", "::int", "[1]", "{'a': 1}", "$1",
)  # fmt: skip


def cheques_csv() -> bytes:
    rows = [
        f"2022-01-{1 + n % 28:02d} 10:00:00,Аптека {n % 3},20000000000{n:02d},{n}.5{n % 10},d{n}"
        for n in range(20)
    ]
    return "\n".join(["datetime,shop,card,summ,doc_id", *rows]).encode() + b"\n"


def _parquets() -> list[bytes]:
    file = io.BytesIO()
    pl.read_csv(cheques_csv(), infer_schema=False).write_parquet(file)
    return [file.getvalue()]


def _schemes() -> list[bytes]:
    return [SMALL.encode(), starter_text().encode()] + [
        scheme_text(code).encode() for code in builtin_codes()
    ]


def _odd_csvs() -> list[bytes]:
    plain = cheques_csv()
    return [
        plain, plain.replace(b",", b";"), plain.replace(b"\n", b"\r"), b"\xef\xbb\xbf" + plain,
        plain.replace(b"\n", b"\r\n"), plain.decode().encode("cp1251"), plain.replace(b"d1", b'"d'),
        plain.replace(b"2022", b"\0\0"), b'at,shop,amount\n"' + b'"' * 5001,
        b"\0" * 140_000, b"at,shop,amount\n2022-01-01,A,1e999999999\n2022-01-01,A," + b"9" * 5000,
    ]  # fmt: skip


TARGETS: dict[str, Target] = {
    "money": Target(reads_money, lambda: [b"12.34\n-5\n.5\n5.\n1e5\n0.001\n 7 \n100000000000.01"]),
    "moments": Target(
        reads_moments,
        lambda: [b"2022-01-02 10:11:12.5\n2022-02-29\n2022-1-1\n2022-01-01T10:00:60\n 1900-01-01"],
    ),
    "days": Target(reads_days, lambda: [b"2022-06-09", b"2022-06", b"2022-01..2022-02", b".."]),
    "schemes": Target(reads_schemes, _schemes),
    "patterns": Target(reads_patterns, lambda: [b"11(1,2)(1-3)", b"(1-999999)", b"4(2,3)13"]),
    "thresholds": Target(
        reads_thresholds,
        lambda: [
            b'scheme = "rfma"\nas_of = 2022-06-09\n[borders]\nR = ["21", "61", "105"]\n'
            b'F = ["24/25", "1/5"]\nM = ["1202", "446"]\nA = [180, 30]\n'
        ],
    ),
    "maps": Target(
        reads_maps, lambda: [b'[columns]\nat = "d"\nshop = "s"\namount = "a"\ncard = "c"\n']
    ),
    "csv": Target(reads_csv, _odd_csvs),
    "parquet": Target(reads_parquet, _parquets),
    "sql": Target(answers_sql, lambda: [sql.encode() for sql in SQL]),
    "command": Target(runs, lambda: ["\n".join(WORDS[n : n + 6]).encode() for n in range(40)]),
}


def warm() -> None:
    """Make what the targets need before the first input."""
    ground()
    answers_sql(b"select count(*) from segments, cards")


def spoilt(seed: bytes, chance: random.Random, most: int = 6) -> bytes:
    """Return octets with a few of them changed, lost, doubled or moved."""
    octets = bytearray(seed)
    for _ in range(chance.randint(1, most)):
        at = chance.randrange(len(octets) + 1)
        size = min(chance.choice((1, 1, 1, 2, 4, 16, 64)), max(len(octets) - at, 1))
        match chance.randrange(5):
            case 0:
                octets[at : at + size] = bytes(chance.randrange(256) for _ in range(size))
            case 1:
                del octets[at : at + size]
            case 2:
                octets[at:at] = octets[at : at + size] * chance.choice((1, 2, 50))
            case 3:
                octets[at:at] = chance.choice(TOKENS)
            case _:
                other = chance.randrange(len(octets) + 1)
                octets[at : at + size] = octets[other : other + size]
    return bytes(octets)


TOKENS = (
    b"'", b'"', b"(", b")", b"[", b"]", b"{", b"}", b",", b";", b"\n", b"\r", b"\0", b"\xff", b"-1",
    b"1e999999999", b"9" * 400, b"NaN", b"inf", "٣".encode(), "\u202e".encode(), b"1/0", b"true",
    b"[[", b"a.b", b"=", b"--", b"/*", b"1970-01-01", b"9999-12-31", b"0000-00-00", b"\\u0000",
)  # fmt: skip
