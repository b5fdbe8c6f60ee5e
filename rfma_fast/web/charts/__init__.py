"""Charts as SVG: pure functions from plain figures to text, the same bits for the same figures.

Colours are classes (``w1`` … ``w5``, ``w0``, ``quantity``); the style sheet gives them, so that a
chart follows the light and the dark scheme.
"""
