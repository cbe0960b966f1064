"""The form of one item: each field with what stands or was typed in it, and what was found on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from qingdan.data.labels import DISPOSITION_NAMES, FIELD_NAMES, NOT_CHOSEN
from qingdan.powers.queries.bases import BasisText, print_bases
from qingdan.powers.queries.findings import Finding
from qingdan.powers.queries.items import FIELDS, ItemPage, KeptBasis
from qingdan.powers.queries.laws import BasisReading
from qingdan.powers.queries.register import scheme_of_template
from qingdan.powers.services.fields import (
    BASIS_PARTS,
    CHOICES,
    DAYS,
    MOST_BASES,
    longest,
    longest_of_basis,
    plain,
)
from qingdan.web.shared.refusal import Refusal
from qingdan.web.shared.words import choice_name, field_words

_AREAS = frozenset({"name", "joint_partners", "fee", "reason", "receiver", "law_change", "duty", "remark"})
_SUGGESTED = frozenset({"office", "body_kind", "level", "joint", "subject", "publication"})
_ONLY_BASES = ("legal_basis", "document_number", "attachment")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A field as the page draws it. `kind`: line, area, choice, day; of a basis instrument, line, quotation.

    `list` names its suggestions; `findings` is None where they do not stand below the field.
    """

    name: str
    label: str
    value: str
    kind: str
    most: int = 0
    list: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] | None = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormBasis:
    """A basis as the page draws it: `place` from 0, `number` from 1, its parts, what library and checks say of it."""

    place: str
    number: str
    typed: BasisText
    fields: Mapping[str, FormField]
    attached: str = ""
    readings: tuple[BasisReading, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that two people wrote differently: what stands there, and what was typed here."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemForm:
    """The whole form. `bases_were` is the text of the bases that it was made from."""

    fields: Mapping[str, FormField]
    bases: tuple[FormBasis, ...]
    bases_were: str
    on_bases: tuple[Finding, ...]
    elsewhere: tuple[Finding, ...]
    differences: tuple[Difference, ...]


def form_of(page: ItemPage, refusal: Refusal | None, before: Mapping[str, str]) -> ItemForm:
    """The form of an item; after a refusal with what was typed. `before`: the texts that the refused form was made
    from, so that what its writer left alone is shown as it stands now.
    """
    mine = _mine(page, refusal.typed, before) if refusal else dict(page.values)
    bases = _typed_over(page, refusal.typed, before) if refusal else page.bases
    kept = len(bases) if bases == page.bases else 0
    return ItemForm(
        fields={name: _field(name, mine[name], page) for name in FIELDS},
        bases=tuple(
            _basis(place, one, page if place < kept else None) for place, one in enumerate(_with_blank(bases))
        ),
        bases_were=print_bases(one.typed for one in page.bases),
        on_bases=tuple(one for one in page.findings if one.field in _ONLY_BASES and not _at_basis(one, kept)),
        elsewhere=tuple(
            one for one in page.findings if one.field not in (*FIELDS, *_ONLY_BASES, "transition")
        ),
        differences=tuple(_differences(page, mine, bases)) if refusal and refusal.theirs else (),
    )


def swapped(form: ItemForm) -> str:
    """What autosave renews on the page, as htmx is told: everything but what somebody may be writing in."""
    places = [f"p-basis-{one.place}" for one in form.bases]
    found = [f"p-{name}" for name in (*FIELDS, "legal_basis", "elsewhere")]
    return ",".join(f"#{name}" for name in ("refused", "state", "version", "next-problem", *found, *places))


def typed_bases(form: QueryDict) -> list[BasisText]:
    """The bases of a form in order; `drop` leaves one out, `lift` puts one before the one above it."""
    found = []
    for place in range(MOST_BASES + 20):
        if f"basis-{place}-quotation" not in form:
            break
        parts = {part: form.get(f"basis-{place}-{part}", "") for part in (*BASIS_PARTS, "attachment")}
        found.append(BasisText(**parts))
    lifted, dropped = form.get("lift", ""), form.get("drop", "")
    places = [str(place) for place in range(len(found))]
    if lifted in places[1:]:
        above = int(lifted) - 1
        found[above], found[above + 1] = found[above + 1], found[above]
    if dropped in places:
        del found[int(dropped)]
    return found


def _mine(page: ItemPage, typed: QueryDict, before: Mapping[str, str]) -> dict[str, str]:
    """What was typed; what the writer did not touch is taken as it stands now."""
    mine = dict(page.values)
    for name in FIELDS:
        text = str(typed.get(name, page.values[name]))
        if plain(text) != before.get(name):
            mine[name] = text
    return mine


def _typed_over(page: ItemPage, typed: QueryDict, before: Mapping[str, str]) -> tuple[KeptBasis, ...]:
    mine = [one for one in typed_bases(typed) if not one.is_empty]
    untouched = print_bases(mine) == before.get("legal_basis")
    if "basis-0-quotation" not in typed or untouched:
        return page.bases
    names = {one.typed.attachment: one.attached for one in page.bases}
    return tuple(KeptBasis(typed=one, attached=names.get(one.attachment, ""), readings=()) for one in mine)


def _with_blank(bases: Sequence[KeptBasis]) -> list[KeptBasis]:
    return [*bases, KeptBasis(typed=BasisText(), attached="", readings=())]


def _basis(place: int, one: KeptBasis, page: ItemPage | None) -> FormBasis:
    found = tuple(finding for finding in page.findings if finding.basis == place) if page else ()
    return FormBasis(
        place=str(place),
        number=str(place + 1),
        typed=one.typed,
        fields={part: _part(place, part, getattr(one.typed, part)) for part in BASIS_PARTS},
        attached=one.attached,
        readings=one.readings,
        findings=found,
    )


def _part(place: int, part: str, value: str) -> FormField:
    return FormField(
        name=f"basis-{place}-{part}",
        label=field_words(part),
        value=value,
        kind=part if part in ("instrument", "quotation") else "line",
        most=longest_of_basis(part),
        list="titles" if part == "instrument" else "",
        findings=None,
    )


def _at_basis(one: Finding, kept: int) -> bool:
    return one.basis is not None and one.basis < kept


def _field(name: str, value: str, page: ItemPage) -> FormField:
    shown = {name, "transition"} if name == "transition_until" else {name}
    return FormField(
        name=name,
        label=FIELD_NAMES[name],
        value=value,
        kind=_kind(name),
        most=longest(name) if name not in DAYS else 0,
        list=f"d-{name}" if name in _SUGGESTED else "",
        choices=_choices(name, page.template) if name in CHOICES else (),
        findings=tuple(one for one in page.findings if one.field in shown and one.basis is None),
    )


def _kind(name: str) -> str:
    if name in CHOICES:
        return "choice"
    if name in DAYS:
        return "day"
    return "area" if name in _AREAS else "line"


def _choices(name: str, template: str) -> tuple[tuple[str, str], ...]:
    if name == "disposition":
        return (NOT_CHOSEN, *((key.value, word) for key, word in DISPOSITION_NAMES.items()))
    scheme = scheme_of_template(template)
    excluded = {kind.category for kind in scheme.excluded}
    named = ((one.category.value, one.name) for one in scheme.categories if one.category not in excluded)
    return (NOT_CHOSEN, *named)


def _differences(page: ItemPage, mine: Mapping[str, str], bases: Sequence[KeptBasis]) -> list[Difference]:
    found = [
        Difference(
            label=FIELD_NAMES[name],
            theirs=choice_name(page.values[name], name),
            mine=choice_name(mine[name], name),
        )
        for name in FIELDS
        if plain(mine[name]) != page.values[name]
    ]
    theirs, ours = (print_bases(one.typed for one in some) for some in (page.bases, bases))
    if theirs != ours:
        found.append(Difference(label=FIELD_NAMES["legal_basis"], theirs=theirs, mine=ours))
    return found
