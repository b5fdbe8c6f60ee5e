"""The scheme language: every key, every fault, every built-in scheme, against plain Python."""
