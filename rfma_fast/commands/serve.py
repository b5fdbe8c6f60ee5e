"""``rfma serve``: the dashboards live on the loopback address."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Annotated

import typer

from rfma_fast.commands.common import Output, with_text
from rfma_fast.commands.help import alone
from rfma_fast.i18n import say

DEFAULT_PORT = 8765


@with_text
def serve(
    *,
    port: Annotated[
        int, typer.Option("--port", metavar="N", help=say("help.serve_port"))
    ] = DEFAULT_PORT,
    no_open: Annotated[bool, typer.Option("--no-open", help=say("help.serve_no_open"))] = False,
    token: Annotated[bool, typer.Option("--token", help=say("help.serve_token"))] = False,
    scheme: Annotated[
        list[str] | None,
        typer.Option("--scheme", metavar="FILE", help=say("help.serve_scheme")),
    ] = None,
    out: Output,
) -> None:
    """Show the dashboards live, on this machine alone, until Ctrl-C."""
    import secrets

    from rfma_fast.web.browser import shown
    from rfma_fast.web.guard import LOOPBACK
    from rfma_fast.web.server import application, listen
    from rfma_fast.web.server import serve as answer
    from rfma_fast.web.site import schemes_with

    secret = secrets.token_urlsafe(24) if token else ""
    schemes = schemes_with(tuple(scheme or ()))
    for name in schemes:
        out.store.scheme(name)
    out.store.snapshot  # noqa: B018
    app = application(out.store_path, schemes, token=secret, warm=True)
    listening = listen(port)
    address = f"http://{LOOPBACK}:{listening.getsockname()[1]}/"
    if secret:
        address += f"?token={secret}"
    out.tell(say("web.serving", address=address))
    with nullcontext() if no_open else shown(address, private=token):
        answer(app, listening)


app = alone("serve", serve)
