"""PostgreSQL servers: their addresses, connections to them, and names in their SQL."""
