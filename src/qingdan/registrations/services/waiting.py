"""Who comes at the same moment waits: for the names of a region, and for the same form sent twice.

The lock is held to the end of the act; whoever waited sees all that the other has written.
"""

from qingdan.base.transactions import wait_turn

_NAMES, _FORMS = 7_308, 7_309  # the families of locks, so that no other part takes the same


def wait_for_names(region: str) -> None:
    """One name after the other is compared with those that stand: like ones are not the same to the database."""
    wait_turn(_NAMES, region)


def wait_for_form(once: str, person: str) -> None:
    """A form sent twice by a person is one: the second finds what the first has made."""
    wait_turn(_FORMS, f"{person} {once}")
