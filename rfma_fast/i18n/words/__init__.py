"""The one table of words: key → (English, Russian).

Keys are grouped by what they serve: ``labels`` for answers, ``help`` for the command, ``faults``
for errors; a fault's advice stands beside it under ``<key>.hint``.
"""

from rfma_fast.i18n.words.faults import FAULTS
from rfma_fast.i18n.words.help import HELP
from rfma_fast.i18n.words.labels import LABELS

WORDS: dict[str, tuple[str, str]] = {**LABELS, **HELP, **FAULTS}
