"""Docking: systems and their keys, sending, answers, what systems ask for."""
