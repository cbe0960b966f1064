"""What a command could not do."""


class CommandError(Exception):
    """One line for the person at the terminal: what could not be done and why. Exit status 2."""
