"""Registrations of enterprises at the desks of the four bodies."""
