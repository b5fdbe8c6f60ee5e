"""``rfma serve``: the pages live, to be read by this machine alone and by GET alone."""

from __future__ import annotations

import hmac
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from rfma_fast.errors import RfmaError, UsageError
from rfma_fast.i18n import LANGUAGES, language, misuse, problem, say, use
from rfma_fast.store.tables import Tables
from rfma_fast.web import render
from rfma_fast.web.answers import Answers
from rfma_fast.web.asked import Asked, one_of, parse
from rfma_fast.web.blocks import Link, Note, Page
from rfma_fast.web.downloads import file_of
from rfma_fast.web.site import PAGES, Site, page_of, provenance_lines

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = "127.0.0.1"
LOOKS_EVERY = 1.0
"""Seconds after which the store is asked again whether something new has landed."""
COOKIE = "rfma_token"

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass
class Current:
    """The answers of the newest version; a page that has begun keeps the ones that it had."""

    path: str
    looks_every: float = LOOKS_EVERY
    _answers: Answers | None = None
    _looked: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answers(self) -> Answers:
        """Return the answers to read from now on."""
        with self._lock:
            now = time.monotonic()
            if self._answers is None:
                self._answers = Answers(self.path)
            elif now - self._looked >= self.looks_every:
                if Tables.at(self.path).cheques.version() != self._answers.version:
                    self._answers = Answers(self.path)
            else:
                return self._answers
            self._looked = now
            return self._answers


def application(
    path: str,
    schemes: tuple[str, ...],
    *,
    token: str = "",
    looks_every: float = LOOKS_EVERY,
) -> ASGIApp:
    """Return the pages of a store as an ASGI application, guards included."""
    current = Current(path, looks_every)
    speaks = language()

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
        *(Route(f"/{key}", _told(partial(page, key), speaks)) for key in PAGES),
        Route("/download", _told(download, speaks)),
        Route("/static/{name}", _static),
    ]
    inner = Starlette(routes=routes, exception_handlers={404: _not_found})
    inner.router.redirect_slashes = False
    return Guard(inner, token)


def html_of(site: Site, page: Page) -> str:
    """Return a page as it is shown live."""
    other = next(code for code in LANGUAGES if code != language())
    links = [
        Link(say(f"page.{key}"), replace(Asked(), lang=site.asked.lang).address(key))
        for key in PAGES
    ]
    return render.render(
        "live.html.j2",
        language=language(),
        title=page.title,
        page=page,
        pages=links,
        as_of=site.answers.store.snapshot.last_identified_day,
        provenance=provenance_lines(site),
        other_code=other,
        other_language=Link(
            say("web.other_language"), replace(site.asked, lang=other).address(page.key)
        ),
        style_name=render.named(render.style_sheet(), "style", "css"),
        script_name=render.named(render.script(), "app", "js"),
    )


@dataclass(frozen=True)
class Guard:
    """Lets in what reads, comes from this machine's own pages, and has the token if there is one."""

    inner: ASGIApp
    token: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say why not."""
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message["headers"] if pair[0] != b"cache-control"]
                own = [(name.lower().encode(), text.encode()) for name, text in HEADERS.items()]
                message = {**message, "headers": [*kept, *own]}
            await send(message)

        request = Request(scope)
        refused = self._refused(request)
        await (refused or self.inner)(scope, receive, with_headers)

    def _refused(self, request: Request) -> Response | None:
        host = request.headers.get("host", "")
        if host.rsplit(":", 1)[0] not in (LOOPBACK, "localhost", "[::1]"):
            return _plain("web.foreign_host", 400)
        if request.method not in ("GET", "HEAD"):
            response = _plain("web.only_reading", 405)
            response.headers["Allow"] = "GET, HEAD"
            return response
        site = request.headers.get("sec-fetch-site", "none")
        navigates = request.headers.get("sec-fetch-mode") == "navigate"
        if site not in ("none", "same-origin") and not navigates:
            return _plain("web.cross_site", 403)
        if self.token and not request.url.path.startswith("/static/"):
            return self._without_token(request)
        return None

    def _without_token(self, request: Request) -> Response | None:
        told = request.query_params.get("token", "")
        if told and hmac.compare_digest(told.encode(), self.token.encode()):
            kept = [pair for pair in request.query_params.multi_items() if pair[0] != "token"]
            address = request.url.replace(query="").include_query_params(**dict(kept))
            response = RedirectResponse(f"{address.path}?{address.query}".rstrip("?"), 303)
            response.set_cookie(COOKIE, self.token, httponly=True, samesite="strict")
            return response
        cookie = request.cookies.get(COOKIE, "")
        if hmac.compare_digest(cookie.encode(), self.token.encode()):
            return None
        return _plain("web.token", 401)


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
    uvicorn.Server(config).run(sockets=[listening])


def _told(answer: Callable[[Request], Response], speaks: str) -> Callable[[Request], object]:
    """Answer in a thread of its own; what cannot be answered is told in a sentence."""

    def in_words(request: Request) -> Response:
        use(_language(request, speaks))
        try:
            return answer(request)
        except UsageError as error:
            return _failed(error, 400)
        except RfmaError as error:
            return _failed(error, 422)

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
    links = [Link(say(f"page.{key}"), f"/{key}") for key in PAGES]
    html = render.render("error.html.j2", language=language(), page=page, pages=links,
        style_name=render.named(render.style_sheet(), "style", "css"), title=page.title)  # fmt: skip
    return HTMLResponse(html, status)


async def _not_found(request: Request, error: Exception) -> Response:
    return _failed(misuse("web.no_page"), 404)


def _missing() -> Exception:
    from starlette.exceptions import HTTPException

    return HTTPException(404)


def _plain(key: str, status: int) -> Response:
    return Response(say(key), status, media_type="text/plain")
