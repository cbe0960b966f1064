"""Regular expressions that are compiled when first used.

The rules hold hundreds of expressions and a run uses a hundred of them at most.
"""

import re
from typing import cast

_METHODS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer", "pattern", "flags")


class _Pattern:
    """Stands for a `re.Pattern`; the first use of any of its methods compiles it and puts all of them in place."""

    __slots__ = (*_METHODS, "_flags", "_source")

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def pattern(source: str, flags: int = 0) -> "re.Pattern[str]":
    """What `re.compile` gives, compiled when first used. An expression that is wrong fails then, not before."""
    return cast("re.Pattern[str]", _Pattern(source, flags))
