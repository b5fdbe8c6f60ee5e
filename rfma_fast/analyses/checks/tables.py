"""Tables against each other: keys behind cards, loads behind rows, the quarantine."""

from __future__ import annotations

import polars as pl

from rfma_fast.analyses.checks.model import Checked, Look, findings_of
from rfma_fast.cheques.card_rules import in_ascii
from rfma_fast.cheques.schema import CARD_KEY
from rfma_fast.store.tables import KEYS, QUARANTINE


def keys(look: Look) -> Checked:
    """Keys are 1, 2, 3 … without a gap, and no card has two."""
    table = _keys(look)
    told: list[tuple[str, object, object]] = []
    where = look.snapshot.tables.keys.uri
    wanted = pl.int_range(1, table.height + 1, dtype=CARD_KEY, eager=True)
    missing = pl.DataFrame({"key": wanted}).join(table, on="key", how="anti").get_column("key")
    if missing.len():
        told.append((where, missing.item(0), "—"))
    doubled = table.filter(pl.col("card").is_duplicated()).get_column("card")
    told.extend((f"{where}: {card}", 1, 2) for card in doubled.unique().sort().head(_SHOWN))
    foreign = table.filter(~pl.col("card").str.contains(in_ascii(look.snapshot.card_rule)))
    told.extend(
        (where, look.snapshot.card_rule, card) for card in foreign.get_column("card").head(_SHOWN)
    )
    return findings_of("keys", table.height, told)


def printed(look: Look) -> Checked:
    """Every card of a cheque has a key, behind which stands what is printed on it."""
    keys = _keys(look).lazy().select("key")
    cards = look.snapshot.scan().filter(pl.col("card") != 0).select("card").unique()
    lost = cards.join(keys, left_on="card", right_on="key", how="anti").sort("card")
    both = pl.collect_all([cards.select(pl.len()), lost], engine="streaming")
    where = look.snapshot.tables.keys.uri
    told = [(where, key, "—") for key in both[1].get_column("card").head(_SHOWN)]
    return findings_of("printed", int(both[0].item()), told)


def loads(look: Look) -> Checked:
    """Of each load there are as many rows as it told, or none where it was taken back."""
    notes = look.snapshot.tables.cheques.loads()
    counted = look.snapshot.scan().group_by("load").agg(pl.len()).collect(engine="streaming")
    found = dict(counted.iter_rows())
    told: list[tuple[str, object, object]] = []
    stored = {note["load"]: note["stored"] for note in notes if "stored" in note}
    for load, rows in sorted(stored.items()):
        if found.get(load, 0) not in (0, rows):
            told.append((f"{look.snapshot.tables.cheques.uri} № {load}", rows, found[load]))
    if min(stored, default=0) == 1:
        strangers = sorted(found.keys() - stored.keys())
        told.extend((f"{look.snapshot.tables.cheques.uri} № {n}", 0, found[n]) for n in strangers)
    return findings_of("loads", len(stored), told)


def quarantine(look: Look) -> Checked:
    """No rejected row is kept twice, and each names its rule and a load that was begun."""
    table = look.snapshot.tables.rejected
    paths = [path for _, path in look.sound(table)]
    if not paths:
        return findings_of("quarantine", 0, [])
    rows = pl.read_parquet(paths, schema=QUARANTINE, missing_columns="insert", glob=False)
    told: list[tuple[str, object, object]] = []
    same = ["source", "line", "rule", "raw"]
    once = rows.select(same).n_unique()
    if once != rows.height:
        told.append((table.uri, once, rows.height))
    blank = rows.filter(pl.col("rule").is_null() | pl.col("load").is_null()).height
    if blank:
        told.append((table.uri, 0, blank))
    newest = rows.get_column("load").max()
    if newest is not None and int(str(newest)) > table.last_load():
        told.append((table.uri, f"≤ {table.last_load()}", newest))
    return findings_of("quarantine", rows.height, told)


_SHOWN = 20


def _keys(look: Look) -> pl.DataFrame:
    paths = [path for _, path in look.sound(look.snapshot.tables.keys)]
    return pl.read_parquet(paths, schema=KEYS, glob=False) if paths else pl.DataFrame(schema=KEYS)
