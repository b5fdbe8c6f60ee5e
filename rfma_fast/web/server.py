"""``rfma serve``: the pages live, to be read by this machine alone and by GET alone."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from rfma_fast.api.guarded import blaming_files
from rfma_fast.errors import RfmaError, UsageError
from rfma_fast.faults import fault_of
from rfma_fast.i18n import LANGUAGES, language, misuse, problem, say, use
from rfma_fast.store.tables import Tables
from rfma_fast.web import render
from rfma_fast.web.answers import Answers
from rfma_fast.web.asked import Asked, one_of, parse
from rfma_fast.web.blocks import Link, Note, Page
from rfma_fast.web.downloads import file_of
from rfma_fast.web.guard import LOOPBACK, Guard
from rfma_fast.web.site import PAGES, Site, foot_of, page_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp

WARMS = "rfma-warm"
"""The name of the thread that computes the usual answers."""
LOOKS_EVERY = 1.0
"""Seconds after which the store is asked again whether something new has landed."""


NAMES = {"en": "English", "ru": "Русский"}
"""Each language by its own name."""


class Warming(threading.Thread):
    """Goes step by step until there is none, or until it is told to end."""

    def __init__(self, steps: Iterator[None]) -> None:
        super().__init__(name=WARMS, daemon=True)
        self._steps = steps
        self.ends = threading.Event()

    def run(self) -> None:
        """Go on."""
        for _ in self._steps:
            if self.ends.is_set():
                return

    def end(self) -> None:
        """Return after the step that is being made."""
        self.ends.set()
        self.join()


@dataclass
class Current:
    """The answers of the newest version; a page that has begun keeps the ones that it had."""

    path: str
    looks_every: float = LOOKS_EVERY
    warm: Callable[[Answers], Iterator[None]] | None = None
    """Computes the usual answers of every new version, step by step, in a thread of its own."""
    _answers: Answers | None = None
    _looked: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answers(self) -> Answers:
        """Return the answers to read from now on."""
        with self._lock:
            now = time.monotonic()
            if self._answers is None:
                self._answers = self._opened()
            elif now - self._looked >= self.looks_every:
                tables = Tables.at(self.path)
                if not tables.exist() or tables.cheques.stamp() != self._answers.stamp:
                    self._answers = self._opened()
            else:
                return self._answers
            self._looked = now
            return self._answers

    def _opened(self) -> Answers:
        answers = Answers(self.path)
        if self.warm:
            Warming(self.warm(answers)).start()
        return answers


def application(
    path: str,
    schemes: tuple[str, ...],
    *,
    token: str = "",
    looks_every: float = LOOKS_EVERY,
    warm: bool = False,
) -> ASGIApp:
    """Return the pages of a store as an ASGI application, guards included.

    ``warm`` computes the usual answers at once, and anew after each load, before anybody asks.
    """
    speaks = language()

    def warmed(answers: Answers) -> Iterator[None]:
        use(speaks)
        for key in PAGES:
            # What a page cannot answer is told to whoever asks for it.
            with suppress(BaseException), blaming_files(path):
                page_of(Site(answers, Asked(), live=True, schemes=schemes), key)
            yield

    current = Current(path, looks_every, warmed if warm else None)
    if warm:
        current.answers()

    def page(key: str, request: Request) -> Response:
        asked = _asked(request, speaks)
        site = Site(current.answers(), asked, live=True, schemes=schemes)
        return HTMLResponse(html_of(site, page_of(site, key)))

    def download(request: Request) -> Response:
        asked = _asked(request, speaks)
        site = Site(current.answers(), asked, live=True, schemes=schemes)
        file = file_of(site)
        headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return Response(file.content, media_type=file.media_type, headers=headers)

    async def home(request: Request) -> Response:
        return RedirectResponse("/overview", 303)

    routes = [
        Route("/", home),
        *(Route(f"/{key}", _told(partial(page, key), speaks, path)) for key in PAGES),
        Route("/download", _told(download, speaks, path)),
        Route("/static/{name}", _static),
    ]
    inner = Starlette(routes=routes, exception_handlers={404: _not_found, 500: _unforeseen})
    inner.router.redirect_slashes = False
    return Guard(inner, token)


def html_of(site: Site, page: Page) -> str:
    """Return a page as it is shown live."""
    other = next(code for code in LANGUAGES if code != language())
    snapshot = site.answers.store.snapshot
    return render.render(
        "live.html.j2",
        language=language(),
        title=page.title,
        page=page,
        pages=_ways(site.asked.lang),
        as_of=site.asked.as_of or site.asked.second or snapshot.last_identified_day,
        foot=foot_of(site, page),
        other_code=other,
        other_language=Link(NAMES[other], replace(site.asked, lang=other).address(page.key)),
        style_name=render.named(render.style_sheet(), "style", "css"),
        script_name=render.named(render.script(), "app", "js"),
    )


def listen(port: int) -> socket.socket:
    """Return a socket that listens on the loopback address; port 0 takes a free one."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
        # From now on whoever asks waits, and is not turned away, until the pages are ready.
        listening.listen()
    except (OSError, OverflowError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or error
        raise problem("web.port", port=port, reason=reason) from error
    return listening


def serve(app: ASGIApp, listening: socket.socket) -> None:
    """Answer requests until Ctrl-C."""
    import uvicorn

    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, lifespan="off"
    )
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        # Native code that still computes must not meet an interpreter that goes away.
        for thread in threading.enumerate():
            if isinstance(thread, Warming):
                thread.end()


def _told(
    answer: Callable[[Request], Response], speaks: str, path: str
) -> Callable[[Request], object]:
    """Answer in a thread of its own; what cannot be answered is told in a sentence."""

    def in_words(request: Request) -> Response:
        use(_language(request, speaks))
        try:
            with blaming_files(path):
                return answer(request)
        except UsageError as error:
            return _failed(error, 400)
        except RfmaError as error:
            return _failed(error, 422)
        except BaseException as error:  # Panics of Polars and of its kin are no Exception.
            return _failed(fault_of(error, ["serve", request.url.path]), 500)

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(in_words, request)

    return endpoint


def _asked(request: Request, speaks: str) -> Asked:
    asked = parse(request.query_params.multi_items())
    use(one_of(asked.lang, LANGUAGES, "lang", speaks))
    return asked


def _language(request: Request, speaks: str) -> str:
    lang = request.query_params.get("lang", "")
    return lang if lang in LANGUAGES else speaks


async def _static(request: Request) -> Response:
    for content, name, suffix, kind in (
        (render.style_sheet(), "style", "css", "text/css"),
        (render.script(), "app", "js", "text/javascript"),
    ):
        if request.path_params["name"] == render.named(content, name, suffix):
            return Response(content, media_type=kind)
    raise _missing()


def _failed(error: RfmaError, status: int) -> Response:
    page = Page("", say("word.error"), (Note(error.message, warns=True),), error.hint or "")
    html = render.render(
        "error.html.j2",
        language=language(),
        title=page.title,
        page=page,
        pages=_ways(language()),
        style_name=render.named(render.style_sheet(), "style", "css"),
    )
    return HTMLResponse(html, status)


def _ways(lang: str) -> list[Link]:
    """Return the ways to all pages, in the same language."""
    return [Link(say(f"page.{key}"), Asked(lang=lang).address(key)) for key in PAGES]


async def _not_found(request: Request, error: Exception) -> Response:
    return _failed(misuse("web.no_page"), 404)


async def _unforeseen(request: Request, error: Exception) -> Response:
    return _failed(fault_of(error, ["serve"]), 500)


def _missing() -> Exception:
    from starlette.exceptions import HTTPException

    return HTTPException(404)
