"""Questions in SQL over a store: DuckDB, read-only, inside the store's views."""
