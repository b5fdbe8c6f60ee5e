"""The one table of words: key → (English, Russian).

Keys are grouped by what they serve: ``LABELS`` for answers, ``HELP`` for the command, ``FAULTS``
for errors; a fault's advice stands beside it under ``<key>.hint``. Subjects that came later have a
module of their own, with all three.
"""

from itertools import chain

from rfma_fast.i18n.words import (
    boundary,
    bounds,
    cards,
    clusters,
    comparing,
    customers,
    definitions,
    files,
    first_dates,
    guards,
    keeping,
    movement,
    notes,
    outlook,
    pages,
    quality,
    research,
    servers,
    serving,
    stores,
    taking_back,
    trade,
)
from rfma_fast.i18n.words import faults as _faults
from rfma_fast.i18n.words import help as _help
from rfma_fast.i18n.words import labels as _labels

Words = dict[str, tuple[str, str]]

_SUBJECTS = (
    bounds,
    cards,
    boundary,
    clusters,
    comparing,
    customers,
    definitions,
    files,
    first_dates,
    guards,
    keeping,
    movement,
    notes,
    outlook,
    pages,
    quality,
    research,
    servers,
    serving,
    stores,
    taking_back,
    trade,
)


def _all_of(first: Words, *more: Words) -> Words:
    """Return several tables as one; no key may stand in two of them."""
    table: Words = {}
    for key, words in chain.from_iterable(part.items() for part in (first, *more)):
        if key in table:
            raise KeyError(f"{key} stands in two tables of words")
        table[key] = words
    return table


LABELS = _all_of(_labels.LABELS, *(subject.LABELS for subject in _SUBJECTS))
HELP = _all_of(_help.HELP, *(subject.HELP for subject in _SUBJECTS))
FAULTS = _all_of(_faults.FAULTS, *(subject.FAULTS for subject in _SUBJECTS))
WORDS = _all_of(LABELS, HELP, FAULTS)
