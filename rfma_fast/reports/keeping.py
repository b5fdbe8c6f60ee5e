"""How the examination of a store and the removal of leftovers look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.text import Text

from rfma_fast.i18n import say
from rfma_fast.i18n.formats import MISSING, number, printable, size
from rfma_fast.reports import plain
from rfma_fast.reports.report import Report
from rfma_fast.reports.tables import Column, facts, heading, note, table, text_column

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

    from rfma_fast.analyses.checks.model import Finding
    from rfma_fast.analyses.verification import Verification
    from rfma_fast.store.leftovers import Leftover, Swept
    from rfma_fast.store.plain import Exported


def verification_report(found: Verification) -> Report:
    """Return the forms of an examination."""
    return Report(
        json=lambda: _verification_json(found),
        frames=lambda: _verification_frames(found),
        show=lambda width: _show_verification(found),
    )


def swept_report(swept: Swept) -> Report:
    """Return the forms of a removal of leftovers."""
    return Report(
        json=lambda: {
            "store": swept.store,
            "dry_run": swept.dry_run,
            "keep_days": plain.plain(swept.keep_days),
            "removed": [asdict(one) for one in swept.removed],
            "spared": [asdict(one) for one in swept.spared],
            "bytes": swept.octets,
        },
        frames=lambda: _swept_frames(swept),
        show=lambda width: _show_swept(swept),
    )


def exported_report(exported: Exported) -> Report:
    """Return the forms of a copy for other programs."""
    import polars as pl

    written = set(exported.written)
    months = [(month, month in written) for month in exported.months]
    schema = {"month": pl.String, "written": pl.Boolean}
    return Report(
        json=lambda: asdict(exported),
        frames=lambda: {"months": pl.DataFrame(months, schema=schema, orient="row")},
        show=lambda width: _show_exported(exported),
    )


def _show_exported(exported: Exported) -> Sequence[RenderableType]:
    pairs = [
        (say("column.cheques"), number(exported.cheques)),
        (say("fact.months"), number(len(exported.months))),
        (say("fact.months_written"), number(len(exported.written))),
        (say("fact.size"), size(exported.octets)),
    ]
    version = say("head.version", version=number(exported.version))
    key = "note.export_kept" if exported.kept else "note.export_once"
    head = heading(say("title.export"), exported.directory, version)
    return [head, facts(pairs), note(say(key))]


def _verification_json(found: Verification) -> dict[str, Any]:
    return {
        "store": found.store,
        "version": found.version,
        "full": found.full,
        "seed": found.seed,
        "holds": not found.findings,
        "checks": [
            {"check": one.check, "looked_at": one.looked_at, "findings": len(one.findings)}
            for one in found.checks
        ],
        "not_run": list(found.not_run),
        "files_without_checksum": found.without_checksum,
        "findings": [asdict(finding) for finding in found.findings],
        "provenance": {"program": found.program},
    }


def _verification_frames(found: Verification) -> dict[str, pl.DataFrame]:
    import polars as pl

    columns = ("check", "where", "expected", "found")
    findings = [asdict(finding) for finding in found.findings]
    checks = [(one.check, one.looked_at, len(one.findings)) for one in found.checks]
    counts = {"check": pl.String, "looked_at": pl.Int64, "findings": pl.Int64}
    return {
        "findings": pl.DataFrame(findings, schema=dict.fromkeys(columns, pl.String)),
        "checks": pl.DataFrame(checks, schema=counts, orient="row"),
    }


def _show_verification(found: Verification) -> Sequence[RenderableType]:
    done = [
        [say(f"check.{one.check}"), number(one.looked_at), number(len(one.findings))]
        for one in found.checks
    ]
    rest = [[say(f"check.{check}"), MISSING, MISSING] for check in found.not_run]
    checks = table(
        say("title.checks"),
        [
            text_column(say("column.check")),
            Column(say("column.looked_at")),
            Column(say("column.findings")),
        ],
        [*done, *rest],
    )
    kind = say("word.everything") if found.full else say("word.samples", seed=found.seed)
    version = say("head.version", version=number(found.version))
    parts: list[RenderableType] = [
        heading(say("title.verify"), found.store, version, kind),
        checks,
    ]
    parts.extend(_finding(finding, found.store) for finding in found.findings)
    if not found.findings:
        parts.append(note(say("note.all_holds")))
    if found.not_run:
        parts.append(note(say("note.not_run")))
    if found.without_checksum:
        parts.append(note(say("note.no_checksum", files=number(found.without_checksum))))
    return parts


def _finding(finding: Finding, store: str) -> RenderableType:
    """Return a finding below its check: where, as the store sees it, then what differs."""
    where = finding.where.removeprefix(store).lstrip("/")
    expected = f"{say('column.expected')}: {finding.expected}"
    return Group(
        "",
        heading(say(f"check.{finding.check}")),
        Text(printable(where), overflow="fold"),
        Text(printable(f"{expected} · {say('column.found')}: {finding.found}"), overflow="fold"),
    )


def _swept_frames(swept: Swept) -> dict[str, pl.DataFrame]:
    import polars as pl

    schema = {"path": pl.String, "kind": pl.String, "bytes": pl.Int64}
    return {
        name: pl.DataFrame(
            [(one.path, one.kind, one.octets) for one in some], schema=schema, orient="row"
        )
        for name, some in (("removed", swept.removed), ("spared", swept.spared))
    }


def _show_swept(swept: Swept) -> Sequence[RenderableType]:
    title = say("title.gc_dry") if swept.dry_run else say("title.gc")
    removed = table(
        "",
        [
            text_column(say("column.leftover")),
            Column(say("column.files")),
            Column(say("column.size")),
        ],
        [*_by_kind(swept.removed)],
        [say("word.total"), number(len(swept.removed)), size(swept.octets)],
    )
    parts: list[RenderableType] = [heading(title, swept.store)]
    parts.append(removed if swept.removed else note(say("note.no_leftovers")))
    if swept.spared:
        parts.append(note(say("note.spared", files=number(len(swept.spared)))))
    if swept.dry_run and swept.removed:
        parts.append(note(say("note.gc_dry")))
    return parts


def _by_kind(some: Sequence[Leftover]) -> list[list[str]]:
    counts = Counter(one.kind for one in some)
    octets = Counter[str]()
    for one in some:
        octets[one.kind] += one.octets
    return [
        [say(f"leftover.{kind}"), number(count), size(octets[kind])]
        for kind, count in sorted(counts.items())
    ]
