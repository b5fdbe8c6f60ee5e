"""A plausible chain of shops that never was: cheques of any size, the same for the same seed."""

from rfma_fast.synth.chain import ChainSpec, usual_start
from rfma_fast.synth.cheques import SCHEMA, frames_of_cheques
from rfma_fast.synth.files import write_cheques

__all__ = ["SCHEMA", "ChainSpec", "frames_of_cheques", "usual_start", "write_cheques"]
