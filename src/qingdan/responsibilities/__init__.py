"""Duties, drafted for each step of a published power (责任清单)."""
