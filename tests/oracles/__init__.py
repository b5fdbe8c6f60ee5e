"""Second and third opinions, written from the specification alone (never from the product)."""
