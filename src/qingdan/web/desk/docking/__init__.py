"""Docked systems on the desk: who they are, what goes out to them, what they say was decided."""
