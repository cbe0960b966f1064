"""Loads what search knows of everyday speech: how people ask (`search.toml`), synonyms (`synonyms.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """`asking`: phrases that ask and name nothing, longest first; `single`: characters that name nothing beside other
    words; `generic`: words that stand in very many names; `syllables` of the language, without tones."""

    asking: tuple[str, ...]
    single: frozenset[str]
    generic: frozenset[str]
    syllables: frozenset[str]


@cache
def load_speech() -> Speech:
    """How people ask."""
    read = tomllib.loads(_text("search.toml"))
    return Speech(
        asking=tuple(sorted(read["asking"], key=len, reverse=True)),
        single=frozenset(read["single"]),
        generic=frozenset(read["generic"]),
        syllables=frozenset(read["syllables"].split()),
    )


@cache
def load_synonyms() -> Mapping[str, tuple[str, ...]]:
    """The shipped sample: word → what the lists call it, the nearest first."""
    return {word: tuple(means) for word, means in tomllib.loads(_text("synonyms.toml")).items()}


def _text(name: str) -> str:
    return files("qingdan.data").joinpath(name).read_text(encoding="utf-8")
