"""The playbook: what to do with whom, with the sizes of the day."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from rfma_fast.analyses.outlook import Outlook, outlook_if_any
from rfma_fast.analyses.segmentation import Segmentation, name_of
from rfma_fast.i18n import local_name, problem
from rfma_fast.schemes.model import Playbook


@dataclass(frozen=True)
class Play:
    """What to do with one group, and how large it is."""

    entry: Playbook
    warmth: int | None
    cards: int
    share: float
    """Of all cards."""
    revenue: Decimal
    """In roubles."""


@dataclass(frozen=True)
class Plays:
    """The plays of a segmentation's scheme in the order of work."""

    segmentation: Segmentation
    plays: tuple[Play, ...]
    _outlooks: dict[str, Outlook | None] = field(default_factory=dict, repr=False)

    def outlook(self, play: Play) -> Outlook | None:
        """Return what the groups of a play's level did after past dates.

        Nothing where the play's group had no card on the newest of them, or too little lies behind.
        """
        level = play.entry.level
        if level not in self._outlooks:
            self._outlooks[level] = outlook_if_any(self.segmentation, level)
        outlook = self._outlooks[level]
        known = outlook is not None and play.entry.group in outlook.main.of_newest
        return outlook if known else None

    def name(self, play: Play) -> str:
        """Return the name of a play's group in the language in use."""
        return name_of(self.segmentation.scheme, play.entry.level, play.entry.group)

    def cards(self, group: str) -> pl.DataFrame:
        """Return the table of a group's cards with the mechanic, for a mailing tool."""
        entry = _chosen(self.plays, group)[0].entry
        cards = self.segmentation.table().filter(pl.col(entry.level) == group)
        return cards.with_columns(
            pl.lit(" ".join(entry.channels)).alias("channels"),
            pl.lit(local_name(entry.mechanic)).alias("mechanic"),
        )


def playbook(segmentation: Segmentation, group: str | None = None) -> Plays:
    """Return what to do with each group of a segmentation, or with one."""
    scheme = segmentation.scheme
    if not scheme.playbooks:
        raise problem("playbook.none", scheme=scheme.code)
    plays = []
    for entry in sorted(scheme.playbooks, key=lambda entry: entry.order):
        sizes = segmentation.level(entry.level).filter(pl.col("code") == entry.group)
        row = sizes.row(0, named=True) if sizes.height else {}
        plays.append(
            Play(
                entry,
                segmentation.warmths(entry.level).get(entry.group),
                int(row.get("cards", 0)),
                float(row.get("share", 0.0)),
                row.get("revenue", Decimal(0)),
            )
        )
    return Plays(segmentation, _chosen(tuple(plays), group))


def _chosen(plays: tuple[Play, ...], group: str | None) -> tuple[Play, ...]:
    chosen = tuple(play for play in plays if group in (None, play.entry.group))
    if not chosen:
        known = ", ".join(sorted(play.entry.group for play in plays))
        raise problem("playbook.unknown_group", got=group, known=known)
    return chosen
