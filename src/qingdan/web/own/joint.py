"""Applying jointly, step by step: which matters and as whom, one form, one set of materials, check, sign and send.

As applying for one matter (`apply`): each step is kept as soon as it is sent, right or wrong.
"""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from qingdan.applicants.queries.accounts import Identity, get_identity, identities_of
from qingdan.base.refusal import Refused, refusal
from qingdan.base.transactions import reading
from qingdan.cases.queries.trial import trial_on
from qingdan.joints.queries.drafts import JointDraft, joint_draft, number_of_joint
from qingdan.joints.queries.own_joint import own_joint
from qingdan.joints.queries.public import PublicPlan, public_plan
from qingdan.joints.services.applying import NewJoint, begin_joint, discard_joint, save_joint, submit_joint
from qingdan.joints.services.following import follow_joint
from qingdan.web.own.apply import LEVELS, RECEIPT
from qingdan.web.own.pages import Mine, Page, does, mine
from qingdan.web.own.typed import answers_in, contact_in, form_rows, once_of, sections_of, version_of
from qingdan.web.shared.request import done

STEPS = ("事项和申请人", "申请表", "材料", "预检", "核对签名")


@mine
def who(my: Mine, plan: str) -> Page:
    """Step 1: which matters, what waits for what, and as whom."""
    found = public_plan(plan, my.today)
    typed = my.request.POST.getlist("items") if my.refusal else None
    context = {
        "plan": found,
        "chosen": [one.item for one in found.matters] if typed is None else typed,
        "identities": _identities(my, found),
        "levels": LEVELS,
        "once": once_of(my),
        "trial": trial_on(my.place.code, my.today),
        "step": 1,
        "steps": STEPS,
    }
    return Page(template="joint_who", context=context)


@does(on=who)
def begin(my: Mine, plan: str) -> HttpResponse:
    """Opens the draft; the same form sent twice opens one."""
    chosen, items = my.word("who", 20), my.request.POST.getlist("items")
    if not chosen:
        raise Refused([refusal("own.who", "who")])
    with reading(my.by):
        first = public_plan(plan, my.today).matters[0].item
        applicant = get_identity(my.by, chosen, on=my.today, item=next(iter(items), first))
    new = NewJoint(plan=plan, items=items, applicant=applicant.pk, once=my.word("once", 32))
    code = begin_joint(new=new, by=my.by, at=my.at)
    return HttpResponseRedirect(reverse("own:joint_form", args=[plan, code]))


@mine
def form(my: Mine, plan: str, draft: str) -> Page | HttpResponse:
    """Step 2: the one form; of what was sent meanwhile, its page."""
    if number := number_of_joint(my.by, draft):  # the way back in the browser after it was sent
        return HttpResponseRedirect(reverse("own:joint_case", args=[number]))
    found = joint_draft(my.by, draft, on=my.today)
    rows = form_rows(my, found.fields, found.answers, found.wanted_by)
    return _step(2, "joint_form", found, sections=sections_of(rows))


@does(on=form)
def save_form(my: Mine, plan: str, draft: str) -> HttpResponse:
    """Keeps everything; 下一步 asks for what is wrong to be mended first, 存草稿 does not."""
    with reading(my.by):
        found = joint_draft(my.by, draft, on=my.today)
    posted = my.request.POST
    answers = answers_in(my, found.fields)
    save_joint(code=draft, version=version_of(my), answers=answers, by=my.by, at=my.at, **contact_in(my))
    if posted.get("go") == "draft":
        return done(reverse("own:joint_form", args=[plan, draft]), said="own_saved")
    with reading(my.by):
        wrong = joint_draft(my.by, draft, on=my.today).form_errors
    if wrong:
        raise Refused(wrong)
    return HttpResponseRedirect(reverse("own:joint_materials", args=[plan, draft]))


@mine
def check(my: Mine, plan: str, draft: str) -> Page:
    """Step 4: what still stops it."""
    return _step(4, "joint_check", joint_draft(my.by, draft, on=my.today))


@mine
def sign(my: Mine, plan: str, draft: str) -> Page:
    """Step 5: everything once more; the digest of what is sent."""
    return _step(5, "joint_sign", joint_draft(my.by, draft, on=my.today))


@does(on=sign)
def submit(my: Mine, plan: str, draft: str) -> HttpResponse:
    """Sends it: once, however often the button is pressed; the query code is shown on the next page, once."""
    if my.request.POST.get("declared") != "1":
        raise Refused([refusal("own.not_declared", "declared")])
    if changed := follow_joint(code=draft, by=my.by, at=my.at):
        raise Refused([refusal("own.guide_changed", "digest", names=changed)])
    receipt = submit_joint(
        code=draft, version=version_of(my), signed=my.word("digest", 64), by=my.by, at=my.at
    )
    if receipt.code:
        my.request.session[RECEIPT] = {"number": receipt.number, "code": receipt.code}
    return HttpResponseRedirect(reverse("own:joint_received", args=[receipt.number]))


@mine
def discard(my: Mine, plan: str, draft: str) -> Page:
    """What would be thrown away, and the button that does it."""
    found = joint_draft(my.by, draft, on=my.today)
    files = [one.filed.file_name for one in found.materials if one.filed and one.filed.file]
    return Page(template="joint_discard", context={"application": found, "files": files})


@does(on=discard)
def discard_draft(my: Mine, plan: str, draft: str) -> HttpResponse:
    """Throws the draft away."""
    discard_joint(code=draft, by=my.by, at=my.at)
    return done(reverse("own:start"), said="own_discarded")


@mine
def received(my: Mine, number: str) -> Page:
    """The receipt: number, query code (this once), the number of each matter, latest day for an answer."""
    found = own_joint(my.by, number, on=my.today)
    kept = my.request.session.pop(RECEIPT, {})
    code = kept.get("code", "") if kept.get("number") == number else ""
    papers = found.papers.get(number, ())
    return Page(template="joint_received", context={"own": found, "papers": papers, "code": code})


def _step(number: int, template: str, found: JointDraft, **more: Any) -> Page:
    context = {"application": found, "step": number, "steps": STEPS, "levels": LEVELS, **more}
    return Page(template=template, context=context)


def _identities(my: Mine, plan: PublicPlan) -> list[Identity]:
    """As whom the account may apply for every matter of the plan."""
    found = {one.key: one for one in identities_of(my.by, on=my.today) if one.kind in plan.kinds}
    for matter in plan.matters:
        keys = {one.key for one in identities_of(my.by, on=my.today, item=matter.item)}
        found = {key: one for key, one in found.items() if key in keys}
    return list(found.values())
