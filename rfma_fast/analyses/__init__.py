"""The answers: each analysis returns one small frozen result object."""
