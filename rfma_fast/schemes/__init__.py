"""The scheme language: what is measured, where the borders lie, how classes form groups."""
