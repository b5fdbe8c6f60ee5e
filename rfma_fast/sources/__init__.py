"""Where cheques come from: files of several kinds, read in batches of raw rows."""
