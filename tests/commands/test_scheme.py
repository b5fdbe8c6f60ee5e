"""``rfma scheme``: list, show, check."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands.fixtures import Rfma


def test_the_built_in_schemes_are_listed(rfma: Rfma) -> None:
    told = rfma("scheme", "list", "--format", "json").done()
    schemes = {scheme["code"]: scheme for scheme in told.json}
    assert (schemes["rfma"]["classes"], schemes["rfma"]["axes"]) == (108, ["R", "F", "M", "A"])
    assert told.err == ""


def test_a_scheme_shows_its_groups_in_every_form(rfma: Rfma, tmp_path: Path) -> None:
    levels = rfma("scheme", "show", "rfma", "--format", "json").done().json["levels"]
    assert {group["level"] for group in levels} == {"cluster", "region", "warmth"}
    vip = next(group for group in levels if group["code"] == "11")
    assert (vip["members"], vip["warmth"]) == (["11(1,2)(1,2)", "121(1,2)"], 1)
    assert "11(1,2)(1,2) 121(1,2)" in rfma("scheme", "show", "rfma", "--format", "csv").out
    rfma("scheme", "show", "rfma", "-o", tmp_path / "rfma.xlsx").done()


def test_the_text_of_a_scheme_is_a_scheme(rfma: Rfma, tmp_path: Path, chain: Path) -> None:
    text = rfma("scheme", "show", "rfma", "--toml").done().out
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    told = rfma("scheme", "check", own).done()
    assert "Sound: each of 108 classes is in exactly one group of each of 3 levels." in told.out
    arguments = ("segment", "--store", chain, "--format", "json")
    by_file = rfma(*arguments, "--scheme", own).json
    assert by_file["levels"] == rfma(*arguments).json["levels"]
    rfma("scheme", "show", "rfma", "--toml", "-o", tmp_path / "copy.toml").done()
    assert (tmp_path / "copy.toml").read_text(encoding="utf-8") == text


def test_a_faulty_scheme_is_refused_with_its_place(rfma: Rfma, tmp_path: Path) -> None:
    text = rfma("scheme", "show", "rfma", "--toml").done().out
    own = tmp_path / "own.toml"
    own.write_text(text.replace("121(1,2)", "121(1,9)", 1), encoding="utf-8")
    rfma("scheme", "check", own).failed(1, own, "121(1,9)")
    own.write_text(text.replace(', "121(1,2)"', "", 1), encoding="utf-8")
    rfma("scheme", "check", own).failed(1, own, "1211, 1212")


@pytest.mark.parametrize("verb", ["show", "check"])
def test_an_unknown_scheme_names_the_known_ones(rfma: Rfma, verb: str) -> None:
    rfma("scheme", verb, "rfmx").failed(1, "'rfmx'", "rfma")
