"""Where cheques are kept: Delta tables in one directory (docs/storage.md)."""
