"""All checks on a store, one after another: what was looked at, and what does not hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from rfma_fast._version import __version__
from rfma_fast.analyses.checks import answers, files, tables
from rfma_fast.analyses.checks.model import Check, Checked, Finding, Look
from rfma_fast.analyses.checks.second_opinion import second_opinion
from rfma_fast.analyses.checks.states import checkpoints
from rfma_fast.store.snapshot import Snapshot

OF_FILES: dict[str, Check] = {
    "log": files.log_rows,
    "months": files.one_file_a_month,
    "present": files.present,
    "checksums": files.checksums,
    "rows": files.rows,
}
OF_CONTENT: dict[str, Check] = {
    "days": files.days,
    "order": files.order,
    "keys": tables.keys,
    "printed": tables.printed,
    "loads": tables.loads,
    "quarantine": tables.quarantine,
}
OF_STATES: dict[str, Check] = {"checkpoints": checkpoints}
OF_ANSWERS: dict[str, Check] = {
    "groups": answers.groups,
    "grades": answers.grades,
    "sums": answers.sums,
    "horizon": answers.horizon,
    "second_opinion": second_opinion,
}
STAGES = (OF_FILES, OF_CONTENT, OF_STATES, OF_ANSWERS)
"""A stage that finds something ends the examination: what rests on it would only echo it."""
CHECKS: tuple[str, ...] = tuple(name for stage in STAGES for name in stage)


@dataclass(frozen=True)
class Verification:
    """What the examination of one version of a store found."""

    store: str
    version: int
    full: bool
    """Whether everything was looked at, or samples."""
    seed: int
    checks: tuple[Checked, ...]
    """Those that were run, in their order."""
    not_run: tuple[str, ...]
    without_checksum: int
    """Files that were written before names told checksums."""
    program: str

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return all that does not hold."""
        return tuple(finding for checked in self.checks for finding in checked.findings)


def verify(
    snapshot: Snapshot,
    *,
    full: bool = False,
    seed: int = 0,
    started: Callable[[str], None] = lambda check: None,
) -> Verification:
    """Examine a version of a store; ``started`` hears of each check.

    Reads every byte of the files once, and samples of what takes long: all of it where ``full``.
    """
    # The end of a month may lie far beyond its last cheque.
    look = Look(replace(snapshot, future=True), full, seed)
    done: list[Checked] = []
    for stage in STAGES:
        if any(checked.findings for checked in done):
            break
        if stage is OF_ANSWERS and snapshot.last_identified_day is None:
            break
        for name, check in stage.items():
            started(name)
            done.append(check(look))
    run = {checked.check for checked in done}
    return Verification(
        store=snapshot.root,
        version=snapshot.version,
        full=full,
        seed=seed,
        checks=tuple(done),
        not_run=tuple(name for name in CHECKS if name not in run),
        without_checksum=files.without_checksum(look),
        program=__version__,
    )
