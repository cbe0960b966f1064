"""A remark of a rule about its own result: a key and facts, never a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """`key` picks the sentence in the wording table ("deadline.skipped"), `params` fill it."""

    key: str
    params: Mapping[str, str | int] = field(default_factory=dict)
