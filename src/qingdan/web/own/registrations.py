"""企业登记: names kept, the one form step by step, the registrations under way, the first visit to the tax office."""

import secrets

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from qingdan.applicants.queries.accounts import get_identity, identities_of
from qingdan.base.files.queries import path_of
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.transactions import reading
from qingdan.registrations.queries.ground import modes_on, registrar_item
from qingdan.registrations.queries.names import kept_names
from qingdan.registrations.queries.own import (
    own_enterprises,
    own_registration,
    own_registration_file,
    own_registration_row,
    own_registrations,
    tax_visit,
)
from qingdan.registrations.queries.shown import history_for_applicant
from qingdan.registrations.services.applying import (
    NewRegistration,
    begin_registration,
    supplement_registration,
    withdraw_registration,
)
from qingdan.registrations.services.names import release_name, reserve_name
from qingdan.registrations.services.tax import report_tax
from qingdan.rules.company_name import FORMS
from qingdan.rules.registration import RegistrationKind, RegistrationState
from qingdan.web.own.filing import place_of
from qingdan.web.own.pages import Mine, Page, does, mine
from qingdan.web.shared.downloads import attachment
from qingdan.web.shared.request import done

RECEIPT = "registration_receipt"
_WITHDRAWN_FROM = ("received", "correcting", "in_review", "objected")


@mine
def start(my: Mine) -> Page:
    """Names, drafts, registrations, enterprises; what can be begun."""
    context = {
        "names": kept_names(my.by, my.today),
        "lines": own_registrations(my.by),
        "enterprises": own_enterprises(my.by, on=my.today),
        "modes": modes_on(my.by.region, my.today),
        "identities": identities_of(my.by, on=my.today, item=registrar_item(my.by.region)),
        "forms": FORMS,
        "begins_with": my.place.name,
        "once": secrets.token_hex(12),  # each form of the page adds a place of its own
        "part": "registrations",
    }
    return Page(template="registrations", context=context)


@does(on=start)
def keep_name(my: Mine) -> HttpResponse:
    """Keeps a name."""
    words = {name: my.word(name, 40) for name in ("word", "trade", "form")}
    reserve_name(**words, place=my.place.name, by=my.by, at=my.at)
    return done(reverse("own:registrations"), said="registration_name")


@does(on=start)
def let_name_go(my: Mine) -> HttpResponse:
    """Gives a name back."""
    release_name(code=my.word("name_code", 32), why="申请人放弃", by=my.by, at=my.at)
    return done(reverse("own:registrations"), said="registration_released")


@does(on=start)
def begin(my: Mine) -> HttpResponse:
    """Opens the form, with a name that is kept or about an enterprise; the same form sent twice opens one."""
    word, chosen = my.word("kind", 10), my.word("who", 20)
    refuse_if(
        None if word in set(RegistrationKind) else refusal("desk.choice", "kind"),
        None if chosen else refusal("own.who", "who"),
    )
    with reading(my.by):
        identity = get_identity(my.by, chosen, on=my.today, item=registrar_item(my.by.region))
        modes = modes_on(my.by.region, my.today)
    mode = modes[0].key if len(modes) == 1 else my.word("mode", 20)
    new = NewRegistration(
        kind=RegistrationKind(word), mode=mode, once=my.word("once", 32), applicant_name=identity.name,
        applicant_phone=identity.phone, reservation=my.word("reservation", 32),
        enterprise=my.word("enterprise", 32),
    )  # fmt: skip
    code = begin_registration(new=new, by=my.by, at=my.at)
    return HttpResponseRedirect(reverse("own:registration_form", args=[code, first_part(new.kind)]))


def first_part(kind: RegistrationKind) -> str:
    """The page of the form that is filled in first."""
    return {RegistrationKind.FOUND: "company", RegistrationKind.CHANGE: "change"}.get(kind, "cancel")


@mine
def received(my: Mine, number: str) -> Page:
    """The receipt: number, query code (this once), latest day for an answer."""
    found = own_registration(my.by, number)
    kept = my.request.session.pop(RECEIPT, {})
    code = kept.get("code", "") if kept.get("number") == number else ""
    return Page(template="registration_received", context={"found": found, "code": code})


@mine
def registration(my: Mine, number: str) -> Page:
    """How far it is, what every body has said, papers, certificates; what its applicant can do."""
    found = own_registration(my.by, number)
    context = {
        "found": found,
        "history": history_for_applicant(own_registration_row(my.by, number)),
        "withdraws": found.state in _WITHDRAWN_FROM,
        "visits": found.kind == RegistrationKind.FOUND and found.state == RegistrationState.SHARED,
        "part": "registrations",
    }
    return Page(template="registration", context=context)


@does(on=registration)
def withdraw(my: Mine, number: str) -> HttpResponse:
    """Takes it back."""
    withdraw_registration(number=number, by=my.by, at=my.at)
    return done(reverse("own:registration", args=[number]), said="registration_withdrawn")


@does(on=registration)
def supplement(my: Mine, number: str) -> HttpResponse:
    """What lacked was mended in the form; the registrar looks again."""
    supplement_registration(number=number, by=my.by, at=my.at)
    return done(reverse("own:registration", args=[number]), said="registration_supplemented")


@mine
def tax(my: Mine, number: str) -> Page:
    """The first visit to the tax office: what it has, what it still asks."""
    found = tax_visit(my.by, number)
    rows = [{"field": one, "value": str(my.request.POST.get(f"field-{one.name}", ""))} for one in found.asked]
    return Page(template="registration_tax", context={"visit": found, "rows": rows, "part": "registrations"})


@does(on=tax)
def send_tax(my: Mine, number: str) -> HttpResponse:
    """Fills the rest in."""
    names = (name for name in my.request.POST if name.startswith("field-"))
    answers = {name.removeprefix("field-"): str(my.request.POST[name]) for name in names}
    report_tax(number=number, answers=answers, by=my.by, at=my.at)
    return done(reverse("own:registration", args=[number]), said="registration_reported")


@mine
def material_file(my: Mine, draft: str, place: str) -> HttpResponse:
    """A file that stands filed. Raises Missing."""
    found = own_registration_file(my.by, draft, place_of(place))
    return attachment(path_of(found), name=found.name, kind=found.kind)
