"""What stands before the pages: who may ask, how, and what a browser may do with the answer."""

from __future__ import annotations

import hmac
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from rfma_fast.i18n import say

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = "127.0.0.1"
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


@dataclass(frozen=True)
class Guard:
    """Lets in what reads, comes from this machine's own pages, and has the token if one is set."""

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
        # What no page has words for is told by the application, which then raises it all the same.
        with suppress(Exception):
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
            response.set_cookie(COOKIE, self.token, httponly=True, samesite="lax")
            return response
        cookie = request.cookies.get(COOKIE, "")
        if hmac.compare_digest(cookie.encode(), self.token.encode()):
            return None
        return _plain("web.token", 401)


def _plain(key: str, status: int) -> Response:
    return Response(say(key), status, media_type="text/plain")
