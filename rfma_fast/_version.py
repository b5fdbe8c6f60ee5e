"""The version of the program, read by the build and by every result's provenance."""

__version__ = "0.1.0"
