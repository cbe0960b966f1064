"""How often a process of the city looks for values that only hold each other."""

import gc

_NEW = 50_000  # values made since the last look; Python's own 700 makes a big page look a hundred times


def do_not_look() -> None:
    """While a program is loaded nothing is thrown away: looking takes a quarter of the time of starting."""
    gc.disable()


def look_rarely() -> None:
    """What is loaded by now stays and is never looked through again; what comes is looked through seldom.

    Pages and jobs make hundreds of thousands of values and hardly a cycle: a fifth of their time went into looking.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW, 10, 10)
    gc.enable()
