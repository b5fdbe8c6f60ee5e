"""How answers look: on a terminal, as JSON, as files. One module an analysis."""
