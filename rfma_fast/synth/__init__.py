"""A plausible chain of shops that never was: cheques of any size, the same for the same seed."""

from rfma_fast.synth.chain import MOST_MONTHS, ChainSpec, start_before
from rfma_fast.synth.cheques import SCHEMA, frames_of_cheques
from rfma_fast.synth.files import write_cheques

__all__ = [
    "MOST_MONTHS",
    "SCHEMA",
    "ChainSpec",
    "frames_of_cheques",
    "start_before",
    "write_cheques",
]
