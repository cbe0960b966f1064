"""Words in a drawing: what a node says, broken into at most two lines of eight characters."""

import re

from qingdan.rules.flow_graph import Step, StepKind

WIDEST_LINE = 8.0
_LONGEST = 200
_BREAK_AFTER = "，、；：。？！,;) ）》”"
_NOT_FIRST = _BREAK_AFTER + "的了"
_BREAK_BEFORE = "或和并及与"
_UNDRAWABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]+"
)

_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")


def plain(text: str) -> str:
    """The text on one line, without characters that XML forbids or that steer the screen."""
    return _UNDRAWABLE.sub(" ", text).strip()


def drawable(text: str) -> str:
    """The text without characters that XML forbids; line breaks stay."""
    return _FORBIDDEN.sub("", text)


def width(text: str) -> float:
    """The width in Chinese characters; letters, figures and spaces are about half as wide."""
    return sum(0.56 if ord(letter) < 0x300 else 1.0 for letter in text)


def lines(text: str, *, widest: float = WIDEST_LINE) -> tuple[str, ...]:
    """One or two lines, broken as evenly as words and punctuation let it; what does not fit ends in …."""
    text = plain(text[:_LONGEST])
    if width(text) <= widest:
        return (text,) if text else ()
    breaks = [place for place in range(1, len(text)) if _may_break(text, place)]
    fitting = [
        place
        for place in breaks
        if width(text[:place].rstrip()) <= widest and width(text[place:].lstrip()) <= widest
    ]
    if fitting:
        place = min(fitting, key=lambda at: _unevenness(text, at))
        return text[:place].rstrip(), text[place:].lstrip()
    place = max(_fitting_length(text, widest), 1)
    rest = text[place:].lstrip()
    return text[:place].rstrip(), rest if width(rest) <= widest else cut(rest, widest)


def cut(text: str, widest: float) -> str:
    """The text, shortened with … to the width."""
    text = plain(text[:_LONGEST])
    return text if width(text) <= widest else text[: _fitting_length(text, widest - 1)] + "…"


def fits(text: str, widest: float = WIDEST_LINE) -> bool:
    """Whether two lines hold all of a text."""
    return bool(text) and not any(line.endswith("…") for line in lines(text, widest=widest))


def words_of(step: Step) -> tuple[str, ...]:
    """What the node of a step says: its content where that is short, the document's name, or the step's own name.

    A decision has less room: two lines of seven.
    """
    widest = 7.0 if step.kind is StepKind.DECISION else WIDEST_LINE
    first, second = step.content, step.document
    if step.kind is StepKind.DOCUMENT and not first:
        first, second = second, first
    for text in (first, second if step.kind is StepKind.DOCUMENT else ""):
        if fits(text, widest):
            return lines(text, widest=widest)
    return lines(step.name or first or second, widest=widest)


def _may_break(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    return after not in _NOT_FIRST and not (before.isascii() and after.isascii() and before != " ")


def _unevenness(text: str, place: int) -> float:
    uneven = abs(width(text[:place]) - width(text[place:]))
    if text[place - 1] in _BREAK_AFTER:
        return uneven - 4.5
    return uneven - 3 if text[place] in _BREAK_BEFORE else uneven


def _fitting_length(text: str, widest: float) -> int:
    length = 0
    taken = 0.0
    for letter in text:
        taken += width(letter)
        if taken > widest:
            break
        length += 1
    return length
