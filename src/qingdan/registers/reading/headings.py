"""What a column heading means: departments' words to the fields of a register (`data/headings.toml`)."""

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple
from unicodedata import normalize

from qingdan.rules.pattern import pattern

_NOISE = pattern(r"[\W_]+")
_BRACKETED = pattern(r"[(\[【〔][^)\]】〕]{0,40}[)\]】〕]")
_NUMBER = pattern(r"^(?:[0-9]{1,2}[.、．]|[(][0-9]{1,2}[)])")
_YEAR = pattern(r"(?:20)?[0-9]{2}年")
_LONGEST = 40  # a longer text is no heading


class Role(NamedTuple):
    """What a column holds. `part` says which part of a legal basis (title, document_number, locator, quoted,
    basis_level, or whole); `label` is what a tick or 是 in it stands for (the lower heading, 涉密), or the level of
    instrument.
    """

    field: str
    part: str = ""
    label: str = ""


def read_heading(heading: str, below: str = "") -> Role | None:
    """The role of a column by its heading and, with two header rows, by the lower one. None: not recognised."""
    if below:
        return _answered(_under(heading, below), below)
    return _answered(_exact(heading) or _hint(heading), heading)


def is_heading(text: str) -> bool:
    """Whether a text stands for a field word by word."""
    return len(text) <= _LONGEST and _exact(text) is not None


@lru_cache(maxsize=4096)
def _under(heading: str, below: str) -> Role | None:
    common = read_heading(heading) if heading else None
    plain = _plain(below)
    if common is None:
        return _exact(below) or _hint(below)
    if common.field == "legal_basis" and plain in _table()["levels"]:
        return Role("legal_basis", "whole", _table()["levels"][plain])
    for target, words in _table()["below"].get(common.field, {}).items():
        if plain in words:
            return _role(target)
    if plain in _table()["ticks"].get(common.field, ()):
        return Role(common.field, "", below)
    if common.field == "use_count" and _YEAR.match(plain):
        return Role("use_count", "", below)
    return _exact(below) or _hint(below)


def _answered(role: Role | None, heading: str) -> Role | None:
    """With what 是 says in a column that asks a question: 是否涉密."""
    if role is None or role.label or role.field not in _table()["answers"]:
        return role
    words = _table()["answers"][role.field]["order"]
    return role._replace(label=next((label for word, label in words if word in heading), ""))


@lru_cache(maxsize=4096)
def _exact(heading: str) -> Role | None:
    if not heading or len(heading) > _LONGEST:
        return None
    known = _known()
    return known.get(_plain(heading)) or known.get(_plain(_BRACKETED.sub("", normalize("NFKC", heading))))


@lru_cache(maxsize=4096)
def _hint(heading: str) -> Role | None:
    plain = _plain(heading)
    if len(heading) > _LONGEST or "：" in heading.rstrip("： "):
        return None
    return next((_role(field) for word, field in _table()["hints"]["order"] if word in plain), None)


def _plain(heading: str) -> str:
    text = "".join(normalize("NFKC", heading).split())
    return _NOISE.sub("", _NUMBER.sub("", text))


def _role(target: str) -> Role:
    if target in _table()["parts"]:
        return Role("legal_basis", target)
    return Role(target, "whole" if target == "legal_basis" else "")


@cache
def _known() -> dict[str, Role]:
    table = _table()
    return {
        _plain(word): _role(target)
        for section in (table["columns"], table["parts"])
        for target, words in section.items()
        for word in words
    }


@cache
def _table() -> dict[str, Any]:
    text = files("qingdan.data").joinpath("headings.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
