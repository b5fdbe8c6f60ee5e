"""What a longer history costs: the same cards, the same cheques a month, four times the months."""

from __future__ import annotations

from dataclasses import replace

from contenders import COLD, CONTENDERS, WARM
from kit.contest import Contest
from kit.process import run
from kit.question import Question
from kit.rounds import Task, in_turn

MONTHS = (12, 48)
MOST_CHEQUES_A_MONTH, MOST_CARDS = 100_000, 200_000
TOOK_PART = (COLD, WARM, "DuckDB, tuned")


def measure(contest: Contest) -> None:
    """Measure the segmentation at the last day of a short and of a long history."""
    tasks = [task for months in MONTHS for task in _tasks(contest, months)]
    contest.results.jobs["history"] = in_turn(tasks, contest.rounds, contest.answers, contest.said)


def label(name: str, months: int) -> str:
    """Return the name under which a contender's history of so many months is measured."""
    return f"{name}, {months} months"


def cards_of(months: int) -> str:
    """Return the name under which the number of cards in a history is kept."""
    return f"history of {months} months, cards"


def _tasks(contest: Contest, months: int) -> list[Task]:
    scale = contest.scale
    monthly = min(scale.cheques // scale.months, MOST_CHEQUES_A_MONTH)
    cards = min(scale.cards or max(monthly, 1), MOST_CARDS)
    source = contest.directory / f"history-of-{months}-months"
    sizes = {"cheques": monthly * months, "cards": cards, "months": months}
    run("kit.prepare:source", {"path": str(source), **sizes})
    store = contest.store_of(f"history-store-of-{months}-months", [source])
    facts = contest.facts_of(store)
    contest.results.figures[cards_of(months)] = facts["cards"]
    contest.results.figures[f"history of {months} months, cheques"] = facts["cheques"]
    question = Question(str(store), tuple(facts["files"]), facts["last"])
    chosen = [one for one in CONTENDERS if one.name in TOOK_PART]
    asked = f"history of {months} months"
    return [
        replace(contest.task(one, question, asked), name=label(one.name, months)) for one in chosen
    ]
