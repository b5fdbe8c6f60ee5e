"""Every colour that a user sees; CSS, terminal and workbooks read it here."""

WARMTH = {1: "#C2410C", 2: "#F2A33A", 3: "#8CBEDB", 4: "#3577B2", 5: "#173F73"}
"""Hot to cold; used for warmth only, and always beside a name or a code."""

NO_WARMTH = "#6B7280"
"""New cards, cards without a purchase, groups off the scale."""

QUANTITY = "#1F5A99"
"""Bars and every other quantity."""

QUANTITY_REST = "#C9D3E0"
"""The part of a bar that is not filled."""

TINTS = ("#EEF3F9", "#D3E1F0", "#B1CAE4", "#86ACD3", "#4379B6", "#1F5A99")
"""From a small share to a large one, for cells of a matrix."""

INK = "#1A1F2B"
PAPER = "#FFFFFF"


def tint(share: float) -> tuple[str, str]:
    """Return ground and ink of a cell whose share is between 0 and 1."""
    place = min(int(share * len(TINTS)), len(TINTS) - 1)
    return TINTS[place], INK if place < len(TINTS) - 2 else PAPER
