"""Cases of an earlier system as they are found: by officers, by who knows number and identity, by their applicant."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hmac import compare_digest

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q

from qingdan.applicants.models import Applicant
from qingdan.applicants.queries.accounts import SURE_OF_NUMBER
from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.base.secret_codes import secret_digest
from qingdan.cases.models import EarlierAccount, EarlierBatch, EarlierCase
from qingdan.cases.queries.earlier_workbook import day_of_cell
from qingdan.data.earlier import id_kind_names, id_kinds
from qingdan.rules.codes.identification import normalise
from qingdan.rules.masking import masked_name, masked_number
from qingdan.rules.role import Role

ORGANISATIONS = frozenset({"uscc", "organisation_code", "other_organisation"})
"""Kinds of documents that organisations have."""

MOST_FOUND, MOST_SHOWN, LEAST_WORDS = 20, 100, 2
_NOBODY = secret_digest("", "")
UNUSED = Q(account__is_active=True, account__password__startswith=UNUSABLE_PASSWORD_PREFIX)
"""Accounts that nobody has given a password yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierShown:
    """A case of an earlier system; `system`: its name. Name and number as the reader may see them."""

    code: str
    system: str
    number: str
    unit_name: str
    item_name: str
    item_code: str
    applicant: str
    id_kind: str
    id_number: str
    submitted_on: date
    accepted_on: date | None
    decided_on: date | None
    result: str
    document_number: str
    licence_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """A workbook. `state`: read (waits), brought, undone."""

    code: str
    system: str
    state: str
    cases: int
    users: int
    read_by: str
    read_at: datetime
    brought_at: datetime | None
    undone_at: datetime | None
    undone_why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPage:
    """A workbook with its first cases, names masked, and how many each unit has; `waiting`: accounts not used yet."""

    line: BatchLine
    shown: tuple[EarlierShown, ...]
    units: tuple[tuple[str, int], ...]
    waiting: int


def key_of(number: str) -> str:
    """An old number as it is compared: capitals, letters and digits alone."""
    return "".join(one for one in normalise(number) if one.isalnum())[:60]


def earlier_found(actor: Actor, words: str) -> tuple[EarlierShown, ...]:
    """Those of the own unit (or region) whose number begins so, or whose applicant's name has these words."""
    text = words.strip()[:60]
    if len(text) < LEAST_WORDS:
        return ()
    found = EarlierCase.objects.visible_to(actor).select_related("unit", "batch")
    key = key_of(text)
    either = Q(applicant_name__contains=text) | (Q(key__startswith=key) if key else Q())
    return tuple(_shown(one) for one in found.filter(either).order_by("-submitted_on", "key")[:MOST_FOUND])


def earlier_case(actor: Actor, code: str) -> EarlierShown:
    """One of them, for officers of its unit, supervision, the service centre. Raises Missing."""
    found = EarlierCase.objects.visible_to(actor).select_related("unit", "batch").filter(code=code).first()
    if found is None:
        raise Missing
    return _shown(found)


def tracked_earlier(number: str, id_number: str, *, by: Actor) -> EarlierShown:
    """The case of an old number, for who knows the number on its applicant's document. Raises Missing.

    The same for either being wrong: one question, one digest and one comparison whether the number is there or not.
    """
    key, said = key_of(number), normalise(id_number)
    rows = EarlierCase.objects.filter(region_id__in=by.regions, stands=True, key=key)
    found = list(rows.select_related("unit", "batch").order_by("pk")[:MOST_FOUND]) if key else []
    kept = [secret_digest(key, one.id_number) for one in found] or [_NOBODY]
    right = [compare_digest(one, secret_digest(key, said)) for one in kept]
    if not any(right) or not found:
        raise Missing
    return _masked(found[right.index(True)])


def own_earlier(by: Actor) -> tuple[EarlierShown, ...]:
    """Those of an account's applicants whose number is sure and whose name agrees, the newest first."""
    own = Applicant.objects.visible_to(by).filter(assurance__gte=SURE_OF_NUMBER)
    who = Q()
    for number, name in own.values_list("id_number", "name"):
        who |= Q(id_number=number, applicant_name=name)
    if not who:
        return ()
    found = EarlierCase.objects.filter(who, region_id__in=by.regions, stands=True)
    rows = found.select_related("unit", "batch").order_by("-submitted_on", "key")[:MOST_SHOWN]
    return tuple(_shown(one) for one in rows)


def earlier_batches(actor: Actor) -> tuple[BatchLine, ...]:
    """The workbooks of the own region, the newest first. Raises Missing for all but the service centre."""
    demand_centre(actor)
    found = EarlierBatch.objects.filter(region=actor.region).order_by("-pk")
    return tuple(_line(one) for one in found[:MOST_SHOWN])


def earlier_batch(actor: Actor, code: str) -> BatchPage:
    """A workbook, before or after it was brought in. Raises Missing."""
    demand_centre(actor)
    batch = EarlierBatch.objects.filter(region=actor.region, code=code).first()
    if batch is None:
        raise Missing
    if batch.brought_at is None:
        cells = [one["cells"] for one in batch.rows["cases"]]
        units = Counter(one["unit"] for one in cells)
        shown = tuple(_of_cells(one, batch) for one in cells[:MOST_SHOWN])
    else:
        rows = EarlierCase.objects.filter(batch=batch)
        units = Counter(rows.values_list("unit__name", flat=True))
        shown = tuple(_masked(one) for one in rows.select_related("unit", "batch")[:MOST_SHOWN])
    return BatchPage(
        line=_line(batch),
        shown=shown,
        units=tuple(units.most_common()),
        waiting=EarlierAccount.objects.filter(UNUSED, batch=batch).count(),
    )


def demand_centre(actor: Actor) -> None:
    """Lets the service centre of a region pass. Raises Missing."""
    if Role.SERVICE_CENTRE not in actor.roles or not actor.region:
        raise Missing


def _shown(one: EarlierCase) -> EarlierShown:
    return EarlierShown(
        code=one.code,
        system=one.batch.system,
        number=one.number,
        unit_name=one.unit.name,
        item_name=one.item_name,
        item_code=one.item_code,
        applicant=one.applicant_name,
        id_kind=id_kind_names()[one.id_kind],
        id_number=masked_number(one.id_number),
        submitted_on=one.submitted_on,
        accepted_on=one.accepted_on,
        decided_on=one.decided_on,
        result=one.result,
        document_number=one.document_number,
        licence_number=one.licence_number,
    )


def _masked(one: EarlierCase) -> EarlierShown:
    return replace(_shown(one), applicant=masked_name(one.applicant_name, one.applicant_kind))


def _of_cells(cells: Mapping[str, str], batch: EarlierBatch) -> EarlierShown:
    """A row that waits, as it will be."""
    kind = id_kinds()[cells["id_kind"]]
    submitted = day_of_cell(cells["submitted_on"])
    assert submitted
    return EarlierShown(
        code="",
        system=batch.system,
        number=cells["number"],
        unit_name=cells["unit"],
        item_name=cells["item_name"],
        item_code=cells["item_code"],
        applicant=masked_name(cells["applicant_name"], "organisation" if kind in ORGANISATIONS else "person"),
        id_kind=id_kind_names()[kind],
        id_number=masked_number(cells["id_number"]),
        submitted_on=submitted,
        accepted_on=day_of_cell(cells["accepted_on"]),
        decided_on=day_of_cell(cells["decided_on"]),
        result=cells["result"],
        document_number=cells["document_number"],
        licence_number=cells["licence_number"],
    )


def _line(one: EarlierBatch) -> BatchLine:
    return BatchLine(
        code=one.code,
        system=one.system,
        state="undone" if one.undone_at else "brought" if one.brought_at else "read",
        cases=one.cases,
        users=one.users,
        read_by=one.read_by_name,
        read_at=one.read_at,
        brought_at=one.brought_at,
        undone_at=one.undone_at,
        undone_why=one.undone_why,
    )
