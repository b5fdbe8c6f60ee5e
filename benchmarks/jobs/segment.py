"""The main job: class → cards, cheques, kopecks at the last day, and at a day within a month."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from subprocess import CalledProcessError

from contenders import COLD, CONTENDERS, PARTS, WARM, YARDSTICKS
from kit import postgres
from kit.contest import Contest
from kit.process import Failed, run
from kit.rounds import in_turn

AT_MID_MONTH = (
    COLD, WARM, "DuckDB, one query", "DuckDB, tuned", "ClickHouse, arrays", "Polars, tuned",
)  # fmt: skip


def measure(contest: Contest) -> None:
    """Measure the contenders, the yardsticks and the packages' parts."""
    jobs, facts = contest.results.jobs, contest.facts
    with _server(contest) as server:
        question = contest.question(facts["last"], server)
        tasks = [contest.task(one, question, "last day") for one in CONTENDERS]
        tasks += [contest.task(one, question, "scan") for one in YARDSTICKS]
        jobs["segment"] = in_turn(tasks, contest.rounds, contest.answers, contest.said)
    contest.results.data["classes"] = len(contest.answers["last day"])
    _mid_month(contest)
    _parts(contest)


def _mid_month(contest: Contest) -> None:
    question = contest.question(contest.facts["mid_month"])
    chosen = [one for one in CONTENDERS if one.name in AT_MID_MONTH]
    tasks = [contest.task(one, question, "mid-month") for one in chosen]
    found = in_turn(tasks, contest.rounds, contest.answers, contest.said)
    contest.results.jobs["segment mid-month"] = found


def _parts(contest: Contest) -> None:
    question = contest.question(contest.facts["last"])
    tasks = [contest.task(one, question, f"part {one.name}") for one in PARTS]
    for task, contender in zip(tasks, PARTS, strict=True):
        if task.left_out is None:
            own = run(f"contenders.{contender.expected}", task.arguments)
            contest.answers[task.asked] = own.value
    found = in_turn(tasks, contest.rounds, contest.answers, contest.said)
    contest.results.jobs["parts"] = found


@contextmanager
def _server(contest: Contest) -> Iterator[str]:
    """Run and load PostgreSQL where it can take part; its loading is a figure apart."""
    contender = next(one for one in CONTENDERS if "postgresql" in one.needs)
    about = contest.results.machine
    with ExitStack() as stack:
        server = ""
        if contest.why_not(contender) is None:
            try:
                running = postgres.running(int(about["cores"]), float(about["memory_gb"]))
                server = stack.enter_context(running)
                given = {"server": server, "files": contest.facts["files"]}
                seconds = run("kit.load:load", given).value
                contest.results.figures["PostgreSQL, seconds to load"] = seconds
            except (OSError, CalledProcessError, Failed):
                contest.unavailable["postgresql"] = "the server could not be started or loaded"
        yield server
