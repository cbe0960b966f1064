"""Text typed by strangers made harmless to look at, and words marked in it."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from qingdan.rules.text import letters

# Control characters, lone surrogates, and marks that turn the direction of what follows.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]"
)
_LONGEST_COMPARED = 600


def visible(text: str) -> str:
    """The text with a � for every character that would steer the screen; line breaks and tabs stay."""
    return _HARMFUL.sub("\ufffd", text.replace("\r\n", "\n"))


def marked(text: str, fragments: Iterable[str]) -> Markup:
    """The text, escaped, with the places of the fragments in `<mark>`.

    Fragments are looked for by letters and numerals alone: punctuation and spaces between them do not matter. One that
    is not found is not marked.
    """
    text = visible(text)
    places = sorted(place for one in fragments if (place := _place(text, one)))
    parts, position = [], 0
    for start, end in places:
        if start >= position:
            parts += [escape(text[position:start]), Markup("<mark>{}</mark>").format(text[start:end])]
            position = end
    return Markup("").join([*parts, escape(text[position:])])


def _place(text: str, fragment: str) -> tuple[int, int] | None:
    at = text.find(fragment) if fragment else -1
    if at >= 0:
        return at, at + len(fragment)
    wanted = letters(fragment)
    positions = [place for place, letter in enumerate(text) if letter.isalnum()]
    at = "".join(text[place] for place in positions).find(wanted) if wanted else -1
    return (positions[at], positions[at + len(wanted) - 1] + 1) if at >= 0 else None


def compared(filed: str, law: str) -> tuple[Markup, Markup]:
    """Two wordings, escaped: what only the filed one has in `<del>`, what only the law's has in `<ins>`."""
    filed, law = visible(filed[:_LONGEST_COMPARED]), visible(law[:_LONGEST_COMPARED])
    steps = SequenceMatcher(None, filed, law, autojunk=False).get_opcodes()
    return (
        _tagged("del", [(filed[a:b], kind != "equal") for kind, a, b, _, _ in steps]),
        _tagged("ins", [(law[c:d], kind != "equal") for kind, _, _, c, d in steps]),
    )


def _tagged(tag: str, parts: Sequence[tuple[str, bool]]) -> Markup:
    pattern = Markup(f"<{tag}>{{}}</{tag}>")
    return Markup("").join(
        pattern.format(text) if differs else escape(text) for text, differs in parts if text
    )
