"""The jobs of the contest: each measures some contenders and adds to the results."""
