from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from language import naive
from language.kit import Cheque, Document, axis, document_of, fixed, memory, scheme_of, segmented
from language.tables import AS_OF, HAND
from rfma_fast.analyses.migration import Migration, migrate
from rfma_fast.analyses.research import research
from rfma_fast.engines import PolarsEngine
from rfma_fast.schemes.thresholds import load_thresholds

R = axis("R", {"kind": "recency"}, fixed("<=", 10, 60))
M = axis(
    "M",
    {"kind": "money", "of": "mean", "round": "kopeck"},
    [{"rule": "percentile_disc", "keep": ">=", "p": p} for p in ("0.75", "0.25")],
    best="last",
)
S = axis("S", {"kind": "silence"}, fixed("<=", 1, 2), missing="3")
FEBRUARY = date(2022, 2, 15)


@pytest.mark.parametrize("unit", ["card", "card_shop"])
def test_research_adds_the_units_up_by_grade_and_counts_the_ties(unit: str) -> None:
    document = document_of([R, M, S], population={"unit": unit, "cards": "all"})
    found = segmented(document, HAND, AS_OF)
    wanted = naive.segment(document, HAND, AS_OF)
    amounts = {row["class"]: row for row in found.sizes.iter_rows(named=True)}
    for place, studied in enumerate(research(found).axes):
        ax = document["axis"][place]
        written = naive.digits_of(ax)
        grades = Counter(written.index(g.digits[place]) + 1 for g in wanted.units.values())
        capacities = {one.grade: one.cards for one in studied.capacities}
        assert capacities == {number: grades[number] for number in range(1, len(written) + 1)}
        assert sum(one.total for one in studied.capacities) == sum(
            row["total"] for row in amounts.values()
        )
        values = [g.values[ax["code"]] for g in wanted.units.values()]
        edges = wanted.borders[ax["code"]]
        assert studied.ties == tuple(values.count(edge) for edge in edges)
        known = [value for value in values if value is not None]
        assert studied.values.size == len(known)
        tenths = [naive.percentile_disc(known, Fraction(tenth, 10)) for tenth in range(1, 11)]
        assert studied.deciles == tenths


def moved(document: Document, cheques: tuple[Cheque, ...] = HAND, **more: Any) -> Migration:
    snapshot = memory(cheques)
    return migrate(PolarsEngine(), snapshot, scheme_of(document), FEBRUARY, AS_OF, **more)


def flows(found: Migration) -> dict[tuple[str, str], int]:
    cells = found.cells("class").select("from", "to", "cards").rows()
    return {(source, target): cards for source, target, cards in cells}


@pytest.mark.parametrize("unit", ["card", "card_shop"])
@pytest.mark.parametrize("between", [False, True])
@pytest.mark.parametrize("cards", ["identified", "all"])
def test_cards_go_from_where_they_were_to_where_they_are(
    unit: str, cards: str, between: bool
) -> None:
    document = document_of([R], population={"unit": unit, "cards": cards})
    before = naive.segment(document, HAND, FEBRUARY).units
    later = [row for row in HAND if not between or row.at.date() > FEBRUARY]
    after = naive.segment(document, later, AS_OF).units
    wanted = Counter(
        (
            before[one].digits if one in before else "new",
            after[one].digits if one in after else "none",
        )
        for one in before | after
    )
    found = moved(document, between=between)
    assert flows(found) == wanted
    assert found.new == sum(n for (source, _), n in wanted.items() if source == "new")
    for (source, target), size in wanted.items():
        assert found.cards("class", source, target).height == size


def test_frozen_borders_are_those_of_the_first_date_and_refitted_ones_are_not() -> None:
    document = document_of([M])
    first = naive.segment(document, HAND, FEBRUARY).borders["M"]
    second = naive.segment(document, HAND, AS_OF).borders["M"]
    assert first != second
    frozen, refit = moved(document), moved(document, borders="refit")
    assert [*frozen.after.thresholds.borders["M"]] == first
    assert [*refit.after.thresholds.borders["M"]] == second
    frozen_document = document_of(
        [{**M, "borders": fixed(">=", *first)}]  # the same, written into the file
    )
    assert flows(frozen) == flows(moved(frozen_document))


def test_thresholds_come_back_from_their_file_exactly(tmp_path: Any) -> None:
    thirds = [{"rule": "percentile_cont", "keep": "<=", "p": p} for p in ("1/3", "0.7")]
    document = document_of([axis("A", {"kind": "age"}, thirds), S])
    found = segmented(document, HAND, AS_OF).thresholds
    (tmp_path / "t.toml").write_text(found.to_toml(), encoding="utf-8")
    assert load_thresholds(tmp_path / "t.toml", scheme_of(document)) == found
