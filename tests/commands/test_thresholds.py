"""``rfma thresholds`` and ``rfma thresholds fit``."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

from commands import shapes
from commands.fixtures import AS_OF, EARLIER, Rfma


def test_the_json_tells_deciles_ties_grades_and_gaps(rfma: Rfma, chain: Path) -> None:
    told = rfma("thresholds", "--store", chain, "--format", "json").done()
    shapes.hold(told.json, shapes.RESEARCH | {"provenance": shapes.PROVENANCE})
    for axis, found in told.json["axes"].items():
        assert found["borders"] == told.json["thresholds"][axis]
        assert len(found["deciles"]) == 10
        assert found["deciles"] == sorted(found["deciles"])
        assert found["deciles"][-1] == found["max"]
        assert sum(grade["cards"] for grade in found["grades"]) == told.json["cards"]
        assert len(found["grades"]) == len(found["borders"]) + 1 == len(found["ties"]) + 1
    churn = told.json["gaps"]["churn_periods"]
    assert [row["share"] for row in churn] == [Decimal("0.8"), Decimal("0.9"), Decimal("0.95")]
    assert churn[-1]["days"] == told.json["thresholds"]["recency"][-1]


def test_money_in_the_json_has_at_most_two_decimals(rfma: Rfma, chain: Path) -> None:
    monetary = rfma("thresholds", "--store", chain, "--format", "json").json["axes"]["monetary"]
    for name in ("min", "max", "mean", "median"):
        shapes.hold(monetary[name], shapes.money, name)


def test_the_frozen_file_is_toml_with_exact_fractions(rfma: Rfma, chain: Path) -> None:
    told = rfma("thresholds", "fit", "--store", chain).done()
    frozen = tomllib.loads(told.out)
    assert (frozen["scheme"], frozen["as_of"].isoformat()) == ("rfma", AS_OF)
    r1, _, churn = frozen["borders"]["R"]
    rate = Decimal(r1) / Decimal(churn)
    numerator, denominator = frozen["borders"]["F"][1].split("/")
    assert Decimal(numerator) / Decimal(denominator) == rate
    assert told.err == ""


def test_an_option_before_fit_counts_or_is_refused(rfma: Rfma, chain: Path) -> None:
    told = rfma("thresholds", "--store", chain, "--as-of", EARLIER, "fit", "--store", chain)
    if told.code == 0:
        assert tomllib.loads(told.out)["as_of"].isoformat() == EARLIER
    else:
        told.failed(2, "--as-of")


def test_the_research_of_frozen_borders_is_that_of_the_file(
    rfma: Rfma, chain: Path, tmp_path: Path
) -> None:
    file = tmp_path / "b.toml"
    rfma("thresholds", "fit", "--store", chain, "--as-of", EARLIER, "-o", file).done()
    then = rfma("thresholds", "--store", chain, "--as-of", EARLIER, "--format", "json").json
    now = rfma("thresholds", "--store", chain, "--thresholds", file, "--format", "json").json
    assert now["thresholds"] == then["thresholds"]
    assert (then["frozen"], now["frozen"]) == (False, True)
    assert (then["as_of"], now["as_of"]) == (EARLIER, AS_OF)
