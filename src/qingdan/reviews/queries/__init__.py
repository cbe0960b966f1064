"""Reads, as frozen dataclasses."""
