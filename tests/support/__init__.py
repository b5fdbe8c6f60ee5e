"""What the tests of the upper half share: small tables as stores, and the oracles' words."""
