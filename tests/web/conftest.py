"""Pages as an application, as a live server, and in a real browser."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from commands.fixtures import chain as chain
from commands.fixtures import cheques as cheques
from commands.fixtures import real as real
from commands.fixtures import rfma as rfma
from starlette.testclient import TestClient

from rfma_fast import use_language
from rfma_fast.web.server import application, listen
from rfma_fast.web.site import schemes_with

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    use_language("en")


@pytest.fixture(scope="session")
def client(chain: Path) -> TestClient:
    """The pages of the small chain, asked in this process."""
    return client_of(chain)


def client_of(store: Path, **more: Any) -> TestClient:
    """Ask the pages of a store as a browser on this machine does."""
    app = application(str(store), schemes_with(()), **more)
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


@pytest.fixture(scope="session")
def live(chain: Path) -> Iterator[str]:
    """The address of a server that shows the small chain."""
    with Served(chain) as address:
        yield address


class Served:
    """A live server in a thread of its own, for a ``with`` block."""

    def __init__(self, store: Path, **more: Any) -> None:
        self.listening = listen(0)
        app = application(str(store), schemes_with(()), **more)
        config = uvicorn.Config(app, log_level="error", lifespan="off")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(
            target=self.server.run, kwargs={"sockets": [self.listening]}, daemon=True
        )

    def __enter__(self) -> str:
        self.thread.start()
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    def __exit__(self, *error: object) -> None:
        self.server.should_exit = True
        self.thread.join(10)
        assert not self.thread.is_alive()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; where it is missing tests are skipped, or fail under CI=true."""
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("Chromium is not here: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page that fails its test on any console error, policy report or request to elsewhere."""

    page: Page
    home: str
    """The only origin that may be asked; empty for a file."""
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("requestfailed", self._failed)

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text}")

    def _failed(self, request: Any) -> None:
        # A download leaves its page: Chromium tells of the navigation as one that was given up.
        if "/download?" not in request.url:
            self.faults.append(f"failed: {request.url} {request.failure}")

    def _asked(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in ("data", "blob"):
            return
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin != (self.home or "file://"):
            self.faults.append(f"asked: {address}")


Open = Callable[..., "Page"]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Open addresses; at the end nothing may have gone wrong on any of them."""
    watched: list[Watched] = []
    contexts = []

    def open_page(address: str, **more: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **more})
        contexts.append(context)
        parts = urlsplit(address)
        home = f"{parts.scheme}://{parts.netloc}" if parts.scheme != "file" else ""
        context.set_default_timeout(10_000)
        page = context.new_page()
        watched.append(Watched(page, home))
        page.goto(address)
        return page

    yield open_page
    faults = [fault for one in watched for fault in one.faults]
    for context in contexts:
        context.close()
    assert faults == []
