"""Things frozen: canonical text and digest, insert only."""
