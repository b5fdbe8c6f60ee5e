"""``rfma card``: everything about one card."""

from __future__ import annotations

import sys
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from rfma_fast.commands.common import Output, day_option, with_output
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import AsOf, SchemeOption, ThresholdsFile
from rfma_fast.i18n import misuse, say


@with_output
def card(
    card: Annotated[str, typer.Argument(metavar="CARD", help=say("help.card"))],
    *,
    as_of: AsOf = None,
    scheme: SchemeOption = "rfma",
    thresholds: ThresholdsFile = None,
    refit: Annotated[bool, typer.Option("--refit", help=say("help.card_refit"))] = False,
    amount: Annotated[
        str | None, typer.Option("--amount", metavar="ROUBLES", help=say("help.card_amount"))
    ] = None,
    out: Output,
) -> None:
    """Show a card's measures, grades, groups, path, cheques and when it cools."""
    from rfma_fast.reports.card import report

    story = out.store.card(
        card,
        day_option(as_of),
        scheme=scheme,
        thresholds=thresholds,
        refit=refit,
        amount=_roubles(amount),
    )
    out.emit(report(story))


def _roubles(given: str | None) -> Decimal | None:
    if given is None:
        return None
    try:
        amount = Decimal(given)
    except InvalidOperation as error:
        raise misuse("card.amount", got=given) from error
    if (
        not amount.is_finite()
        or abs(amount) > sys.maxsize
        or amount * 100 != (amount * 100).to_integral_value()
    ):
        raise misuse("card.amount", got=given)
    return amount


app = alone("card", card)
