"""Exact, fast RFMA segmentation of retail loyalty cards.

``open_store(path)`` gives a store; ``ingest``, ``segment``, ``overview``, ``thresholds``,
``migrate`` and ``query`` are its methods. Names are loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rfma_fast._version import __version__

if TYPE_CHECKING:
    from rfma_fast.analyses.migration import Migration
    from rfma_fast.analyses.overview import Overview
    from rfma_fast.analyses.research import Research
    from rfma_fast.analyses.segmentation import Segmentation
    from rfma_fast.api import Store, open_store
    from rfma_fast.errors import RfmaError
    from rfma_fast.i18n import use as use_language
    from rfma_fast.schemes.loader import load_scheme
    from rfma_fast.schemes.model import Scheme
    from rfma_fast.schemes.thresholds import Thresholds

_HOMES = {
    "Migration": "analyses.migration",
    "Overview": "analyses.overview",
    "Research": "analyses.research",
    "RfmaError": "errors",
    "Scheme": "schemes.model",
    "Segmentation": "analyses.segmentation",
    "Store": "api",
    "Thresholds": "schemes.thresholds",
    "load_scheme": "schemes.loader",
    "open_store": "api",
    "use_language": "i18n",
}

__all__ = [
    "Migration",
    "Overview",
    "Research",
    "RfmaError",
    "Scheme",
    "Segmentation",
    "Store",
    "Thresholds",
    "__version__",
    "load_scheme",
    "open_store",
    "use_language",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = import_module(f"rfma_fast.{_HOMES[name]}")
    return getattr(home, "use" if name == "use_language" else name)
