"""The table of all rules that a row is held to, and what a load may ask beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, get_args

from rfma_fast.i18n import say

Severity = Literal["reject", "warn"]
Identical = Literal["once", "all", "reject"]
Rows = Literal["lines", "receipts"]
ROWS: tuple[Rows, ...] = get_args(Rows)
IDENTICAL: tuple[Identical, ...] = get_args(Identical)

READING = "reading"


@dataclass(frozen=True)
class Rule:
    """One thing that can be wrong with a row, a load, or what a load makes of the store."""

    name: str
    severity: Severity
    """``reject``: the row goes to quarantine; ``warn``: it is kept, and told with figures."""
    found: Literal["reading", "row", "load"]
    """Where it shows: in a file's own lines, in one row, or in many rows together."""

    @property
    def meaning(self) -> str:
        """Return what the rule means, in the language in use."""
        return say(f"rule.{self.name}")


def _rejects(found: Literal["reading", "row", "load"], *names: str) -> tuple[Rule, ...]:
    return tuple(Rule(name, "reject", found) for name in names)


def _warns(found: Literal["row", "load"], *names: str) -> tuple[Rule, ...]:
    return tuple(Rule(name, "warn", found) for name in names)


RULES: tuple[Rule, ...] = (
    *_rejects("reading", "fields_missing", "fields_extra", "quotes_open", "octets_unreadable"),
    *_rejects("reading", "amount_doubtful", "paid_doubtful", "bonus_earned_doubtful"),
    *_rejects("reading", "bonus_spent_doubtful"),
    *_rejects("row", "at_missing", "at_unreadable", "at_before_floor", "at_in_future"),
    *_rejects("row", "shop_missing", "card_digits_lost"),
    *_warns("row", "card_malformed"),
    *_rejects("row", "amount_missing", "amount_unreadable", "amount_too_large"),
    *_rejects("row", "amount_above_limit", "amount_finer_than_kopeck"),
    *_warns("row", "amount_negative", "amount_zero"),
    *_rejects("row", "paid_unreadable", "paid_too_large", "paid_finer_than_kopeck"),
    *_rejects("row", "bonus_earned_unreadable", "bonus_earned_too_large"),
    *_rejects("row", "bonus_earned_finer_than_kopeck", "bonus_spent_unreadable"),
    *_rejects("row", "bonus_spent_too_large", "bonus_spent_finer_than_kopeck"),
    *_rejects("load", "row_repeated"),
    *_warns("load", "row_identical", "row_mended", "document_on_two_cards"),
    *_warns("load", "load_unfamiliar"),
    *_warns("load", "rows_late", "month_partial"),
    *_warns("load", "shop_gap", "shop_silent", "till_as_card", "till_as_id", "identified_jump"),
)
"""In the order of a cheque's fields; the first broken one is the verdict on a row."""

READERS_RULES = frozenset(rule.name for rule in RULES if rule.found == READING)
"""Verdicts of the reader of a file: reading the same fields again cannot change them."""

FLOOR = date(2000, 1, 1)
"""A cheque before it is a till whose clock was never set."""
MAX_REJECTS = Fraction(5, 100)
"""A load of which a larger share is rejected is a wrong file or a wrong column map."""
GRACE_DAYS = 1
"""Days after today that are not yet the future: shops east of the machine."""


@dataclass(frozen=True)
class Demands:
    """What a load asks of its rows beside that they can be read; nothing by default."""

    floor: date | None = None
    """The first day that a cheque may have."""
    last: date | None = None
    """The last day that a cheque may have."""
    max_amount: int | None = None
    """Kopecks; the largest amount, of a return too."""
    identical: Identical = "once"
    """What becomes of a row that agrees in every column with an earlier one of the load."""
    max_rejects: Fraction | None = None
    """The largest share of rejected rows with which a load is still stored."""
    rows: Rows | None = "receipts"
    """What a row is: a receipt, or a line of one; ``None``: lines are refused until it is told."""
    some_card: bool = False
    """Whether a store that knows no card refuses a load that brings none."""


NO_DEMANDS = Demands()


@dataclass(frozen=True)
class Warned:
    """One warning of a load: the rule's name and the figures of its sentence."""

    rule: str
    figures: dict[str, object]
    """Plain values: numbers, names, dates, lists of them."""
