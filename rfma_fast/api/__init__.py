"""The public face, a module a subject: all of it is the methods of ``Store``."""

from rfma_fast.api.opened import Day
from rfma_fast.api.store import Store, open_store

__all__ = ["Day", "Store", "open_store"]
