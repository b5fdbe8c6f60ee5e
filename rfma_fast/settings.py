"""The few values that hold for a whole run, each with its environment variable."""

import os

DEFAULT_STORE = "data/parquet"
"""Where the cheques are kept unless ``RFMA_STORE`` or ``--store`` says otherwise."""

DEFAULT_CARD_RULE = r"^\d{13}$"
"""Which ids are loyalty cards; every other id is a throw-away of the till."""

QUERY_MEMORY_MB = 2048
"""Memory that one ``rfma query`` may take."""

QUERY_SECONDS = 60
"""Seconds that one ``rfma query`` may run."""

QUERY_ROWS = 1_000_000
"""Rows that the answer of one ``rfma query`` may have."""

RUN = "run"
"""The sheet of a workbook that holds the JSON of the run that it came from."""

RUN_KEY = "rfma"
"""The key of a Parquet file's metadata that holds the same."""

WAIT = 60
"""Seconds for which a command that writes waits for another one that does."""

KEEP_DAYS = 7
"""Days for which ``rfma gc`` keeps the versions of a store."""

SPARE_MINUTES = 60
"""Minutes for which ``rfma gc`` spares a file that no version knows."""


def cluster_address() -> str | None:
    """Return the cluster's address from ``RFMA_REMOTE``, if there is one."""
    return os.environ.get("RFMA_REMOTE") or None


def store_path() -> str:
    """Return the store's path from ``RFMA_STORE``, else the default."""
    return os.environ.get("RFMA_STORE") or DEFAULT_STORE
