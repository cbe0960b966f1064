"""What a finding sets right by itself: other words in a part of a basis, where it knows the right ones for certain.

Readings. Only what stands as it is named is replaced: the title alone, one of the places of the locator, a clause that
occurs once. A clause is replaced by the law's only where the library's text at hand has it letter for letter.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from qingdan.powers.queries.bases import BasisText
from qingdan.rules.basis_reader import read_basis
from qingdan.rules.citation import label
from qingdan.rules.text import title_key

IN_TEXT = -1
_BETWEEN = "、"
_NAMED: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "C06.which_paragraph": ("locator", ("place",), ("place", "suggestion")),
    "C06.item_paragraph": ("locator", ("place",), ("full",)),
    "C06.which_item": ("locator", ("place",), ("place", "suggestion")),
    "C07.short_title": ("instrument", ("title",), ("full",)),
    "C08.text_elsewhere": ("locator", ("place",), ("elsewhere",)),
}
"""Key of a finding → the part of the basis, the facts that make up the words to take out, and those to put in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """In a part (instrument, locator, quotation) of the basis at a place, from 0, `out` becomes `put`.

    `basis` IN_TEXT: wherever it stands in the text field that `part` names.
    """

    basis: int
    part: str
    out: str
    put: str


def named_words(key: str, params: Mapping[str, Any]) -> tuple[str, str] | None:
    """The words to take out and those to put in, where a finding knows both; None elsewhere."""
    if key not in _NAMED:
        return None
    _, out, put = _NAMED[key]
    return "".join(str(params[name]) for name in out), "".join(str(params[name]) for name in put)


def correction(
    finding: Mapping[str, Any], bases: Sequence[BasisText], at: int | None = None
) -> tuple[Replacement, ...]:
    """How a finding (key, params, data, as it is kept) is set right in these bases; empty where it cannot be.

    `at` is the place of the basis meant. Where it is not known and several fit, a person must look (`possible`).
    """
    found = possible(finding, bases, at)
    everywhere = finding["key"] in _NAMED and _NAMED[finding["key"]][0] == "instrument"
    return found if everywhere or len({one.basis for one in found}) == 1 else ()


def possible(
    finding: Mapping[str, Any], bases: Sequence[BasisText], at: int | None = None
) -> tuple[Replacement, ...]:
    """Every place in these bases where what a finding takes out stands; which is meant, a person must say."""
    key, params = finding["key"], finding["params"]
    words = named_words(key, params)
    if words is None:
        return tuple(_clauses(finding, bases, at))
    part, (out, put) = _NAMED[key][0], words
    return tuple(
        Replacement(basis=place, part=part, out=printed, put=put)
        for place, basis in _of_instrument(params, bases)
        if (printed := _printed(basis, part, out)) not in ("", put)
        and (part == "instrument" or at in (None, place))
    )


def in_texts(finding: Mapping[str, Any], fields: Mapping[str, str]) -> tuple[Replacement, ...]:
    """Text fields of the item in which what a finding takes out stands too."""
    words = named_words(finding["key"], finding["params"])
    if words is None:
        return ()
    out, put = words
    return tuple(
        Replacement(basis=IN_TEXT, part=name, out=out, put=put)
        for name, text in fields.items()
        if out in text.replace(put, "")
    )


def corrected(bases: Sequence[BasisText], wanted: Iterable[Replacement]) -> tuple[BasisText, ...] | None:
    """The bases set right; None where something to be replaced does not stand there (any more)."""
    made = list(bases)
    for one in wanted:
        if one.basis == IN_TEXT:
            continue
        if one.basis >= len(made) or not _printed(made[one.basis], one.part, one.out):
            return None
        made[one.basis] = _replaced(made[one.basis], one)
    return tuple(made)


def corrected_fields(fields: Mapping[str, str], wanted: Iterable[Replacement]) -> dict[str, str]:
    """The text fields set right; what reads right already stays."""
    made = dict(fields)
    for one in wanted:
        if one.basis == IN_TEXT:
            parts = made[one.part].split(one.put)
            made[one.part] = one.put.join(part.replace(one.out, one.put) for part in parts)
    return made


def _clauses(finding: Mapping[str, Any], bases: Sequence[BasisText], at: int | None) -> Iterator[Replacement]:
    """Clauses of the quotation that differ from the law's."""
    text = str((finding["data"].get("law") or {}).get("text", ""))
    pairs = [(one["filed"], one["law"]) for one in finding["data"].get("diff", ())]
    for place, basis in _of_instrument(finding["params"], bases):
        if at in (None, place):
            for filed, law in pairs:
                if law and law in text and basis.quotation.count(filed) == 1:
                    yield Replacement(basis=place, part="quotation", out=filed, put=law)


def _of_instrument(params: Mapping[str, Any], bases: Sequence[BasisText]) -> Iterator[tuple[int, BasisText]]:
    """The bases of the instrument that a finding names, with their places."""
    wanted = title_key(str(params.get("title") or params.get("document") or ""))
    for place, basis in enumerate(bases):
        if wanted and wanted in (title_key(basis.instrument), title_key(basis.document_number)):
            yield place, basis


def _printed(basis: BasisText, part: str, words: str) -> str:
    """The words as the part has them; "" where it does not, or not once."""
    text: str = getattr(basis, part)
    match part:
        case "locator":
            return next((one for one in text.split(_BETWEEN) if words in (one, _label(one))), "")
        case "instrument":
            return text if title_key(text) == title_key(words) else ""
        case _:
            return words if text.count(words) == 1 else ""


def _replaced(basis: BasisText, one: Replacement) -> BasisText:
    if one.part == "instrument":
        return replace(basis, instrument=one.put)
    if one.part == "quotation":
        return replace(basis, quotation=basis.quotation.replace(one.out, one.put))
    places = (one.put if place == one.out else place for place in basis.locator.split(_BETWEEN))
    return replace(basis, locator=_BETWEEN.join(dict.fromkeys(places)))


@lru_cache(maxsize=4096)
def _label(place: str) -> str:
    """第3条 as findings write it: 第三条."""
    entries = read_basis(f"《条例》{place}")
    return label(entries[0].citation) if len(entries) == 1 else ""
