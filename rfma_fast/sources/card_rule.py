"""The card rule of a new store, where the ids of its first load are to tell it."""

from __future__ import annotations

from collections.abc import Callable

from rfma_fast.cheques.card_forms import CardSurvey, Form, rule_of
from rfma_fast.i18n import problem, say
from rfma_fast.i18n.formats import number, printable
from rfma_fast.settings import DEFAULT_CARD_RULE
from rfma_fast.sources.opened import Opened

AUTO = "auto"
"""The rule that the ids themselves show."""
FORMS_NAMED = 3


def told_rule(told: str | None) -> str | None:
    """Return the regular expression of a rule that was told; ``None`` where ids are to tell."""
    return None if told in (None, AUTO) else rule_of(str(told))


def shown_rule(parts: Opened, told: str | None, agreed: Callable[[CardSurvey], bool]) -> str:
    """Return the rule that the ids of a load show.

    Another than the usual one is refused unless ``auto`` was told or ``agreed`` says so.
    """
    survey = parts.card_survey()
    name = survey.proposed
    if name is None or rule_of(name) == DEFAULT_CARD_RULE:
        return DEFAULT_CARD_RULE
    if told != AUTO and not agreed(survey):
        raise problem("card_rule.shown", name=name, ids=described(survey))
    return rule_of(name)


def described(survey: CardSurvey) -> str:
    """Return the forms of the ids of some rows, with their counts and examples."""
    return "; ".join(map(_described, survey.forms[:FORMS_NAMED]))


def _described(form: Form) -> str:
    return say(
        "word.card_form",
        form=form.code,
        rows=number(form.rows),
        ids=number(form.ids),
        examples=printable(", ".join(form.examples)),
    )
