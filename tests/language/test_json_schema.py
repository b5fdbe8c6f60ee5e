from __future__ import annotations

import json
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from language.kit import HERE, toml
from language.test_every_key import FREE_OF_PAID, populations, schemes
from rfma_fast.errors import RfmaError
from rfma_fast.schemes.json_schema import json_schema
from rfma_fast.schemes.loader import builtin_codes, read_scheme, scheme_text, starter_text

VALIDATOR = Draft202012Validator(json_schema())
SEEN_BY_THE_PROGRAM_ALONE = {
    # sums of groups, references, calendars, order: no schema of JSON can see them
    "as_of_as_a_date", "as_of_no_day",
    "axis_code_twice", "axis_name_twice", "axis_named_like_a_column",
    "border_order", "border_order_falling", "circular", "class_name_inside_out",
    "class_name_not_closed", "class_name_of_no_axis", "day_as_text", "day_with_hours",
    "directions", "group_code_twice", "group_of_nothing", "group_two_ways", "hole",
    "hole_in_classes", "huge_number", "level_called_class", "level_code_twice",
    "level_named_like_a_column", "level_named_like_an_axis", "level_of_itself", "limits_crossed",
    "mean_without_missing", "missing_grade_that_is_not_there", "overlap", "overlap_of_groups",
    "pattern_backwards", "pattern_beyond_grades", "pattern_too_long", "pattern_unreadable",
    "percentile_above_one", "percentile_of_zero", "period_reversed",
    "playbook_ideas_of_two_lengths",
    "playbook_of_no_group", "playbook_of_no_level", "playbook_twice", "ratio_to_a_later_border",
    "ref_to_itself", "ref_to_no_axis", "ref_to_no_border", "rule_that_is_no_expression",
    "silence_kept_from_above", "silence_without_missing", "too_many_grades", "two_rests",
    "unknown_member", "where_backwards", "where_beyond_grades", "where_of_groups",
    "where_of_no_axis", "zero_grade_that_is_not_there", "fixed_divided_by_zero",
}  # fmt: skip


def as_json(value: Any) -> Any:
    """Return a TOML document as the JSON that editors check: dates are texts."""
    if isinstance(value, dict):
        return {key: as_json(of) for key, of in value.items()}
    if isinstance(value, list):
        return list(map(as_json, value))
    return value.isoformat() if isinstance(value, date | datetime) else value


def faults(text: str) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(as_json(tomllib.loads(text)))]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("scheme", builtin_codes())
def test_a_built_in_scheme_fits_the_schema(scheme: str) -> None:
    assert faults(scheme_text(scheme)) == []


@pytest.mark.parametrize("file", sorted((HERE / "schemes").glob("*.toml")), ids=lambda f: f.stem)
def test_the_schemes_of_the_tests_fit_the_schema(file: Path) -> None:
    assert faults(file.read_text(encoding="utf-8")) == []


def test_the_starter_fits_the_schema() -> None:
    assert faults(starter_text()) == []


def bad() -> list[Path]:
    files = []
    for file in sorted((HERE / "bad").glob("*.toml")):
        try:
            tomllib.loads(file.read_text(encoding="utf-8"))
        except ValueError:
            continue
        if file.stem != "deep_keys":  # too deep for the validator as well
            files.append(file)
    return files


@pytest.mark.parametrize("file", bad(), ids=lambda file: file.stem)
def test_a_bad_scheme_does_not_fit_where_a_schema_can_see_it(file: Path) -> None:
    found = faults(file.read_text(encoding="utf-8"))
    assert bool(found) is (file.stem not in SEEN_BY_THE_PROGRAM_ALONE)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), populations)
def test_what_the_program_loads_fits_the_schema(data: st.DataObject, population: Any) -> None:
    text = toml(data.draw(schemes(FREE_OF_PAID, population)))
    read_scheme(text, "x.toml")
    assert faults(text) == []


@pytest.mark.parametrize(
    "value",
    [
        "1e3",
        "1_000",
        " 30 ",
        "٩٩",
    ],
    ids=ascii,
)
def test_the_program_reads_no_number_that_the_schema_refuses(value: str) -> None:
    text = starter_text().replace('value = "90"', f'value = "{value}"')
    assert text != starter_text()
    assert faults(text) != []
    with pytest.raises(RfmaError):
        read_scheme(text, "x.toml")


def test_the_schema_in_the_docs_is_the_generated_one() -> None:
    docs = HERE.parents[1] / "docs" / "scheme.schema.json"
    assert json.loads(docs.read_text(encoding="utf-8")) == json_schema()
