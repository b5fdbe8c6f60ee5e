"""Random stores, random questions: every way to an answer against the others and a reckoning.

The reckonings (`tests/oracles`, `tests/language/naive`) share nothing with the product and start
from the list of cheques that was generated. Everything follows from a seed: what a run finds,
``python -m tests.differential --seed N`` finds again.
"""
