"""The forms of the research of thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.research import DECILES, AxisResearch, Research, Tie
from rfma_fast.quantiles.bins import bins_of
from rfma_fast.reports import plain
from rfma_fast.reports.names import scheme_json
from rfma_fast.reports.report import Report
from rfma_fast.reports.research_tables import show, summary
from rfma_fast.reports.segmentation import fitted_on_json
from rfma_fast.schemes.measures import Money

if TYPE_CHECKING:
    import polars as pl

    from rfma_fast.analyses.proposals import Proposal


def report(research: Research, level: str | None = None, *, brief: bool = False) -> Report:
    """Return the forms of the research; proposals are told by the groups of a level."""
    chosen = research.segmentation.level_asked(level)
    return Report(
        json=lambda: as_json(research, chosen),
        frames=lambda: frames(research, chosen),
        show=lambda width: show(research, chosen, width, brief=brief),
    )


def as_json(research: Research, level: str) -> dict[str, Any]:
    """Return, by axis, borders, statistics, ties, grades; gaps; Pareto's rule; proposals."""
    segmentation = research.segmentation
    cheques = research.cheques_of_card
    return {
        "as_of": plain.plain(segmentation.as_of),
        **scheme_json(segmentation.scheme),
        "cards": segmentation.cards,
        "thresholds": plain.plain(segmentation.thresholds.by_name(segmentation.scheme)),
        "frozen": segmentation.frozen,
        "axes": {axis.axis.name: _axis_json(research, axis) for axis in research.axes},
        "cheques_of_card": {
            "one": cheques.count_at(1),
            "mean": plain.plain(cheques.mean),
            "max": cheques.greatest,
        },
        "gaps": {
            "count": research.gaps.size,
            "churn_periods": [
                {
                    "share": float(churn.level),
                    "days": churn.days,
                    "within": churn.within,
                    "later": churn.later,
                    "without_next": churn.without_next,
                }
                for churn in research.churns
            ],
            "histogram": [
                {"from": part.least, "to": part.most, "returns": part.count}
                for part in bins_of(research.gaps)
            ],
        },
        "candidates": [
            {"axis": axis.axis.name, **_tie_json(tie), "proposed_by": list(methods)}
            for axis, tie, methods in research.candidates
        ],
        "level": level,
        "proposals": [_proposal_json(research, one, level) for one in research.proposals],
        "pareto": _pareto_json(research),
        "fitted_on": fitted_on_json(segmentation),
        "notes": plain.notes([*research.notes, *segmentation.notes]),
        "provenance": plain.provenance(segmentation.provenance),
    }


def frames(research: Research, level: str) -> dict[str, pl.DataFrame]:
    """Return grade capacities, deciles, distributions, candidates, proposals and Pareto's rule."""
    import polars as pl

    capacities = [
        {"axis": axis.axis.name, **row} for axis in research.axes for row in _capacities(axis)
    ]
    deciles = [
        {"axis": axis.axis.name, "share": float(p), "value": plain.plain(value)}
        for axis in research.axes
        for p, value in zip(DECILES, axis.deciles, strict=True)
    ]
    values = pl.concat(
        axis.values.frame.select(
            pl.lit(axis.axis.name).alias("axis"),
            (pl.col("value") / axis.axis.measure.scale).alias("value"),
            pl.col("count").alias("cards"),
        )
        for axis in research.axes
    )
    bins = [{"axis": axis.axis.name, **row} for axis in research.axes for row in _histogram(axis)]
    candidates = [
        {"axis": axis.axis.name, **_tie_json(tie), "proposed_by": ", ".join(methods)}
        for axis, tie, methods in research.candidates
    ]
    groups = [
        {"method": one.method, **row}
        for one in research.proposals
        for row in _groups(research, one, level)
    ]
    pareto = _pareto_json(research)
    floats = {"from": pl.Float64, "to": pl.Float64, "value": pl.Float64, "revenue": pl.Float64}
    return {
        "capacities": pl.DataFrame(capacities, schema_overrides=_only(floats, capacities)),
        "deciles": pl.DataFrame(deciles, schema_overrides=_only(floats, deciles)),
        "distributions": values,
        "histograms": pl.DataFrame(bins, schema_overrides=_only(floats, bins)),
        "gaps": research.gaps.frame.rename({"value": "days", "count": "returns"}),
        "candidates": pl.DataFrame(candidates, schema_overrides=_only(floats, candidates)),
        "proposals": pl.DataFrame(groups, schema_overrides=_only(floats, groups)),
        "pareto": pl.DataFrame(pareto["shares"]),
        "tenths": pl.DataFrame(pareto["tenths"]),
    }


def _only(types: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: kind for name, kind in types.items() if rows and name in rows[0]}


def _axis_json(research: Research, axis: AxisResearch) -> dict[str, Any]:
    heaviest = axis.heaviest
    # Money has no digits beyond the kopeck.
    told = plain.hundredths if isinstance(axis.axis.measure, Money) else plain.plain
    return {
        **{name: told(value) for name, value in summary(axis).items()},
        "deciles": plain.plain(axis.deciles),
        "histogram": _histogram(axis),
        "borders": plain.plain(axis.borders),
        "ties": list(axis.ties),
        "at_borders": [_tie_json(axis.tie(border)) for border in axis.borders],
        "heaviest": None if heaviest is None else _tie_json(heaviest),
        "natural_breaks": plain.plain(research.natural[axis.axis.code]),
        "grades": _capacities(axis),
    }


def _histogram(axis: AxisResearch) -> list[dict[str, Any]]:
    return [
        {
            "from": plain.plain(axis.in_unit(part.least)),
            "to": plain.plain(axis.in_unit(part.most)),
            "cards": part.count,
        }
        for part in axis.bins
    ]


def _tie_json(tie: Tie) -> dict[str, Any]:
    return {
        "value": plain.plain(tie.value),
        "cards": tie.cards,
        "share": float(tie.share),
        "below": float(tie.below),
        "through": float(tie.through),
    }


def _capacities(axis: AxisResearch) -> list[dict[str, Any]]:
    cards = sum(grade.cards for grade in axis.capacities) or 1
    total = sum(grade.total for grade in axis.capacities)
    return [
        {
            "grade": grade.grade,
            "cards": grade.cards,
            "share": grade.cards / cards,
            "cheques": grade.cheques,
            "revenue": plain.roubles(grade.total),
            "revenue_share": grade.total / total if total else None,
        }
        for grade in axis.capacities
    ]


def _proposal_json(research: Research, one: Proposal, level: str) -> dict[str, Any]:
    names = {axis.axis.code: axis.axis.name for axis in research.axes}
    return {
        "method": one.method,
        "borders": {names[code]: plain.plain(edges) for code, edges in one.borders.items()},
        "groups": _groups(research, one, level),
    }


def _groups(research: Research, one: Proposal, level: str) -> list[dict[str, Any]]:
    total = research.pareto.total
    columns = ("code", "name", "cards", "share", "revenue")
    rows = plain.records(one.graded.level(level).select(columns))
    return [
        {**row, "revenue_share": row["revenue"] * 100 / total if total else None} for row in rows
    ]


def _pareto_json(research: Research) -> dict[str, Any]:
    found, fifth = research.pareto, research.pareto.top_fifth
    return {
        "cards": found.cards,
        "revenue": plain.roubles(found.total),
        "top_fifth": None if fifth is None else float(fifth),
        "shares": [
            {
                "share": float(one.share),
                "cards": one.cards,
                "share_of_cards": one.cards / found.cards,
                "least_total": plain.roubles(one.least_total),
                "with_ties": one.with_ties,
            }
            for one in found.levels
        ],
        "tenths": [
            {
                "tenth": one.number,
                "cards": one.cards,
                "revenue": plain.roubles(one.total),
                "share": one.total / found.total if found.total else None,
                "cumulative": one.reached / found.total if found.total else None,
            }
            for one in found.tenths
        ],
    }
