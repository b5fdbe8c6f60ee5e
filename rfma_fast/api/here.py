"""Questions whose answers need single cards on this machine, where a cluster leaves none."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from rfma_fast.i18n import problem

if TYPE_CHECKING:
    from rfma_fast.api.opened import Opened

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
Asker = TypeVar("Asker", bound="Opened")


def needs_cards(
    method: Callable[Concatenate[Asker, Asked], Answer],
) -> Callable[Concatenate[Asker, Asked], Answer]:
    """Refuse a question on an engine that keeps the cards, before anything is asked of it."""

    @functools.wraps(method)
    def asked(self: Asker, /, *given: Asked.args, **named: Asked.kwargs) -> Answer:
        refuse_elsewhere(self.engine)
        return method(self, *given, **named)

    return asked


def refuse_elsewhere(engine: str) -> None:
    """Refuse an engine that keeps the cards where it is."""
    if engine == "spark":
        raise problem("cluster.cards_stay", engine=engine)
