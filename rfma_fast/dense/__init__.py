"""Card states as arrays by card key: months folded one after another, kept at month ends."""
