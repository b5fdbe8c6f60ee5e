"""Pictures of the pages on a chain that never was, in both languages, light and dark."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import ViewportSize, sync_playwright

from rfma_fast import Store, open_store
from rfma_fast.synth import ChainSpec, write_cheques
from rfma_fast.web.guard import LOOPBACK
from rfma_fast.web.server import application, listen
from rfma_fast.web.site import PAGES, schemes_with

PICTURES = Path(__file__).parent / "pictures"
CHAIN = ChainSpec(cheques=60_000, months=14, shops=8, seed=7)
WINDOW: ViewportSize = {"width": 1280, "height": 840}
MOST_BYTES = 150_000
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


@contextmanager
def served(store: Path) -> Iterator[str]:
    """Serve the pages of a store, and give their address."""
    listening = listen(0)
    config = uvicorn.Config(
        application(str(store), schemes_with(())), log_level="error", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def addresses(store: Store) -> dict[str, str]:
    """Return a picture's name and the address of what it shows."""
    cards = store.segment().table().sort("cheques", "card", descending=[True, False])
    card = cards.item(cards.height // 50, "card")
    return {
        **{page: f"{page}?" for page in PAGES},
        "card": f"final?card={card}",
        "what-if": "thresholds?set=R%3D30,90,180",
    }


def take(address: str, wanted: dict[str, str]) -> list[Path]:
    """Take all pictures, and return them."""
    taken = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport=WINDOW, color_scheme=scheme)
            for lang in ("en", "ru"):
                for name, what in wanted.items():
                    page.goto(f"{address}/{what}&lang={lang}")
                    taken.append(PICTURES / f"{name}-{lang}-{scheme}.png")
                    page.screenshot(path=taken[-1])
        browser.close()
    return taken


def smaller(pictures: list[Path]) -> None:
    """Leave each picture so few colours as it needs, where pngquant is there (apt-get install)."""
    pngquant = shutil.which("pngquant")
    if pngquant:
        kept = [pngquant, "--force", "--ext", ".png", "--strip", "--nofs", "64"]
        subprocess.run([*kept, *pictures], check=True)


def main() -> int:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        source, store = Path(place) / "cheques.parquet", Path(place) / "store"
        write_cheques(CHAIN, source)
        open_store(store).ingest(source)
        with served(store) as address:
            taken = take(address, addresses(open_store(store)))
    smaller(taken)
    large = [path.name for path in taken if path.stat().st_size > MOST_BYTES]
    print(f"{len(taken)} pictures, {sum(path.stat().st_size for path in taken):,} bytes")
    if large:
        print(f"Too large: {', '.join(large)}", file=sys.stderr)
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
