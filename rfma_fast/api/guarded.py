"""Damage told in words, whatever method of a store stumbled over it."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rfma_fast.errors import ReaderGone, RfmaError


@contextmanager
def blaming_files(root: str, *but: type[Exception]) -> Iterator[None]:
    """Where the block fails in a way that has no words, name the damaged file that made it fail.

    A failure that no damaged file of the store explains passes as it is, and so do those of the
    kinds ``but``.
    """
    try:
        yield
    except Exception as error:
        if isinstance(error, (RfmaError, ReaderGone, BrokenPipeError, *but)):
            raise
        from rfma_fast.store.diagnosis import damaged

        wrong = damaged(root, error)
        if wrong is None:
            raise
        raise wrong from error


def guard(kind: type[Any]) -> None:
    """Let all public methods of a class, and of those that it is made of, blame damaged files."""
    for base in reversed(kind.__mro__[:-1]):
        for name, method in vars(base).items():
            if not name.startswith("_") and inspect.isfunction(method):
                setattr(kind, name, _guarded(method))


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def call(self: Any, *given: Any, **named: Any) -> Any:
        if self.source is not None:
            return method(self, *given, **named)
        with blaming_files(self.path):
            answer = method(self, *given, **named)
        return _guarded_steps(self.path, answer) if inspect.isgenerator(answer) else answer

    return call


def _guarded_steps(path: str, steps: Iterator[Any]) -> Iterator[Any]:
    with blaming_files(path):
        yield from steps
