"""Checks C01–C32 of a register of power items."""
