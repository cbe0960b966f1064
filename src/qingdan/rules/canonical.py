"""One way to write a value down, and its digest: what is signed, frozen and chained is this text."""

import hashlib
import json
from datetime import date, datetime
from typing import Any


def canonical(value: Any) -> str:
    """The value as JSON with sorted keys, no spaces and nothing escaped; days and instants in ISO 8601.

    Floats are refused (TypeError): their printing is no agreed fact. Equal values give equal texts.
    """
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def digest(value: Any) -> str:
    """SHA-256 of the canonical text, 64 hex digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case datetime() | date():
            return value.isoformat()
        case dict():
            return {str(key): _plain(one) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case _:
            raise TypeError(f"no canonical form: {type(value).__name__}")
