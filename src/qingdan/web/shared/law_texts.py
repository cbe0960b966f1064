"""The law library as public pages read it: the one thing that they share with drafting, which they do not know.

It holds the local instruments that the 法制办 of the region entered beside the library of the home (docs/adr/0030).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from qingdan.library.library import Library
from qingdan.powers.queries.laws import law_library, law_state


@contextmanager
def public_library() -> Iterator[Library]:
    """The library of the region that the transaction has entered, for one thread at a time."""
    with law_library() as library:
        yield library


def public_library_state() -> str:
    """What tells the library of now from that of another time; inside a transaction of the region."""
    return law_state()
