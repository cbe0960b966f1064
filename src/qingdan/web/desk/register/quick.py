"""The open row of the register's table: the few fields that are changed there."""

from dataclasses import dataclass

from django.http import QueryDict

from qingdan.powers.queries.bases import BasisText
from qingdan.powers.queries.findings import Finding
from qingdan.powers.queries.items import ItemPage
from qingdan.powers.services.fields import longest, longest_of_basis
from qingdan.web.shared.refusal import Refusal

QUICK = ("name", "office", "disposition")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickPlace:
    """Where in an instrument a basis stands: written anew in the row, with what was found on it."""

    place: int
    instrument: str
    locator: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickForm:
    """The open row with what stands or was typed in it. `theirs`: what somebody else wrote meanwhile."""

    name: str
    office: str
    disposition: str
    places: tuple[QuickPlace, ...]
    theirs: tuple[tuple[str, str], ...]
    most_name: int
    most_locator: int


def quick_form(page: ItemPage, refusal: Refusal | None) -> QuickForm:
    """The row of an item, after a refusal with what was typed."""
    typed = refusal.typed if refusal else {}
    return QuickForm(
        name=typed.get("name", page.values["name"]),
        office=typed.get("office", page.values["office"]),
        disposition=typed.get("disposition", page.values["disposition"]),
        places=tuple(
            QuickPlace(
                place=place,
                instrument=one.typed.instrument or one.typed.quotation[:20],
                locator=typed.get(f"locator-{place}", one.typed.locator),
                findings=tuple(found for found in page.findings if found.basis == place),
            )
            for place, one in enumerate(page.bases)
        ),
        theirs=tuple(refusal.theirs.items()) if refusal else (),
        most_name=longest("name"),
        most_locator=longest_of_basis("locator"),
    )


def quick_bases(page: ItemPage, form: QueryDict) -> list[BasisText] | None:
    """The kept bases with the places typed in the row; None where the row had none."""
    if not any(name.startswith("locator-") for name in form):
        return None
    return [
        BasisText(
            instrument=one.typed.instrument,
            document_number=one.typed.document_number,
            locator=form.get(f"locator-{place}", one.typed.locator),
            quotation=one.typed.quotation,
            attachment=one.typed.attachment,
        )
        for place, one in enumerate(page.bases)
    ]
