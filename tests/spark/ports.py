"""Ports of this machine on which something else than a cluster listens."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

Answer = Callable[[socket.socket], None]


@contextmanager
def listening(answer: Answer) -> Iterator[str]:
    """Give the address of a port that treats whoever connects in a certain way; end all at last."""
    taken: list[socket.socket] = []
    work: list[Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    taken.append(server.accept()[0])
                    work.append(Thread(target=_quietly, args=(answer, taken[-1])))
                    work[-1].start()

        accepting = Thread(target=serve)
        accepting.start()
        try:
            yield f"sc://127.0.0.1:{server.getsockname()[1]}"
        finally:
            server.shutdown(socket.SHUT_RDWR)
            accepting.join()
            for connection in taken:
                _quietly(_end, connection)
            for one in work:
                one.join()
            for connection in taken:
                connection.close()


def says_nothing(connection: socket.socket) -> None:
    """Keep the connection open."""


def hangs_up(connection: socket.socket) -> None:
    """Close the connection at once."""
    _end(connection)


def speaks_http(connection: socket.socket) -> None:
    """Answer as a web server does."""
    connection.recv(1 << 16)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    _end(connection)


def handing_on_to(goal: tuple[str, int]) -> Answer:
    """Answer as a server elsewhere does."""

    def answer(here: socket.socket) -> None:
        with socket.create_connection(goal) as there:
            back = Thread(target=_copy, args=(there, here))
            back.start()
            _copy(here, there)
            back.join()

    return answer


def _copy(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while piece := one.recv(1 << 16):
            other.sendall(piece)
    _quietly(_end, other)


def _end(connection: socket.socket) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def _quietly(answer: Answer, connection: socket.socket) -> None:
    with suppress(OSError):
        answer(connection)
