"""Panels that are a subject of their own: one card, what cools, what trade brought."""
