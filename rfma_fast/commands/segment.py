"""``rfma segment``: the segmentation at a date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from rfma_fast.commands.common import Output, day_option, range_option, with_engines
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import (
    AsOf,
    Explain,
    Monthly,
    SchemeOption,
    Shops,
    Since,
    ThresholdsFile,
)
from rfma_fast.commands.ways import sentence
from rfma_fast.i18n import misuse, say
from rfma_fast.reports.forms import chosen_format

if TYPE_CHECKING:
    from rfma_fast.analyses.segmentation import Segmentation
    from rfma_fast.api import Store


@with_engines
def segment(
    *,
    as_of: AsOf = None,
    since: Since = None,
    shop: Shops = None,
    scheme: SchemeOption = "rfma",
    thresholds: ThresholdsFile = None,
    cards: Annotated[
        str | None, typer.Option("--cards", metavar="FILE", help=say("help.cards"))
    ] = None,
    monthly: Monthly = False,
    explain: Explain = False,
    out: Output,
) -> None:
    """Show the sizes of classes, clusters, regions and warmths; write the cards to a file."""
    bounds = range_option(as_of, "--as-of", monthly=monthly)
    if bounds is not None:
        if cards is not None:
            raise misuse("option.not_with", option="--cards", other="--monthly")
        store = out.store
        _segment_months(store, bounds, since, shop, scheme, thresholds, explain=explain, out=out)
        return
    from rfma_fast.reports.segmentation import report

    store = out.store
    write_cards = _written_here if out.engine == "polars" else _written_there
    write = write_cards(cards)
    found = store.segment(
        day_option(as_of),
        since=day_option(since),
        shops=shop or (),
        scheme=scheme,
        thresholds=thresholds,
    )
    if explain:
        out.tell(sentence(found))
    if write is not None:
        write(found)
        out.tell(say("talk.written", file=cards))
    out.emit(report(found))


def _written_here(cards: str | None) -> Callable[[Segmentation], None] | None:
    """Return what writes the per-card table to a file of this machine, if it is asked for."""
    if cards is None:
        return None
    file = Path(cards)
    form = chosen_format(None, file)

    def write(found: Segmentation) -> None:
        from rfma_fast.reports.export import refuse_too_many, write_frames
        from rfma_fast.reports.segmentation import as_json

        refuse_too_many(found.cards, form, file)
        write_frames({"cards": found.table()}, form, file, as_json(found))

    return write


def _written_there(cards: str | None) -> Callable[[Segmentation], None] | None:
    """Return what lets a cluster write the per-card table, if it is asked for."""
    if cards is None:
        return None
    ending = PurePosixPath(cards).suffix
    if ending not in ("", ".parquet"):
        raise misuse("cluster.only_parquet", format=ending[1:])
    return lambda found: found.write_cards(cards)


def _segment_months(
    store: Store,
    bounds: tuple[date | None, date | None],
    since: str | None,
    shop: list[str] | None,
    scheme: str,
    thresholds: Path | None,
    *,
    explain: bool,
    out: Output,
) -> None:
    from rfma_fast.reports.chain import segmentations_report

    days = store.month_ends(*bounds)

    def segmentations() -> Iterator[Segmentation]:
        with out.progress(say("talk.segmenting"), len(days)) as progress:
            for found in store.segments(
                days,
                since=day_option(since),
                shops=shop or (),
                scheme=scheme,
                thresholds=thresholds,
            ):
                progress.advance(1)
                if explain:
                    out.tell(sentence(found))
                yield found

    out.emit(segmentations_report(store.scheme(scheme), segmentations()))


app = alone("segment", segment)
