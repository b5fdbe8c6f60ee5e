"""The history of segments: one segmentation a month-end and the matrices between them."""

from __future__ import annotations

from contenders import CONTENDERS
from kit.contest import Contest
from kit.process import run
from kit.rounds import Task, in_turn

REFERENCE = "DuckDB, tuned"


def measure(contest: Contest) -> None:
    """Measure the chain; its first, middle and last answers are compared with another engine's."""
    days = contest.facts["month_ends"]
    shown = sorted({0, len(days) // 2, len(days) - 1})
    contest.answers["chain"] = [_reference(contest, days[place]) for place in shown]
    task = Task(
        f"rfma, {len(days)} month-ends",
        "product",
        "contenders.rfma_chain:chain",
        {"store": str(contest.store), "days": days, "shown": shown},
        source="rfma_chain.py",
        asked="chain",
        timeout=contest.timeout,
    )
    contest.results.jobs["chain"] = in_turn([task], contest.rounds, contest.answers, contest.said)


def _reference(contest: Contest, day: str) -> list[list[int]]:
    other = next(one for one in CONTENDERS if one.name == REFERENCE)
    found = run(f"contenders.{other.function}", contest.question(day).arguments())
    answer: list[list[int]] = found.value
    return answer
