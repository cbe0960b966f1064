"""Reading JSON that anybody may have sent."""

import json
from typing import Any

from qingdan.rules.canonical import canonical


def json_object(body: bytes) -> dict[str, Any] | None:
    """The JSON object that a body is; None for anything else.

    Nothing that has no canonical form (floats, lone surrogates, too deep) and no NUL, which the database does not keep.
    """
    try:
        found = json.loads(body, parse_constant=_none, parse_float=_none)
        text = canonical(found)
        text.encode()
    except (ValueError, TypeError, RecursionError):
        return None
    return found if isinstance(found, dict) and "\\u0000" not in text else None


def _none(word: str) -> None:
    raise ValueError(word)
