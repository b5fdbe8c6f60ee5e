"""The segmentation: every card's class, cluster, region and warmth at a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from rfma_fast.analyses.facts import CardFacts, fields_for
from rfma_fast.analyses.history import History, read_history
from rfma_fast.analyses.horizon import days_without_cheque, refuse_far_future
from rfma_fast.analyses.money import mean_roubles, roubles
from rfma_fast.analyses.provenance import Provenance
from rfma_fast.analyses.scoping import scope_of
from rfma_fast.engines import Cards, Engine
from rfma_fast.i18n import local_name, problem
from rfma_fast.i18n.formats import day
from rfma_fast.plan.shown import Shown
from rfma_fast.schemes.codebook import Codebook
from rfma_fast.schemes.model import Scheme
from rfma_fast.schemes.thresholds import Thresholds, fit
from rfma_fast.store.snapshot import Snapshot

if TYPE_CHECKING:
    from rfma_fast.plan.frame import Frame


@dataclass(frozen=True)
class Segmentation:
    """All cards of a scope, graded; levels and the per-card table are views of it."""

    as_of: date
    scheme: Scheme
    thresholds: Thresholds
    frozen: bool
    """Whether the thresholds were given rather than fitted here."""
    history: History
    kept: Cards
    """The unit, class (number), cheques, total (kopecks) of every card."""
    sizes: pl.DataFrame
    """class (number), cards, cheques, total (kopecks), in the order of classes."""

    @property
    def classed(self) -> pl.DataFrame:
        """Return every card's class here; refused where the cards stay on a cluster."""
        return self.kept.here

    @property
    def cards(self) -> int:
        """Return the number of segmented cards."""
        return self.history.cards

    @property
    def provenance(self) -> Provenance:
        """Return where the result comes from."""
        return Provenance.of(self.history.scope)

    @cached_property
    def alarms(self) -> list[tuple[str, dict[str, object]]]:
        """Return what makes figures mean something else than they seem, as keys of words."""
        last = self.history.scope.snapshot.last_day
        silent = [("note.no_cheque_after", {"last": day(last), "as_of": day(self.as_of)})]
        disorder = [
            (
                "note.out_of_order",
                {
                    "axis": axis.code,
                    "grade": local_name(axis.grades[place]),
                    "threshold": f"{axis.code}{place + 1}",
                },
            )
            for axis, place in self.thresholds.out_of_order(self.scheme)
        ]
        midnight = [("note.midnight", {"as_of": day(self.as_of)})]
        return [
            *(silent if days_without_cheque(self) else ()),
            *(midnight if self.scheme.from_midnight else ()),
            *disorder,
        ]

    @cached_property
    def notes(self) -> list[tuple[str, dict[str, object]]]:
        """Return what the reader must know beside the figures, as keys of words."""
        return [*self.alarms, *self.remarks]

    @cached_property
    def remarks(self) -> list[tuple[str, dict[str, object]]]:
        """Return what else is to be known beside the figures, as keys of words."""
        notes: list[tuple[str, dict[str, object]]] = []
        if self.history.scope.revenue == "paid":
            notes.append(("note.revenue_paid", {}))
        if not self.history.gaps.size and not self.frozen:
            notes.append(("note.no_gaps", {}))
        if self.history.returns_only:
            notes.append(("note.returns_only", {"cards": self.history.returns_only}))
        if self.history.left_out:
            notes.append(("note.left_out", {"cards": self.history.left_out}))
        if self.frozen and self.thresholds.digest != self.scheme.digest:
            notes.append(("note.other_digest", {"scheme": self.scheme.code}))
        return notes

    @property
    def total_name(self) -> str:
        """Return how the table of cards calls a card's total: ``paid_total`` where it is that."""
        return "paid_total" if self.history.scope.revenue == "paid" else "total"

    @property
    def codebook(self) -> Codebook:
        """Return the look-up table from class numbers to the groups of every level."""
        return self.scheme.codebook

    @property
    def graded(self) -> Frame:
        """Return the unit, the fields, a column a measure and a grade (its place), and class."""
        from rfma_fast.plan.summary import graded_cards

        history = self.history
        borders = self.thresholds.borders
        return graded_cards(
            history.states, self.scheme.axes, history.moment, borders, self.codebook
        )

    def level(self, level: str) -> pl.DataFrame:
        """Return code, name, cards, share, cheques, revenue, mean_cheque of a level's groups.

        In the scheme's order, empty groups left out; share is of all cards, money in roubles. The
        names are in the language in use.
        """
        self.check_level(level)
        codes = self.codebook.codes(level)
        order = {code: place for place, code in enumerate(self.group_codes(level))}
        summed = (
            self.sizes.with_columns(code=_looked_up("class", codes))
            .group_by("code")
            .agg(pl.col("cards", "cheques", "total").sum())
            .sort(pl.col("code").replace_strict(order, return_dtype=pl.Int64))
        )
        names = {code: name_of(self.scheme, level, code) for code in summed.get_column("code")}
        return summed.select(
            "code",
            pl.col("code").replace_strict(names, return_dtype=pl.String).alias("name"),
            "cards",
            (pl.col("cards") / pl.col("cards").sum()).alias("share"),
            "cheques",
            roubles("total").alias("revenue"),
            mean_roubles("total", "cheques").alias("mean_cheque"),
        )

    def level_asked(self, asked: str | None = None) -> str:
        """Return the level asked for, which must be the scheme's, else the usual one."""
        level = self.scheme.level_asked(asked)
        self.check_level(level)
        return level

    def check_level(self, level: str) -> None:
        """Refuse a level that the scheme does not have, and list those that it has."""
        if level not in self.scheme.level_codes:
            known = ", ".join(self.scheme.level_codes)
            raise problem("scope.unknown_level", level=level, known=known)

    def group_codes(self, level: str) -> list[str]:
        """Return the codes of a level's groups in the scheme's order; classes by their code."""
        if level == "class":
            return sorted(self.codebook.classes)
        return [group.code for group in self.scheme.level(level).groups]

    def warmths(self, level: str) -> dict[str, int | None]:
        """Return each group's place on the scale of warmth; a class takes its first level's."""
        if level != "class":
            return {group.code: group.warmth for group in self.scheme.level(level).groups}
        if not self.scheme.levels:
            return dict.fromkeys(self.codebook.classes)
        first = self.scheme.levels[0].code
        above = self.warmths(first)
        pairs = zip(self.codebook.classes, self.codebook.codes(first), strict=True)
        return {code: above[group] for code, group in pairs}

    def table(self) -> pl.DataFrame:
        """Return the per-card table, in the order of the cards' numbers.

        card (and shop, where the scheme's unit has it), cheques, total (``paid_total`` where the
        scheme's money is what was paid), first, last, a column a measure, a column a grade, class
        and a column a level; money in roubles, measures in their units.
        """
        history = self.history
        return history.engine.table(self.graded, history.scope, self._shown())

    def write_cards(self, path: str) -> None:
        """Write the per-card table as Parquet.

        On a cluster its workers write it, in no order, to a new directory that all of them see.
        """
        history = self.history
        history.engine.write(self.graded, history.scope, self._shown(), path)

    def _shown(self) -> list[Shown]:
        axes, levels = self.scheme.axes, self.scheme.level_codes
        whole = {axis.name: axis.measure.scale == 1 for axis in axes}
        return [
            Shown("cheques", "cheques", "number"),
            Shown(self.total_name, "total", "hundredths"),
            *(Shown(day, day, "day") for day in ("first", "last")),
            *(Shown(name, name, "number" if whole[name] else "hundredths") for name in whole),
            *(
                Shown(axis.code, axis.code, "text", ("", *axis.digits))
                if "A" in axis.digits
                else Shown(axis.code, axis.code, "digit", ("0", *axis.digits))
                for axis in axes
            ),
            *(Shown(level, "class", "text", tuple(self.codebook.codes(level))) for level in levels),
        ]


def segment(
    engine: Engine,
    snapshot: Snapshot,
    scheme: Scheme,
    *,
    as_of: date | None = None,
    since: date | None = None,
    shops: Sequence[str] = (),
    thresholds: Thresholds | None = None,
) -> Segmentation:
    """Segment the cards as of a day, with borders fitted to that day or frozen ones.

    ``as_of`` defaults to the last day that has an identified purchase; only cheques up to it,
    from ``since`` on and of the named shops are looked at.
    """
    scope = scope_of(engine, snapshot, scheme, as_of, since, shops)
    found = grade(read_history(engine, scope, fields_for(scheme)), scheme, thresholds)
    # A day that the scheme itself names is meant.
    return found if as_of is None else refuse_far_future(found)


def grade(
    history: History,
    scheme: Scheme,
    thresholds: Thresholds | None = None,
    *,
    may_be_empty: bool = False,
) -> Segmentation:
    """Grade the cards of a history; fit the borders where none are given.

    A history without cards is refused, since borders fitted to nobody mean nothing.
    """
    scope = history.scope
    if not history.cards and not may_be_empty:
        raise problem("scope.no_cards", until=scope.period.until)
    facts = CardFacts(scheme, history)
    borders = thresholds or fit(scheme, scope.as_of, facts)
    classed = facts.classed(borders.borders).select(*scope.unit, "class", "cheques", "total")
    sizes = classed.sizes()
    if int(sizes.get_column("cards").sum()) != history.cards:
        raise AssertionError(f"{sizes.get_column('cards').sum()} graded of {history.cards} cards")
    return Segmentation(
        as_of=scope.as_of,
        scheme=scheme,
        thresholds=borders,
        frozen=thresholds is not None,
        history=history,
        kept=classed,
        sizes=sizes,
    )


def name_of(scheme: Scheme, level: str, code: str) -> str:
    """Return a group's name in the language in use; a class is named by its grades."""
    if level == "class":
        grades = {
            axis.code: local_name(axis.grades[axis.digits.index(digit)])
            for axis, digit in zip(scheme.axes, code, strict=True)
        }
        if scheme.class_name:
            return local_name(scheme.class_name).format(**grades)
        return "-".join(grades.values())
    groups = {group.code: group for group in scheme.level(level).groups}
    return local_name(groups[code].names, code) if code in groups else code


def _looked_up(column: str, codes: Sequence[str]) -> pl.Expr:
    return pl.lit(pl.Series(codes, dtype=pl.String)).gather(pl.col(column))
