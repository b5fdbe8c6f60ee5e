"""How a playbook looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.playbook import Play, Plays
from rfma_fast.i18n import language, local_name, say
from rfma_fast.i18n.formats import day, number, share
from rfma_fast.reports import plain
from rfma_fast.reports.names import scheme_json, scheme_name
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import clean, frame, heading, note, swatch, titled

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group, RenderableType

_LEFT_ALONE = ("return_rate", "revenue_per_card", "at_stake")
TEXTS = ("goal", "who", "mechanic", "avoid", "kpi", "order_why")


def report(plays: Plays) -> Report:
    """Return the forms of a playbook."""
    return Report(
        json=lambda: as_json(plays),
        frames=lambda: {"playbook": _frame(plays)},
        show=lambda width: show(plays),
    )


def as_json(plays: Plays) -> dict[str, Any]:
    """Return the plays in the order of work, texts in the language in use."""
    segmentation = plays.segmentation
    return {
        "as_of": plain.plain(segmentation.as_of),
        **scheme_json(segmentation.scheme),
        "plays": [_row(plays, play) for play in plays.plays],
        "notes": plain.notes(segmentation.notes),
        "provenance": plain.provenance(segmentation.provenance),
    }


def show(plays: Plays) -> Sequence[RenderableType]:
    """Return one block a group."""
    segmentation = plays.segmentation
    head = heading(
        say("title.playbook"),
        scheme_name(segmentation.scheme),
        say("head.as_of", day=day(segmentation.as_of)),
    )
    alarms = [note(sentence) for sentence in plain.notes(segmentation.alarms)]
    remarks = [note(sentence) for sentence in plain.notes(segmentation.remarks)]
    return [head, *alarms, *(_block(plays, play) for play in plays.plays), *remarks]


def _block(plays: Plays, play: Play) -> Group:
    built = frame(show_header=False)
    built.add_column(no_wrap=True)
    built.add_column(overflow="fold")
    size = say(
        "fact.play_size",
        cards=number(play.cards),
        share=share(play.share),
        revenue=number(play.revenue),
    )
    channels = ", ".join(say(f"channel.{channel}") for channel in play.entry.channels)
    built.add_row(swatch(play.warmth, play.entry.group), clean(size))
    if (told := outlook_told(plays, play)) is not None:
        built.add_row(clean(say("outlook.title")), clean(told))
    texts = {name: local_name(getattr(play.entry, name)) for name in TEXTS}
    for name, text in {**texts, "channels": channels}.items():
        built.add_row(clean(say(f"play.{name}")), clean(text))
    for number_of, idea in enumerate(ideas_of(play)):
        built.add_row(clean("" if number_of else say("play.ideas")), clean(f"· {idea}"))
    return titled(f"{play.entry.order}. {plays.name(play)}", built)


def _row(plays: Plays, play: Play) -> dict[str, Any]:
    return {
        "order": play.entry.order,
        "level": play.entry.level,
        "code": play.entry.group,
        "name": plays.name(play),
        "cards": play.cards,
        "share": play.share,
        "revenue": plain.plain(play.revenue),
        "outlook": _outlook(plays, play),
        "channels": list(play.entry.channels),
        **{name: local_name(getattr(play.entry, name)) for name in TEXTS},
        "ideas": list(ideas_of(play)),
    }


def _outlook(plays: Plays, play: Play) -> dict[str, Any] | None:
    outlook = plays.outlook(play)
    if outlook is None:
        return None
    figures = outlook.main.of_newest[play.entry.group]
    stake = outlook.at_stake(play.entry.group)
    return {
        "days": outlook.days,
        "after": plain.plain(outlook.main.newest),
        "return_rate": plain.estimate(figures.return_rate),
        "revenue_per_card": plain.money_estimate(figures.revenue_per_card),
        "at_stake": plain.money_estimate(stake),
    }


def outlook_told(plays: Plays, play: Play) -> str | None:
    """Return what a play's group did after the newest past date, and what is at stake."""
    outlook = plays.outlook(play)
    stake = outlook.at_stake(play.entry.group) if outlook else None
    if outlook is None or stake is None:
        return None
    figures = outlook.main.of_newest[play.entry.group]
    rate = figures.return_rate
    return say(
        "outlook.play",
        day=day(outlook.main.newest),
        days=number(outlook.days),
        rate=share(rate.value),
        low=number(rate.low * 100),
        high=share(rate.high, 0),
        revenue=number(figures.revenue_per_card.value / 100),
        stake=number(stake.value / 100),
    )


def _frame(plays: Plays) -> pl.DataFrame:
    import polars as pl

    rows = [_flat(_row(plays, play)) for play in plays.plays]
    joined = [
        {
            name: "; ".join(value) if isinstance(value, list) else value
            for name, value in row.items()
        }
        for row in rows
    ]
    return pl.DataFrame(
        joined,
        schema_overrides=dict.fromkeys(("revenue", *_LEFT_ALONE), pl.Float64),
        infer_schema_length=None,
    )


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row whose outlook is three columns of it."""
    left_alone = row.pop("outlook")
    for name in _LEFT_ALONE:
        value = left_alone and left_alone[name]["value"]
        row[name] = None if value is None else float(value)
    return row


def ideas_of(play: Play) -> tuple[str, ...]:
    """Return the ideas for messages in the language in use, else in any."""
    ideas = play.entry.ideas
    return ideas.get(language()) or ideas.get("en") or next(iter(ideas.values()))
