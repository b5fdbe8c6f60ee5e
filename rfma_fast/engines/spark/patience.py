"""How long the client waits for a server that accepts connections and does not answer."""

from __future__ import annotations

from typing import Any

import grpc
from pyspark.sql.connect.client import DefaultChannelBuilder

SECONDS_TO_PART = 3
"""For the last call of a session; a server ends what is not released by itself."""


class Patience(grpc.UnaryUnaryClientInterceptor):  # type: ignore[misc]
    """Bounds every short call while a session is opened, and later the one that closes it."""

    def __init__(self, seconds: float) -> None:
        self.seconds: float | None = seconds

    def intercept_unary_unary(self, continuation: Any, details: Any, request: Any) -> Any:
        """Make a call that ends in time."""
        parting = details.method.endswith("/ReleaseSession")
        seconds = SECONDS_TO_PART if parting else self.seconds
        return continuation(details._replace(timeout=seconds), request)


def channel(remote: str, patience: Patience) -> DefaultChannelBuilder:
    """Return the way to a remote on which calls have that patience."""
    builder = DefaultChannelBuilder(remote)
    builder.add_interceptor(patience)
    return builder
