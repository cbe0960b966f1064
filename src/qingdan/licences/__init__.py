"""The store of licences (证照): what was granted, to whom, till when, and what became of it."""
