"""How the verdicts look: does warmth order the cards, do groups foretell, does age help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rfma_fast.analyses.clustered import Estimate
from rfma_fast.analyses.outlook import Outlook
from rfma_fast.analyses.outlook_windows import Order
from rfma_fast.analyses.prediction import RECENCY, WITHOUT_AGE, Model, Prediction
from rfma_fast.i18n import say
from rfma_fast.i18n.formats import day, number, signed
from rfma_fast.reports import plain
from rfma_fast.reports.names import level_name
from rfma_fast.reports.tables import Column, clean, table, text_column

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDE = 100
_SHOWN = 3
"""Decimals of an AUC."""


def prediction_as_json(outlook: Outlook) -> dict[str, Any]:
    """Return the two verdicts under their keys."""
    order, found = outlook.order, outlook.prediction
    return {
        "order": None if order is None else _order(order),
        "prediction": None if found is None else _prediction(found),
    }


def _order(order: Order) -> dict[str, Any]:
    steps = [
        {
            "warmer": step.warmer,
            "colder": step.colder,
            "difference": plain.estimate(step.difference),
        }
        for step in order.steps
    ]
    worst = order.worst
    return {
        "code": order.code,
        "rates": [
            {"warmth": warmth, "return_rate": plain.estimate(of.return_rate)}
            for warmth, of in order.rates.items()
        ],
        "steps": steps,
        "worst": None
        if worst is None
        else {
            "warmer": worst.warmer,
            "colder": worst.colder,
            "difference": plain.estimate(worst.difference),
        },
    }


def _prediction(found: Prediction) -> dict[str, Any]:
    recency = found.model(RECENCY)

    def model(of: Model) -> dict[str, Any]:
        auc, ranks = of.gains(recency)
        estimate = of.returned.estimate
        return {
            "model": of.name,
            "auc": estimate.value,
            "low": estimate.low,
            "high": estimate.high,
            "gini": 2 * estimate.value - 1,
            "minus_recency": plain.estimate(auc),
            "revenue_ranks": plain.estimate(of.revenue.estimate if of.revenue else None),
            "revenue_ranks_minus_recency": plain.estimate(ranks),
        }

    age: dict[str, Any] | None = None
    if found.age is not None:
        auc, ranks = found.model("class").gains(found.model(WITHOUT_AGE))
        age = {
            "code": found.age,
            "auc": plain.estimate(auc),
            "revenue_ranks": plain.estimate(ranks),
        }
    return {
        "learnt": plain.plain(found.learnt),
        "judged": plain.plain(found.judged),
        "days": found.days,
        "cards": found.cards,
        "returned": found.returned,
        "models": [model(of) for of in found.models],
        "verdict": found.gain("class"),
        "age": age,
    }


def order_sentence(order: Order) -> str:
    """Return the verdict on warmth."""
    if order.worst is None:
        return say("outlook.ordered")
    more = order.worst.difference.times(-100)
    return say(
        f"outlook.{order.code}",
        warmer=order.worst.warmer,
        colder=order.worst.colder,
        points=number(more.value, 2),
        low=number(more.high, 2),
        high=number(more.low, 2),
    )


def prediction_sentences(outlook: Outlook) -> list[str]:
    """Return the verdicts on classes, on the level that is looked at, and on age."""
    found = outlook.prediction
    if found is None:
        return [say("outlook.no_prediction", days=number(outlook.days))]
    recency = found.model(RECENCY)
    told = []
    for level in dict.fromkeys(("class", outlook.level)):
        gain = found.model(level).gains(recency)[0]
        name = level_name(outlook.found.scheme, level)
        told.append(say(f"outlook.{found.gain(level)}", level=name, **_ends(gain)))
    if found.age == "not_learnt":
        told.append(say("outlook.age_not_learnt", day=day(found.learnt)))
    elif found.age is not None:
        gain = found.model("class").gains(found.model(WITHOUT_AGE))[0]
        told.append(say(f"outlook.age_{found.age}", **_ends(gain)))
    return [sentence[:1].upper() + sentence[1:] for sentence in told]


def order_told(outlook: Outlook) -> list[RenderableType]:
    """Return the verdict on warmth as lines."""
    if outlook.order is None:
        return []
    return [clean(""), clean(order_sentence(outlook.order))]


def prediction_told(outlook: Outlook, width: int) -> Sequence[RenderableType]:
    """Return the models side by side, then the verdicts."""
    sentences = [clean(sentence) for sentence in prediction_sentences(outlook)]
    found = outlook.prediction
    return [*([_models(outlook, found, width)] if found else []), clean(""), *sentences]


def _models(outlook: Outlook, found: Prediction, width: int) -> RenderableType:
    wide = width >= WIDE
    recency = found.model(RECENCY)
    rows = []
    for model in found.models:
        gain, rank_gain = model.gains(recency)
        plainly = model is recency
        ranks = model.revenue.estimate if model.revenue else None
        rows.append(
            [
                model_name(outlook, model.name),
                _with_ends(model.returned.estimate),
                "" if plainly else _change(gain),
                _with_ends(ranks) if wide else number(ranks.value if ranks else None, _SHOWN),
                *([] if not wide else ["" if plainly or rank_gain is None else _change(rank_gain)]),
            ]
        )
    columns = [
        text_column(say("outlook.model")),
        Column("AUC"),
        Column(say("outlook.gain")),
        Column(say("outlook.ranks")),
        *([Column(say("outlook.gain"))] if wide else []),
    ]
    title = say(
        "outlook.title_models",
        learnt=day(found.learnt),
        judged=day(found.judged),
        days=number(found.days),
        cards=number(found.cards),
    )
    return table(title, columns, rows)


def model_name(outlook: Outlook, name: str) -> str:
    """Return what a model orders cards by."""
    if name in (RECENCY, WITHOUT_AGE):
        return say(f"outlook.{name}")
    return level_name(outlook.found.scheme, name)


def _ends(of: Estimate) -> dict[str, str]:
    return {
        "change": signed(of.value, _SHOWN),
        "low": signed(of.low, _SHOWN),
        "high": signed(of.high, _SHOWN),
    }


def _with_ends(of: Estimate | None) -> str:
    if of is None:
        return ""
    return f"{number(of.value, _SHOWN)} ({number(of.low, _SHOWN)}–{number(of.high, _SHOWN)})"


def _change(of: Estimate) -> str:
    return f"{signed(of.value, _SHOWN)} ({signed(of.low, _SHOWN)}; {signed(of.high, _SHOWN)})"
