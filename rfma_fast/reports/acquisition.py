"""How acquisition looks: new cards, cohorts, the lost, and who is worth winning back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.acquisition import Acquisition
from rfma_fast.analyses.winning_back import GROUPS
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import MISSING, day, number, share
from rfma_fast.reports import plain
from rfma_fast.reports.figures import between
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import (
    COLUMN_GAP,
    Column,
    facts,
    grey,
    heading,
    note,
    swatch,
    table,
    text_column,
)

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType
    from rich.text import Text

NARROW = 100
CARDS_SHOWN = 10
UNFINISHED = "*"
"""Stands behind a figure of a month that is not over."""


def report(found: Acquisition) -> Report:
    """Return the forms of an acquisition: new cards by month, then the other tables."""
    return Report(
        json=lambda: as_json(found),
        frames=lambda: frames(found),
        show=lambda width: show(found, width),
    )


def as_json(found: Acquisition) -> dict[str, Any]:
    """Return every table but the list of cards, and where the result comes from."""
    regions = found.win_back_regions()
    return {
        "from": plain.plain(found.since),
        "to": plain.plain(found.until),
        "as_of": plain.plain(found.as_of),
        "churn": found.churn,
        "cards": found.cards,
        "opening": {"month": found.opening_month, "cards": found.opening_cards},
        "total": plain.records(found.table())[0],
        "months": plain.records(found.table("month")),
        "shops": plain.records(found.table("shop")),
        "months_by_shop": plain.records(found.table("month", "shop")),
        "cohorts": plain.records(found.cohorts),
        "lost": plain.records(found.lost_groups()),
        "win_back": {
            "cards": int(regions.get_column("cards").sum()),
            "regions": plain.records(regions),
        },
        "notes": plain.notes([*_notes(found), *found.lost.notes]),
        "provenance": plain.provenance(found.provenance),
    }


def frames(found: Acquisition) -> dict[str, pl.DataFrame]:
    """Return new cards by month first, the list of cards worth winning back last.

    A cluster keeps the cards: then that list is left out.
    """
    return {
        "months": found.table("month"),
        "shops": found.table("shop"),
        "months_by_shop": found.table("month", "shop"),
        "cohorts": found.cohorts,
        "lost": found.lost_groups(),
        "win_back_regions": found.win_back_regions(),
        **({"win_back": found.win_back()} if found.has_cards_here else {}),
    }


def show(found: Acquisition, width: int) -> Sequence[RenderableType]:
    """Return all tables, matrices of cohorts as wide as the terminal, and the remarks."""
    wide = width >= NARROW
    return [
        heading(
            say("title.acquisition"),
            say("head.period", since=day(found.since), until=day(found.until)),
            say("head.as_of", day=day(found.as_of)),
        ),
        *(note(sentence) for sentence in plain.notes(found.lost.alarms)),
        facts(
            [
                (say("fact.first_cards"), number(found.cards - found.opening_cards)),
                *_opening_fact(found),
                (say("fact.churn"), number(found.churn)),
            ]
        ),
        _new(found, "month", wide=wide),
        _new(found, "shop", wide=wide),
        *_matrices(found, width),
        _lost(found),
        *_win_back(found, wide=wide),
        "",
        *(note(sentence) for sentence in plain.notes([*_notes(found), *found.lost.remarks])),
        *([] if found.has_cards_here else [note(say("note.cards_on_cluster"))]),
    ]


def _opening_fact(found: Acquisition) -> list[tuple[str, str]]:
    if not found.opening_cards:
        return []
    name = say("fact.opening_cards", month=found.opening_month)
    return [(name, number(found.opening_cards))]


def _notes(found: Acquisition) -> list[tuple[str, dict[str, object]]]:
    (total,) = found.table().iter_rows(named=True)
    notes: list[tuple[str, dict[str, object]]] = []
    begin = found.lost.history.scope.snapshot.first_day
    if found.opening_cards:
        values: dict[str, object] = {"day": day(begin), "month": found.opening_month}
        notes.append(("note.new_may_be_old", values))
    if total["open"]:
        values = {"cards": number(total["open"]), "days": found.churn, "day": day(found.as_of)}
        notes.append(("note.windows_open", values))
    if not found.cohorts.get_column("whole").all():
        notes.append(("note.cohort_partial", {"day": day(found.as_of)}))
    return [*notes, *_lost_by_what(found)]


def _lost_by_what(found: Acquisition) -> list[tuple[str, dict[str, object]]]:
    """Return what tells the lost, and how many of them the calendar calls hottest."""
    regions = found.win_back_regions()
    if not regions.height:
        return []
    warmths = found.rfma.warmths("region")
    hottest = min(warmth for warmth in warmths.values() if warmth is not None)
    hot = [row for row in regions.iter_rows(named=True) if warmths[row["region"]] == hottest]
    if not hot:
        return [("note.lost_by_rhythm", {})]
    told: dict[str, object] = {
        "cards": number(sum(row["cards"] for row in hot)),
        "scheme": found.rfma.scheme.code,
        "groups": ", ".join(f"{row['region']} {row['name']}" for row in hot),
    }
    return [("note.lost_by_rhythm", {}), ("note.lost_yet_hot", told)]


def _new(found: Acquisition, key: str, *, wide: bool) -> RenderableType:
    by_month = key == "month"
    first = Column(say("column.month"), "left") if by_month else text_column(say("column.shop"))
    (total,) = found.table().iter_rows(named=True)
    return table(
        say("title.new_cards_by_month") if by_month else say("title.new_cards_by_shop"),
        [
            first,
            Column(say("column.new_cards")),
            Column(say("column.mean")),
            Column(say("column.median")),
            Column(say("column.open")),
            Column(say("column.ended")),
            Column(say("column.again")),
            Column(say("column.share")),
            *([Column(say("column.interval")), Column(say("column.second"))] if wide else []),
        ],
        [_row_of(found, row, key, wide=wide) for row in found.table(key).iter_rows(named=True)],
        [
            say("word.total_new") if found.opening_cards else say("word.total"),
            *_new_row(total, wide=wide),
        ],
    )


def _row_of(found: Acquisition, row: dict[str, Any], key: str, *, wide: bool) -> list[str | Text]:
    """Return a month's or shop's row, grey where its cards are not known to be new."""
    cells: list[str | Text] = [row[key], *_new_row(row, wide=wide)]
    return [*map(grey, cells)] if row[key] == found.opening_month else cells


def _new_row(row: dict[str, Any], *, wide: bool) -> list[str]:
    ended = row["ended"]
    ends = (row["interval_from"], row["interval_to"]) if ended else None
    return [
        number(row["cards"]),
        number(row["first_mean"]),
        number(row["first_median"]),
        number(row["open"]),
        number(ended),
        number(row["again"]) if ended else MISSING,
        share(row["again_share"]),
        *([between(ends), number(row["second"]) if ended else MISSING] if wide else []),
    ]


def _matrices(found: Acquisition, width: int) -> list[RenderableType]:
    """Return how many of each cohort came, and what it brought, month after month."""
    cohorts: dict[str, list[dict[str, Any]]] = {}
    for row in found.cohorts.iter_rows(named=True):
        cohorts.setdefault(row["cohort"], []).append(row)
    retention = _matrix(
        say("title.retention"),
        cohorts,
        width,
        1,
        lambda row: share(row["share"], 0) + ("" if row["whole"] else UNFINISHED),
        None,
    )
    revenue = _matrix(
        say("title.cumulative"),
        cohorts,
        width,
        0,
        lambda row: number(row["a_card"]) + ("" if row["whole"] else UNFINISHED),
        lambda row: number(row["cumulative"]),
    )
    return [retention, revenue]


def _matrix(
    title: str,
    cohorts: dict[str, list[dict[str, Any]]],
    width: int,
    first: int,
    cell: Callable[[dict[str, Any]], str],
    last: Callable[[dict[str, Any]], str] | None,
) -> RenderableType:
    """Return a row a cohort, a column a month since its first, as many as fit."""
    rows = [
        (
            [cohort, number(months[0]["cards"])],
            [
                cell(month) if month["whole"] and not month["opening"] else grey(cell(month))
                for month in months[first:]
            ],
            months[-1],
        )
        for cohort, months in cohorts.items()
    ]
    head = [Column(say("column.cohort"), "left"), Column(say("column.cards"))]
    tail = [Column(say("column.so_far"))] if last else []
    ends = [[last(row)] if last else [] for *_, row in rows]
    used = sum(
        max(len(text) for text in texts) + COLUMN_GAP
        for texts in (
            *(
                [column.heading, *(row[0][place] for row in rows)]
                for place, column in enumerate(head)
            ),
            *([column.heading, *(end[0] for end in ends)] for column in tail),
        )
    )
    shown, longest = 0, max(len(cells) for _, cells, _ in rows)
    while shown < longest:
        texts = [cells[shown] for _, cells, _ in rows if shown < len(cells)]
        used += max(len(str(first + shown)), *map(len, texts)) + COLUMN_GAP
        if used > width + COLUMN_GAP:
            break
        shown += 1
    columns = [Column(str(first + place)) for place in range(shown)]
    body = [
        [*names, *cells[:shown], *[""] * (shown - len(cells)), *end]
        for (names, cells, _), end in zip(rows, ends, strict=True)
    ]
    return table(title, [*head, *columns, *tail], body)


def _lost(found: Acquisition) -> RenderableType:
    level = found.lost.scheme.level_codes[-1]
    warmths = found.lost.warmths(level)
    return table(
        say("title.lost", day=day(found.as_of)),
        [
            Column(say("column.name"), "left"),
            Column(say("column.cards")),
            Column(say("column.share")),
            Column(say("column.cheques")),
            Column(say("column.revenue")),
            Column(say("column.mean_cheque")),
        ],
        [
            [
                swatch(warmths[row["code"]], row["name"]),
                number(row["cards"]),
                share(row["share"]),
                number(row["cheques"]),
                number(row["revenue"]),
                number(row["mean_cheque"]),
            ]
            for row in found.lost_groups().iter_rows(named=True)
        ],
    )


def _win_back(found: Acquisition, *, wide: bool) -> list[RenderableType]:
    regions = found.win_back_regions()
    if not regions.height:
        return []
    warmths = found.rfma.warmths("region")
    lost = {row["code"]: row["name"] for row in found.lost_groups().iter_rows(named=True)}
    by_region = table(
        say("title.win_back"),
        [
            Column(say("column.code"), "left"),
            text_column(say("column.name")),
            *(Column(lost.get(group, group)) for group in GROUPS),
            Column(say("column.revenue")),
            Column(say("column.by_card")),
        ],
        [
            [
                row["region"],
                swatch(warmths[row["region"]], row["name"]),
                *(number(row[group]) for group in GROUPS),
                number(row["revenue"]),
                number(row["a_card"]),
            ]
            for row in regions.iter_rows(named=True)
        ],
    )
    return [by_region, *([_ranked(found, lost, wide=wide)] if found.has_cards_here else [])]


def _ranked(found: Acquisition, lost: dict[str, str], *, wide: bool) -> RenderableType:
    """Return the cards that brought most; ``lost`` names their groups."""
    cards, warmths = found.win_back(), found.rfma.warmths("region")
    first = cards.head(CARDS_SHOWN)
    return table(
        say("title.win_back_cards", count=number(first.height), all=number(cards.height)),
        [
            Column(say("column.card"), "left"),
            *([Column(say("column.region"), "left")] if wide else []),
            Column(say("column.group"), "left"),
            text_column(say("column.first_shop")),
            Column(say("column.cheques")),
            Column(say("column.revenue")),
            Column(say("column.last")),
        ],
        [
            [
                row["card"],
                *([swatch(warmths[row["region"]], row["region_name"])] if wide else []),
                lost[row["group"]],
                row["shop"],
                number(row["cheques"]),
                number(row["revenue"]),
                day(row["last"]),
            ]
            for row in first.iter_rows(named=True)
        ],
    )
