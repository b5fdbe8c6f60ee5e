"""How the story of one card looks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rich.text import Text

from rfma_fast.analyses.card import AHEAD, CardStory, Edge, Standing
from rfma_fast.analyses.cooling import level_of_warmth
from rfma_fast.analyses.segmentation import name_of
from rfma_fast.i18n import local_name, say
from rfma_fast.i18n.formats import MISSING, compact, day, number
from rfma_fast.reports import plain
from rfma_fast.reports.names import axis_name, level_name, scheme_json, scheme_name
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import Column, facts, heading, note, swatch, table, text_column

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

CHEQUES_SHOWN = 10
MONTHS_SHOWN = 12


def report(story: CardStory) -> Report:
    """Return the forms of a card's story."""
    return Report(
        json=lambda: as_json(story),
        frames=lambda: frames(story),
        show=lambda width: show(story),
    )


def as_json(story: CardStory) -> dict[str, Any]:
    """Return measures, axes, groups, cheques, shops, path, what is ahead, and one more purchase."""
    level = level_of_warmth(story.found)
    cools = story.cools(level)
    return {
        "card": story.card,
        "as_of": plain.plain(story.found.as_of),
        **scheme_json(story.found.scheme),
        "metrics": {
            name: plain.plain(story.row[name])
            for name in ("cheques", story.found.total_name, "first", "last")
        },
        "axes": [_axis_json(standing) for standing in story.standings],
        "groups": _groups_json(story, story.number),
        "home_shop": story.home,
        "shops": plain.records(story.shops),
        "path": [
            {"as_of": plain.plain(as_of), "groups": _groups_json(story, number)}
            for as_of, number in story.path.iter_rows()
        ],
        "refitted": story.refitted,
        "cools": None
        if cools is None
        else {
            "level": level,
            "day": plain.plain(cools.day),
            "to": story.code(level, cools.number),
        },
        "ahead": [
            {"day": plain.plain(step.day), "groups": _groups_json(story, step.number)}
            for step in story.ahead
        ],
        "one_more": {
            "amount": plain.roubles(story.amount),
            "groups": _groups_json(story, story.one_more),
        },
        "cheques": plain.records(story.cheques),
        "notes": plain.notes(story.found.notes),
        "provenance": plain.provenance(story.provenance),
    }


def frames(story: CardStory) -> dict[str, pl.DataFrame]:
    """Return the card's row, its path, shops, cheques, and the changes ahead."""
    import polars as pl

    levels = story.found.scheme.level_codes
    path = [
        {"as_of": as_of, **_codes(story, levels, number)}
        for as_of, number in story.path.iter_rows()
    ]
    ahead = [{"day": step.day, **_codes(story, levels, step.number)} for step in story.ahead]
    schema = dict.fromkeys(levels, pl.String)
    return {
        "card": pl.DataFrame([story.row]),
        "path": pl.DataFrame(path, schema={"as_of": pl.Date, **schema}),
        "shops": story.shops,
        "cheques": story.cheques,
        "ahead": pl.DataFrame(ahead, schema={"day": pl.Date, **schema}),
    }


def show(story: CardStory) -> Sequence[RenderableType]:
    """Return where the card stands, what is ahead, its path, its shops and its last cheques."""
    found = story.found
    return [
        heading(
            say("title.card", card=story.card),
            scheme_name(found.scheme),
            say("head.as_of", day=day(found.as_of)),
        ),
        *(note(sentence) for sentence in plain.notes(found.alarms)),
        facts(_facts(story)),
        _groups(story),
        _standings(story),
        *_cooling(story),
        _path(story),
        _shops(story),
        _cheques(story),
        *(note(sentence) for sentence in plain.notes(found.remarks)),
    ]


def _facts(story: CardStory) -> list[tuple[str, str]]:
    row = story.row
    return [
        (say("fact.cheques"), number(row["cheques"])),
        (say("fact.revenue"), number(row[story.found.total_name], 2)),
        (say("fact.first_purchase"), day(row["first"])),
        (say("fact.last_purchase"), day(row["last"])),
        (say("fact.home_shop"), story.home),
    ]


def _groups(story: CardStory) -> RenderableType:
    rows = [
        [
            level_name(story.found.scheme, level),
            story.code(level, story.number),
            _swatch(story, level, story.number),
        ]
        for level in story.found.scheme.level_codes
    ]
    columns = [
        Column(say("column.level"), "left"),
        Column(say("column.code"), "left"),
        text_column(say("column.name")),
    ]
    return table(say("title.card_groups"), columns, rows)


def _standings(story: CardStory) -> RenderableType:
    rows = [
        [
            axis_name(standing.axis),
            compact(standing.value),
            local_name(standing.axis.grades[standing.place - 1]),
            way(standing, standing.place - 2),
            way(standing, standing.place - 1),
        ]
        for standing in story.standings
    ]
    columns = [
        text_column(say("column.axis")),
        Column(say("column.card_value")),
        Column(say("column.grade"), "left"),
        Column(say("column.to_better"), "left"),
        Column(say("column.to_worse"), "left"),
    ]
    return table(say("title.card_standing"), columns, rows)


def way(standing: Standing, place: int) -> str:
    """Return a border and how far the card is from it, with a sign; nothing where there is none."""
    if not 0 <= place < len(standing.edges):
        return MISSING
    edge: Edge = standing.edges[place]
    if edge.distance is None:
        return MISSING
    sign = "+" if edge.distance > 0 else ""
    return f"{compact(edge.border)} ({sign}{compact(edge.distance)})"


def cooling_told(story: CardStory) -> tuple[str, str]:
    """Return when the card cools, and what a purchase would make of it."""
    level = level_of_warmth(story.found)
    cools = story.cools(level)
    if cools is None:
        first = say("card.does_not_cool", days=number(AHEAD))
    else:
        first = say(
            "card.cools",
            day=day(cools.day),
            days=number((cools.day - story.found.as_of).days),
            group=named(story, level, cools.number),
        )
    if story.one_more is None:
        return first, say("card.one_more_out", amount=number(Fraction(story.amount, 100), 2))
    key = "card.one_more_same" if story.one_more == story.number else "card.one_more"
    more = say(
        key,
        amount=number(Fraction(story.amount, 100), 2),
        code=story.code("class", story.one_more),
        group=named(story, level, story.one_more),
    )
    return first, more


def _cooling(story: CardStory) -> list[RenderableType]:
    """Return what is ahead, in words and as a table of the changes."""
    level = level_of_warmth(story.found)
    lines: list[RenderableType] = [Text(""), *map(Text, cooling_told(story))]
    if story.ahead:
        rows = [
            [
                day(step.day),
                story.code("class", step.number),
                story.code(level, step.number),
                _swatch(story, level, step.number),
            ]
            for step in story.ahead
        ]
        lines.append(table(say("title.card_ahead"), _dated_columns(story, level), rows))
    return lines


def _path(story: CardStory) -> RenderableType:
    level = level_of_warmth(story.found)
    rows = [
        [day(as_of), MISSING, MISSING, say("word.not_segmented")]
        if at is None
        else [
            day(as_of),
            story.code("class", at),
            story.code(level, at),
            _swatch(story, level, at),
        ]
        for as_of, at in story.path.tail(MONTHS_SHOWN).iter_rows()
    ]
    key = "title.card_path_refit" if story.refitted else "title.card_path"
    return table(say(key), _dated_columns(story, level), rows)


def _dated_columns(story: CardStory, level: str) -> list[Column]:
    return [
        Column(say("column.day"), "left"),
        Column(say("column.class"), "left"),
        Column(say("column.code"), "left"),
        text_column(level_name(story.found.scheme, level)),
    ]


def _shops(story: CardStory) -> RenderableType:
    rows = [
        [row["shop"], number(row["cheques"]), number(row["revenue"], 2), day(row["last"])]
        for row in story.shops.iter_rows(named=True)
    ]
    columns = [
        text_column(say("column.shop")),
        Column(say("column.cheques")),
        Column(say("column.revenue")),
        Column(say("column.last")),
    ]
    return table(say("title.card_shops"), columns, rows)


def _cheques(story: CardStory) -> RenderableType:
    rows = [
        [
            day(row["at"].date()),
            row["at"].strftime("%H:%M"),
            row["shop"],
            number(row["amount"], 2),
            number(row["gap"]),
        ]
        for row in reversed(story.cheques.tail(CHEQUES_SHOWN).rows(named=True))
    ]
    columns = [
        Column(say("column.day"), "left"),
        Column(say("column.time"), "left"),
        text_column(say("column.shop")),
        Column(say("column.amount")),
        Column(say("column.gap")),
    ]
    shown = min(CHEQUES_SHOWN, story.cheques.height)
    title = say("title.card_cheques", shown=number(shown), all=number(story.cheques.height))
    return table(title, columns, rows)


def _swatch(story: CardStory, level: str, at: int) -> Text:
    return swatch(
        story.warmth(level, at), name_of(story.found.scheme, level, story.code(level, at))
    )


def named(story: CardStory, level: str, at: int) -> str:
    """Return the code and the name of a class's group at a level."""
    code = story.code(level, at)
    name = name_of(story.found.scheme, level, code)
    return name if name == code else f"{code} {name}"


def _codes(story: CardStory, levels: Sequence[str], at: int | None) -> dict[str, str | None]:
    return {level: None if at is None else story.code(level, at) for level in levels}


def _groups_json(story: CardStory, at: int | None) -> dict[str, Any] | None:
    if at is None:
        return None
    return {
        level: {
            "code": story.code(level, at),
            "name": name_of(story.found.scheme, level, story.code(level, at)),
            "warmth": story.warmth(level, at),
        }
        for level in story.found.scheme.level_codes
    }


def _axis_json(standing: Standing) -> dict[str, Any]:
    axis = standing.axis
    return {
        "axis": axis.code,
        "name": axis.name,
        "value": plain.plain(standing.value),
        "grade": axis.digits[standing.place - 1],
        "grade_name": local_name(axis.grades[standing.place - 1]),
        "borders": [
            {
                "border": plain.plain(edge.border),
                "keep": edge.keep,
                "kept": edge.kept,
                "distance": plain.plain(edge.distance),
            }
            for edge in standing.edges
        ],
    }
