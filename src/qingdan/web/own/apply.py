"""Applying (mock 9), step by step: who applies, form, materials, check, sign and send.

Each step is kept as soon as it is sent, right or wrong: nobody loses a line. A draft saved is never judged.
"""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from qingdan.applicants.queries.accounts import get_identity, identities_of
from qingdan.base.refusal import Refused, refusal
from qingdan.base.transactions import reading
from qingdan.cases.queries.drafts import number_of
from qingdan.cases.queries.own import ApplicationShown, draft_of, own_case
from qingdan.cases.queries.trial import trial_on
from qingdan.cases.services.applying import NewCase, begin_application, save_application, submit_application
from qingdan.cases.services.discarding import discard_application
from qingdan.cases.services.following import follow_guide
from qingdan.data.guide import guide_names
from qingdan.guides.queries.published import guide_to_apply_by
from qingdan.web.own.pages import Mine, Page, does, mine
from qingdan.web.own.typed import answers_in, contact_in, form_rows, once_of, sections_of, version_of
from qingdan.web.shared.request import done

STEPS = ("谁来申请", "申请表", "材料", "预检", "核对签名")
RECEIPT = "receipt"
LEVELS = tuple(guide_names("assurance").values())
"""The levels 0–4 in words, as guides name them."""


@mine
def who(my: Mine, item: str) -> Page:
    """Step 1: as whom; who may apply for it, and how sure the item wants to be of the person."""
    guide = guide_to_apply_by(item)
    kinds = guide.content["applicants"]
    found = identities_of(my.by, on=my.today, item=item)
    context = {
        "guide": guide.content,
        "item": item,
        "identities": [one for one in found if one.kind in kinds],
        "kinds": kinds,
        "levels": LEVELS,
        "least": guide.content["least_assurance"],
        "once": once_of(my),
        "trial": trial_on(guide.region, my.today),
        "step": 1,
        "steps": STEPS,
    }
    return Page(template="apply_who", context=context)


@does(on=who)
def begin(my: Mine, item: str) -> HttpResponse:
    """Opens the draft; the same form sent twice opens one."""
    chosen = my.word("who", 20)
    if not chosen:
        raise Refused([refusal("own.who", "who")])
    with reading(my.by):
        guide_to_apply_by(item)
        applicant = get_identity(my.by, chosen, on=my.today, item=item)
        agent = my.by.name if applicant.user.username != my.by.username else ""
    new = NewCase(item_code=item, once=my.word("once", 32), applicant=applicant.pk, agent_name=agent)
    code = begin_application(new=new, by=my.by, at=my.at)
    return HttpResponseRedirect(reverse("own:form", args=[item, code]))


@mine
def form(my: Mine, item: str, draft: str) -> Page | HttpResponse:
    """Step 2: the form of the guide, with what was filled in; of what was sent meanwhile, the case."""
    if number := number_of(my.by, draft, on=my.today):  # the way back in the browser after it was sent
        return HttpResponseRedirect(reverse("own:case", args=[number]))
    found = draft_of(my.by, draft, on=my.today)
    rows = form_rows(my, found.fields, found.answers)
    return _step(2, "apply_form", my, found, rows=rows, sections=sections_of(rows))


@does(on=form)
def save_form(my: Mine, item: str, draft: str) -> HttpResponse:
    """Keeps everything; 下一步 asks for what is wrong to be mended first, 存草稿 does not."""
    with reading(my.by):
        found = draft_of(my.by, draft, on=my.today)
    posted = my.request.POST
    answers = answers_in(my, found.fields)
    save_application(
        code=draft, version=version_of(my), answers=answers, by=my.by, at=my.at, **contact_in(my)
    )
    if posted.get("go") == "draft":
        return done(reverse("own:form", args=[item, draft]), said="own_saved")
    if posted.get("go") == "back":
        return HttpResponseRedirect(reverse("own:apply", args=[item]))
    with reading(my.by):
        wrong = draft_of(my.by, draft, on=my.today).form_errors
    if wrong:
        raise Refused(wrong)
    return HttpResponseRedirect(reverse("own:materials", args=[item, draft]))


@mine
def check(my: Mine, item: str, draft: str) -> Page:
    """Step 4: what still stops it, and what to look at again."""
    return _step(4, "apply_check", my, draft_of(my.by, draft, on=my.today), levels=LEVELS)


@mine
def sign(my: Mine, item: str, draft: str) -> Page:
    """Step 5: everything once more, each part with a way back; the digest of what is sent."""
    return _step(5, "apply_sign", my, draft_of(my.by, draft, on=my.today))


@does(on=sign)
def submit(my: Mine, item: str, draft: str) -> HttpResponse:
    """Sends it: one case, however often the button is pressed; the query code is shown on the next page, once."""
    if my.request.POST.get("declared") != "1":
        raise Refused([refusal("own.not_declared", "declared")])
    if changed := follow_guide(code=draft, by=my.by, at=my.at):
        raise Refused([refusal("own.guide_changed", "digest", names=changed)])
    receipt = submit_application(
        code=draft, version=version_of(my), signed=my.word("digest", 64), by=my.by, at=my.at
    )
    if receipt.code:
        my.request.session[RECEIPT] = {"number": receipt.number, "code": receipt.code}
    return HttpResponseRedirect(reverse("own:received", args=[receipt.number]))


@mine
def discard(my: Mine, item: str, draft: str) -> Page:
    """What would be thrown away, and the button that does it."""
    found = draft_of(my.by, draft, on=my.today)
    files = [one.filed.file_name for one in found.materials if one.filed and one.filed.file]
    return Page(
        template="apply_discard", context={"application": found, "item": found.item_code, "files": files}
    )


@does(on=discard)
def discard_draft(my: Mine, item: str, draft: str) -> HttpResponse:
    """Throws the draft away."""
    discard_application(code=draft, by=my.by, at=my.at)
    return done(reverse("own:start"), said="own_discarded")


@mine
def received(my: Mine, number: str) -> Page:
    """The receipt: number, query code (this once), latest day for an answer; to be printed."""
    found = own_case(my.by, number, on=my.today)
    kept = my.request.session.pop(RECEIPT, {})
    code = kept.get("code", "") if kept.get("number") == number else ""
    return Page(template="received", context={"case": found, "code": code})


def _step(number: int, template: str, my: Mine, found: ApplicationShown, **more: Any) -> Page:
    context = {"application": found, "item": found.item_code, "step": number, "steps": STEPS, **more}
    return Page(template=template, context=context)
