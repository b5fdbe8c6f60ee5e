"""``rfma demo``: the newcomer's first minute."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rfma_fast.commands.common import Output
from rfma_fast.commands.help import alone
from rfma_fast.commands.options import LanguageOption, QuietOption
from rfma_fast.i18n import problem, say
from rfma_fast.i18n.formats import number

if TYPE_CHECKING:
    from rfma_fast.cheques.rulebook import Warned

CHEQUES, MONTHS, SEED = 40_000, 12, 1
DAYS_OF_MIGRATION = 100
SQL = """\
select shop, count(distinct card) as cards, sum(amount) as revenue
from cheques join segments using (card)
where region = '110'
group by shop order by revenue desc limit 5"""


def demo(
    store: Annotated[
        Path | None, typer.Option("--store", metavar="PATH", help=say("help.demo_store"))
    ] = None,
    lang: LanguageOption = None,
    quiet: QuietOption = False,
) -> None:
    """Generate a small chain, ingest it and look at it from every side."""
    with tempfile.TemporaryDirectory(prefix="rfma-demo-") as scratch:
        _demo(Path(scratch), store or Path(scratch) / "store", quiet)


def _demo(scratch: Path, store: Path, quiet: bool) -> None:
    from rfma_fast.reports import frame, migration, overview, research, segmentation
    from rfma_fast.reports import store as store_reports
    from rfma_fast.synth import ChainSpec, write_cheques

    out = Output(str(store), "table", None, quiet)
    source = scratch / "cheques.csv"
    _step(out, "generate", cheques=number(CHEQUES))
    write_cheques(ChainSpec(cheques=CHEQUES, months=MONTHS, seed=SEED), source)
    _step(out, "ingest")
    chain = out.store
    out.emit(store_reports.load_report(chain.ingest(source, unfamiliar=_refuse)))
    _step(out, "overview")
    out.emit(overview.report(chain.overview()))
    _step(out, "thresholds")
    out.emit(research.report(chain.thresholds(), brief=True))
    _step(out, "segment")
    found = chain.segment()
    out.emit(segmentation.report(found))
    _step(out, "migrate")
    earlier = found.as_of - timedelta(days=DAYS_OF_MIGRATION)
    out.emit(migration.report(chain.migrate(earlier), "warmth"))
    _step(out, "query")
    out.tell(SQL)
    out.emit(frame.report(chain.query(SQL), "rows"))
    out.tell(say("demo.end"))


def _refuse(warned: Warned) -> None:
    """Keep made-up cheques out of a store of real ones."""
    raise problem("load.declined", store=warned.figures["store"])


def _step(out: Output, verb: str, **values: object) -> None:
    out.tell(f"\n── {say(f'demo.{verb}', **values)}")


app = alone("demo", demo)
