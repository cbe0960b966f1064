"""我的身份、材料库、证照、委托、消息."""

from datetime import date

from django.http import HttpResponse
from django.urls import reverse

from qingdan.applicants.queries.accounts import (
    SURE_OF_NUMBER,
    check_code,
    has_password,
    identities_of,
    proxies_given,
    proxies_held,
    vault_of,
)
from qingdan.applicants.services.accounts import add_applicant
from qingdan.applicants.services.proxies import end_proxy, give_proxy
from qingdan.applicants.services.vault import drop_material
from qingdan.base.messages.queries import latest
from qingdan.base.messages.services import mark_read
from qingdan.base.refusal import Refused, refusal
from qingdan.cases.queries.own_lines import own_numbers
from qingdan.licences.queries.held import licences_held
from qingdan.web.own.apply import LEVELS
from qingdan.web.own.pages import Mine, Page, does, mine
from qingdan.web.own.sign_up import KINDS, typed_registration
from qingdan.web.shared.numbers import day_typed
from qingdan.web.shared.request import done


@mine
def identity(my: Mine) -> Page:
    """What I apply as, how sure that is, and the code to show at a window."""
    own = [one for one in identities_of(my.by, on=my.today) if not one.principal]
    context = {
        "identities": own,
        "levels": LEVELS,
        "code": check_code(my.by),
        "has_password": has_password(my.by),
        "kinds": KINDS,
        "has_person": any(one.kind == "person" for one in own),
        "part": "identity",
    }
    return Page(template="identity", context=context)


@does(on=identity)
def add_identity(my: Mine) -> HttpResponse:
    """An organisation more; of staff the person itself."""
    add_applicant(new=typed_registration(my.request), by=my.by, at=my.at)
    return done(reverse("own:identity"), said="own_applicant_added")


@mine
def vault(my: Mine) -> Page:
    """Kept materials."""
    return Page(template="vault", context={"kept": vault_of(my.by, on=my.today), "part": "vault"})


@does(on=vault)
def drop(my: Mine) -> HttpResponse:
    """Takes one out."""
    drop_material(code=my.word("code", 40), by=my.by, at=my.at)
    return done(reverse("own:vault"), said="own_material_dropped")


@mine
def licences(my: Mine) -> Page:
    """Licences under my numbers, once it is sure that they are mine."""
    own = [one for one in identities_of(my.by, on=my.today) if not one.principal]
    context = {
        "licences": licences_held(my.by, applied=own_numbers(my.by, on=my.today), on=my.today),
        "sure": any(one.assurance >= SURE_OF_NUMBER for one in own),
        "part": "licences",
    }
    return Page(template="licences", context=context)


@mine
def proxies(my: Mine) -> Page:
    """Proxies given and held, and the form for one."""
    context = {
        "given": proxies_given(my.by, on=my.today),
        "held": proxies_held(my.by, on=my.today),
        "identities": [one for one in identities_of(my.by, on=my.today) if not one.principal],
        "part": "proxies",
    }
    return Page(template="proxies", context=context)


@does(on=proxies)
def give(my: Mine) -> HttpResponse:
    """Lets another account act for me, till a day, for the items named or all."""
    items = my.word("items", 600).replace("，", " ").replace(",", " ").split()
    give_proxy(
        principal=my.word("who", 20), agent=my.word("agent", 20), until=_day(my, "until"), items=items, by=my.by,
        at=my.at,
    )  # fmt: skip
    return done(reverse("own:proxies"), said="own_proxy_given")


@does(on=proxies)
def end(my: Mine) -> HttpResponse:
    """Ends one."""
    end_proxy(key=my.word("proxy", 20), by=my.by, at=my.at)
    return done(reverse("own:proxies"), said="own_proxy_ended")


@mine
def messages(my: Mine) -> Page:
    """What I was told, the newest first."""
    return Page(template="messages", context={"letters": latest(my.by), "part": "messages"})


@does(on=messages)
def read_all(my: Mine) -> HttpResponse:
    """Marks all as seen."""
    mark_read(by=my.by, at=my.at)
    return done(reverse("own:messages"), said="own_messages_read")


def _day(my: Mine, name: str) -> date:
    try:
        return day_typed(my.word(name, 10))
    except ValueError as error:
        raise Refused([refusal("own.day", name)]) from error
