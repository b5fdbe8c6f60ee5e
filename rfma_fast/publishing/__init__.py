"""Segments as tables of a PostgreSQL server, for dashboards that read from there."""
