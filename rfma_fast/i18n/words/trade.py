"""Words of overview in depth, periods, acquisition."""

LABELS: dict[str, tuple[str, str]] = {}

HELP: dict[str, tuple[str, str]] = {}

FAULTS: dict[str, tuple[str, str]] = {}
