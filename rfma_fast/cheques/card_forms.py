"""What the ids on cheques look like, and which of them are cards: those that come back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from rfma_fast.cheques.card_rules import in_ascii
from rfma_fast.settings import DEFAULT_CARD_RULE

ANY = "any"
NAMED_RULES: dict[str, str] = {
    "13-digits": DEFAULT_CARD_RULE,
    "uuid": r"(?i)^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$",
    "email": r"(?i)^[^@\s]+@[^@\s]+\.[^@\s]+$",
    "phone": r"^(\+[0-9]{10,15}|[78]9[0-9]{9})$",
    "digits": r"^\d+$",
    ANY: r"\S",
}
"""Card rules by their names, the narrow ones first; an id has the first form that it fits."""

EXAMPLES = 3
_DIGITS = ("phone", "digits")
_FEW = 0.1
"""A form of a smaller share of the rows decides nothing."""
_ENOUGH = 10
"""Fewer rows with an id show nothing."""
_WORDS = 2
"""So few ids on many cheques are words for nobody."""
_AS_OFTEN = 0.5
"""Ids are cards where they have so large a part of the rows an id of those that come back most."""


@dataclass(frozen=True)
class Form:
    """The ids of one look."""

    code: str
    """A name of ``NAMED_RULES``."""
    rows: int
    ids: int
    examples: tuple[str, ...]

    @property
    def rows_an_id(self) -> float:
        """Return how often an id of this form stands on a cheque."""
        return self.rows / self.ids


@dataclass(frozen=True)
class CardSurvey:
    """The forms of the ids of some rows, the most frequent first."""

    rows: int
    """Rows looked at, those without an id included."""
    forms: tuple[Form, ...]

    @property
    def given(self) -> int:
        """Return how many rows have an id."""
        return sum(form.rows for form in self.forms)

    @property
    def proposed(self) -> str | None:
        """Return the name of the rule that the rows show; ``None`` where too few have an id.

        Thirteen digits are the rule wherever they are: how often ids come back does not tell, since
        those that tills make up come back, too. For the same reason UUIDs are cards only where
        nothing else is.
        """
        if self.given < _ENOUGH:
            return None
        known = [form for form in self.forms if form.rows >= _FEW * self.given]
        if "13-digits" in {form.code for form in known}:
            return "13-digits"
        known = [form for form in known if form.ids > _WORDS] or known
        others = [form for form in known if form.code != "uuid"] or known
        best = max((form.rows_an_id for form in others), default=0)
        codes = {form.code for form in others if form.rows_an_id >= _AS_OFTEN * best}
        if len(codes) <= 1:
            return next(iter(codes), None)
        return "digits" if codes <= set(_DIGITS) else ANY


def rule_of(told: str) -> str:
    """Return the regular expression of a rule that is named or written out."""
    return NAMED_RULES.get(told, told)


def survey(batches: Iterable[pl.Series]) -> CardSurvey:
    """Look at ids, blank ones included."""
    rows, counts = 0, pl.DataFrame(schema={"id": pl.String, "rows": pl.UInt32})
    for ids in batches:
        rows += ids.len()
        more = ids.drop_nulls().alias("id").value_counts(name="rows").cast({"rows": pl.UInt32})
        counts = pl.concat([counts, more]).group_by("id").agg(pl.col("rows").sum())
    form = pl.coalesce(
        pl.when(pl.col("id").str.contains(in_ascii(rule))).then(pl.lit(code))
        for code, rule in NAMED_RULES.items()
    )
    found = (
        counts.sort("rows", "id", descending=[True, False])
        .group_by(form.alias("form"))
        .agg(pl.col("rows").sum(), pl.len().alias("ids"), pl.col("id").head(EXAMPLES))
        .drop_nulls("form")
        .sort("rows", "form", descending=[True, False])
    )
    return CardSurvey(
        rows,
        tuple(
            Form(code, rows, ids, tuple(examples))
            for code, rows, ids, examples in found.iter_rows()
        ),
    )
