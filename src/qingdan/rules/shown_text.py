"""A text as it is seen: without characters that show nothing or turn what stands after them.

What is typed or read from a file is kept so (docs/adr/0025): a name is what it looks like, two that look the same are
the same.
"""

from qingdan.rules.pattern import pattern

_LINE_END = pattern("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BROKEN = pattern("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_GONE = pattern(f"[{_UNSEEN}]")
_ANY = pattern(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff{_UNSEEN}]")


def shown(text: str) -> str:
    """The text without what cannot be seen.

    Marks of direction, spaces and joiners without width, fillers, soft hyphens and variation selectors are left out;
    line ends of every kind become a line feed; control characters and half characters become �. Tabs stay.
    """
    if not _ANY.search(text):
        return text
    return _BROKEN.sub("\ufffd", _GONE.sub("", _LINE_END.sub("\n", text)))
