"""The parts of the product, timed one by one; each answer is held to an independent one."""
