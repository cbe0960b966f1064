"""How much people typed a second time: what a department's own system holds of a case, beside what the case held.

Source: R-081, RQ-A3 (no double entry); the complaint that cases are typed into two systems, the second time when all
is over.

Readings: a text counts when the case held it already, whatever its field is called there, after NFKC, without spaces.
A system that took the case over by the interface has it from there, unless it says that a field was typed; one that did
not can only have it from somebody's hands. Signs of one letter say nothing (是, 1) and do not count, but in a field of
the same name.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from unicodedata import normalize


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTwice:
    """Letters typed though the case held them, in the fields called `names`; `returned`: fields that came back."""

    letters: int = 0
    names: tuple[str, ...] = ()
    returned: int = 0


def typed_twice(
    held: Mapping[str, str], returned: Mapping[str, str], *, taken_over: bool, typed: Collection[str] = ()
) -> TypedTwice:
    """What of the fields that came back had been typed anew. `held`, `returned`: field → text."""
    known = {name: _bare(text) for name, text in held.items()}
    texts = {text for text in known.values() if len(text) > 1}
    again = {
        name: text
        for name, words in returned.items()
        if (text := _bare(words)) and (text in texts or known.get(name) == text)
        if not taken_over or name in typed
    }
    return TypedTwice(letters=sum(map(len, again.values())), names=tuple(again), returned=len(returned))


def _bare(text: str) -> str:
    return "".join(normalize("NFKC", text).split())
