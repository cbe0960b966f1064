"""A joint application of the own: its lanes, the one list of what lacks, taking matters back, a new query code."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from qingdan.base.files.queries import path_of
from qingdan.base.refusal import Refused, refusal
from qingdan.base.transactions import reading
from qingdan.cases.queries.own import PaperShown
from qingdan.joints.queries.drafts import joint_draft
from qingdan.joints.queries.own import own_joint_file
from qingdan.joints.queries.own_joint import OwnJoint, own_joint, withdrawal_of
from qingdan.joints.services.checking import supplement_joint, withdraw_joint
from qingdan.joints.services.correcting import correct_answers
from qingdan.joints.services.materials import licence_joint, reuse_joint, upload_joint
from qingdan.joints.services.query_codes import renew_joint_code
from qingdan.licences.queries.held import HeldLicence
from qingdan.web.own.cases import QUERY_CODE, shown_once
from qingdan.web.own.filing import Ways, file_chosen, place_of
from qingdan.web.own.joint import STEPS
from qingdan.web.own.pages import Mine, Page, does, mine
from qingdan.web.shared.downloads import attachment
from qingdan.web.shared.joint_words import joint_words_of
from qingdan.web.shared.request import done

JOINTLY = Ways(upload=upload_joint, reuse=reuse_joint, licence=licence_joint)


@mine
def materials(my: Mine, plan: str, draft: str) -> Page:
    """Step 3: the one set, each material with the departments that need it."""
    found = joint_draft(my.by, draft, on=my.today)
    asked = [one for one in found.materials if not one.fetched and one.asked.required]
    context = {
        "application": found,
        "step": 3,
        "steps": STEPS,
        "asked": len(asked),
        "there": sum(not one.lacks for one in asked),
    }
    return Page(template="joint_materials", context=context)


@does(on=materials)
def file_all(my: Mine, plan: str, draft: str) -> HttpResponse:
    """Everything chosen, and on to where the button says."""
    file_chosen(my, draft, ways=JOINTLY)
    if my.request.POST.get("go") == "next":
        return HttpResponseRedirect(reverse("own:joint_check", args=[plan, draft]))
    if my.request.POST.get("go") == "back":
        return HttpResponseRedirect(reverse("own:joint_form", args=[plan, draft]))
    return done(reverse("own:start"), said="own_saved")


@does(on=materials)
def file_for_draft(my: Mine, plan: str, draft: str, place: str) -> HttpResponse:
    """A file, something kept, or a licence, for one material of a draft."""
    file_chosen(my, draft, asked=place, ways=JOINTLY)
    return done(reverse("own:joint_materials", args=[plan, draft]), said="own_material")


@mine
def case(my: Mine, number: str) -> Page:
    """The whole in full."""
    found = own_joint(my.by, number, on=my.today)
    context = {
        "own": found,
        "joint": found.progress,
        "words": joint_words_of(found.progress),
        "papers": _papers(found),
        "query_code": shown_once(my, number),
        "part": "cases",
    }
    return Page(template="joint_case", context=context)


@does(on=case)
def file_for_case(my: Mine, number: str, place: str) -> HttpResponse:
    """A material that lacks, filed once for all who asked for it."""
    file_chosen(my, number, asked=place, ways=JOINTLY)
    return done(reverse("own:joint_case", args=[number]), said="own_material")


@does(on=case)
def send_supplement(my: Mine, number: str) -> HttpResponse:
    """Keeps files and fields that were asked for and sends what lacked; those departments look again."""
    file_chosen(my, number, ways=JOINTLY)
    with reading(my.by):
        found = own_joint(my.by, number, on=my.today)
    names = [one.field.name for one in found.defects if one.field]
    answers = {one: str(my.request.POST.get(f"field-{one}", "")) for one in names}
    if answers:
        correct_answers(number=number, answers=answers, by=my.by, at=my.at)
    supplement_joint(number=number, by=my.by, at=my.at)
    return done(reverse("own:joint_case", args=[number]), said="own_supplemented")


@mine
def withdrawal(my: Mine, number: str) -> Page | HttpResponse:
    """What taking back the chosen matters does to the others, before it is done. Nothing chosen: back."""
    asked = my.request.POST if my.request.method == "POST" else my.request.GET
    found = withdrawal_of(my.by, number, asked.getlist("items"), on=my.today)
    if not found.taken and not my.refusal:
        return HttpResponseRedirect(f"{reverse('own:joint_case', args=[number])}#withdraw")
    return Page(template="joint_withdraw", context={"found": found, "part": "cases"})


@does(on=withdrawal)
def withdraw(my: Mine, number: str) -> HttpResponse:
    """Takes them back; what waited for them ends."""
    items = my.request.POST.getlist("items")
    if not items:
        raise Refused([refusal("joint.no_items", "items")])
    withdraw_joint(number=number, items=items, by=my.by, at=my.at)
    return done(reverse("own:joint_case", args=[number]), said="own_joint_withdrawn")


@does(on=case)
def new_query_code(my: Mine, number: str) -> HttpResponse:
    """A new query code for the whole and its parts, shown once."""
    code = renew_joint_code(number=number, by=my.by, at=my.at)
    my.request.session[QUERY_CODE] = {"number": number, "code": code}
    return done(reverse("own:joint_case", args=[number]), said="own_query_code")


@mine
def material_file(my: Mine, key: str, place: str) -> HttpResponse:
    """The file that stands filed for a place of the one set. Raises Missing."""
    found = own_joint_file(my.by, key, place_of(place), on=my.today)
    return attachment(path_of(found), name=found.name, kind=found.kind)


def _papers(found: OwnJoint) -> list[tuple[str, HeldLicence | None, tuple[PaperShown, ...]]]:
    """The papers of the whole, then of each matter with its licence, under their names."""
    whole = found.papers.get(found.progress.number, ())
    rows: list[tuple[str, HeldLicence | None, tuple[PaperShown, ...]]] = (
        [("整份申请", None, whole)] if whole else []
    )
    for lane in found.progress.lanes:
        number, name = lane.progress.number, lane.progress.item_name
        licence, papers = found.granted.get(number), found.papers.get(number, ())
        if licence or papers:
            rows.append((name, licence, papers))
    return rows
