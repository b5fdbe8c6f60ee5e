"""What is left of a store when the process that changes it is killed at any moment."""
