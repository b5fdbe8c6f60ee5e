"""A variation of a built-in scheme is that scheme but for the lines that it names."""

from __future__ import annotations

import difflib
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from language.commands import rfma
from oracles import naive
from support.stores import ANNA, BORIS, bought, held

from rfma_fast.reports.segmentation import as_json, fitted_on_text
from rfma_fast.schemes.borders import PercentileDisc
from rfma_fast.schemes.loader import builtin_codes, is_builtin, load_scheme, scheme_text
from rfma_fast.schemes.variation import base_of, varied

VARIATION = """
of = "rfma"
[[change]]
line = "b"
by = "B"
[[change]]
text = "c"
by = "d"
"""
STORE = [bought(0, ANNA, 100_00), bought(5, BORIS, 900_00), bought(5, None, 5_000_00)]


def test_the_first_line_that_begins_so_and_each_occurrence_are_changed() -> None:
    assert varied("a\nbc\nbc", VARIATION) == "a\nB\nbd"
    assert base_of(VARIATION) == "rfma"


@pytest.mark.parametrize("base", ["a\nc", "a\nb"])
def test_what_is_not_there_cannot_be_varied(base: str) -> None:
    with pytest.raises(AssertionError, match="to vary"):
        varied(base, VARIATION)


def test_rfma_identified_differs_from_rfma_in_its_name_and_in_what_m_is_over() -> None:
    base, variant = load_scheme("rfma"), load_scheme("rfma-identified")
    assert "rfma-identified" in builtin_codes()
    assert is_builtin(variant)
    assert (variant.code, variant.digest != base.digest) == ("rfma-identified", True)
    assert [variant.axis(letter) for letter in "RFA"] == [base.axis(letter) for letter in "RFA"]
    rules = [(border.rule, border.keep) for border in variant.axis("M").borders]
    assert rules == [
        (PercentileDisc(Fraction(p), "identified_cheques"), ">") for p in ("0.8", "0.4")
    ]
    assert (variant.levels, variant.playbooks) == (base.levels, base.playbooks)
    old, new = (scheme_text(code).splitlines() for code in ("rfma", "rfma-identified"))
    changed = [
        line for line in difflib.ndiff(old, new) if line[:2] in ("+ ", "- ") and "#" not in line
    ]
    assert sum(line.startswith("+ ") for line in changed) == 5


def test_thresholds_of_m_say_over_which_cheques_they_are() -> None:
    store = held(STORE)
    told = {code: store.segment(scheme=code) for code in ("rfma", "rfma-identified")}
    texts = {code: fitted_on_text(found, found.scheme.axis("M")) for code, found in told.items()}
    purchases = sum(amount > 0 for *_, amount in STORE)
    with_card = sum(amount > 0 and naive.is_identified(card) for _, _, card, amount in STORE)
    assert texts["rfma"].endswith(f": M1, M2 – all cheques, with and without a card ({purchases}).")
    assert texts["rfma-identified"].endswith(f": M1, M2 – cheques with a card ({with_card}).")
    assert told["rfma"].thresholds.borders["M"] == (Fraction(5000), Fraction(900))
    assert told["rfma-identified"].thresholds.borders["M"] == (Fraction(900), Fraction(100))
    given = replace(told["rfma"], frozen=True)
    assert fitted_on_text(given) == ""
    assert as_json(given)["fitted_on"] is None
    totals = store.segment(scheme="rfm27")
    assert "cheques" not in fitted_on_text(totals)


def test_a_population_with_ids_of_its_own_calls_them_its_own(tmp_path: Path) -> None:
    text = scheme_text("rfma-identified") + '\n[population]\ncards = "all"\n'
    (tmp_path / "all.toml").write_text(text, encoding="utf-8")
    found = held(STORE).segment(scheme=str(tmp_path / "all.toml"))
    assert ": M1, M2 – the scheme's own cheques (" in fitted_on_text(found, found.scheme.axis("M"))


def test_a_variant_is_shown_and_copied_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = rfma(capsys, "scheme", "show", "rfma-identified", "--toml").out
    assert shown.strip() == scheme_text("rfma-identified").strip()
    copy = tmp_path / "mine.toml"
    assert rfma(capsys, "scheme", "new", copy, "--from", "rfma-identified").code == 0
    assert 'over = "identified_cheques"' in copy.read_text(encoding="utf-8")
