"""我的办件: all of them, one in full, and what its applicant can do: supplement, withdraw, agree, object."""

from django.http import HttpResponse
from django.urls import reverse

from qingdan.applicants.queries.accounts import identities_of
from qingdan.base.messages.queries import count_unread
from qingdan.base.transactions import reading
from qingdan.cases.queries.earlier import own_earlier
from qingdan.cases.queries.own import own_case
from qingdan.cases.queries.own_lines import own_cases
from qingdan.cases.services.applying import save_application, supplement
from qingdan.cases.services.consent import agree_to_electronic
from qingdan.cases.services.objections import LONGEST, object_to_case
from qingdan.cases.services.query_codes import renew_query_code
from qingdan.referrals.services.returning import withdraw_application
from qingdan.web.own.filing import file_chosen
from qingdan.web.own.pages import Mine, Page, does, mine
from qingdan.web.shared.case_words import other_shown, progress_words
from qingdan.web.shared.request import done

QUERY_CODE = "query_code"


@mine
def start(my: Mine) -> Page:
    """What waits for me, what is in work, what is over."""
    found = own_cases(my.by, on=my.today)
    context = {
        "waiting": [one for one in found if one.draft or one.state == "correcting"],
        "running": [one for one in found if not one.closed and not one.draft and one.state != "correcting"],
        "closed": [one for one in found if one.closed],
        "earlier": own_earlier(my.by),
        "identities": identities_of(my.by, on=my.today),
        "unread": count_unread(my.by),
        "part": "cases",
    }
    return Page(template="start", context=context)


@mine
def case(my: Mine, number: str) -> Page:
    """One case in full."""
    found = own_case(my.by, number, on=my.today)
    context = {
        "own": found,
        "case": found.progress,
        "words": progress_words(found.progress),
        "objections": found.objections,
        "other": other_shown(number, my.by, my.today),
        "longest": LONGEST,
        "query_code": _shown_once(my, number),
        "part": "cases",
    }
    return Page(template="case", context=context)


@does(on=case)
def send_supplement(my: Mine, number: str) -> HttpResponse:
    """Keeps the fields that were asked for and sends what lacked; the five days begin anew."""
    file_chosen(my, number)
    with reading(my.by):
        found = own_case(my.by, number, on=my.today)
    names = [one.field.name for one in found.defects if one.field]
    answers = {one: str(my.request.POST.get(f"field-{one}", "")) for one in names}
    if answers:
        save_application(code=number, version=found.version, answers=answers, by=my.by, at=my.at)
    supplement(number=number, by=my.by, at=my.at)
    return done(reverse("own:case", args=[number]), said="own_supplemented")


@does(on=case)
def withdraw(my: Mine, number: str) -> HttpResponse:
    """Takes the application back."""
    withdraw_application(number=number, by=my.by, at=my.at)
    return done(reverse("own:case", args=[number]), said="own_withdrawn")


@does(on=case)
def consent(my: Mine, number: str) -> HttpResponse:
    """Agrees to electronic service, or no more."""
    agreed = my.request.POST.get("agreed") == "1"
    agree_to_electronic(number=number, agreed=agreed, by=my.by, at=my.at)
    said = "own_consented" if agreed else "own_not_consented"
    return done(reverse("own:case", args=[number]), said=said)


@does(on=case)
def new_query_code(my: Mine, number: str) -> HttpResponse:
    """A new query code; it is shown on the page of the case, once."""
    code = renew_query_code(number=number, by=my.by, at=my.at)
    my.request.session[QUERY_CODE] = {"number": number, "code": code}
    return done(reverse("own:case", args=[number]), said="own_query_code")


@does(on=case)
def object_to(my: Mine, number: str) -> HttpResponse:
    """Objects to how the case is handled."""
    text = str(my.request.POST.get("text", ""))
    object_to_case(number=number, text=text, by=my.by, at=my.at)
    return done(reverse("own:case", args=[number]), said="own_objected")


def _shown_once(my: Mine, number: str) -> str:
    """The query code that was just made for this case; "" the next time."""
    kept = my.request.session.get(QUERY_CODE, {})
    if kept.get("number") != number:
        return ""
    del my.request.session[QUERY_CODE]
    return str(kept["code"])
