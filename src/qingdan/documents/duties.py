"""Prints the responsibility list of a unit for signature (R-066, R-067). Reconstructed, and says so under its title."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qingdan.documents.forms import day, printed
from qingdan.documents.typesetter import set_pdf


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDuty:
    """One duty of a power; `step` as "3 调查", "" for none."""

    step: str
    duty: str
    post: str
    accountability_ground: str
    legal_basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyForm:
    """The duties of a unit by power (name, duties). `digest`: of the frozen version, "" for a draft."""

    department: str
    campaign: str
    filler: str = ""
    phone: str = ""
    filled_on: date | None = None
    digest: str = ""
    signatory: str = ""
    signed_at: str = ""
    powers: tuple[tuple[str, tuple[PrintedDuty, ...]], ...] = ()


def duties_pdf(form: DutyForm) -> bytes:
    """The list, A4 landscape. Raises FontsMissing."""
    data = printed(
        department=form.department,
        campaign=form.campaign,
        filler=form.filler,
        phone=form.phone,
        filled_on=day(form.filled_on),
        digest=form.digest,
        signatory=form.signatory,
        signed_at=form.signed_at,
        rows=[list(row) for row in _rows(form)],
    )
    return set_pdf({"kind": "duties", "powers": len(form.powers)} | data, dated=form.filled_on)


def _rows(form: DutyForm) -> Iterator[tuple[str, ...]]:
    """The power stands at its first duty alone."""
    for number, (name, duties) in enumerate(form.powers, 1):
        for at, one in enumerate(duties):
            first = (str(number), name) if at == 0 else ("", "")
            yield (*first, one.step, one.duty, one.post, one.accountability_ground, one.legal_basis)
