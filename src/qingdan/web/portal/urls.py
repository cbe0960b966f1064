"""Addresses of the public pages: those of the city as they are, those of a county behind its code."""

from django.urls import URLPattern, path

from qingdan.web.portal import (
    addresses,
    cases,
    channels,
    comments,
    consultations,
    display,
    docking,
    guides,
    home,
    item,
    joint,
    joint_opinions,
    lists,
    papers,
    projects,
)
from qingdan.web.portal.differences import item_difference, list_difference
from qingdan.web.portal.search import search_page
from qingdan.web.portal.situations import situation

assert addresses.CONVERTERS  # they are registered

OF_A_PLACE: tuple[tuple[str, object, str], ...] = (
    ("", home.home, "home"),
    ("changes/", home.changes, "changes"),
    ("departments/", lists.departments, "departments"),
    ("lists/", lists.lists, "lists"),
    ("lists/<public_list:kind>/", lists.list_in_force, "list"),
    ("lists/<public_list:kind>/difference/", list_difference, "list_difference"),
    ("lists/<public_list:kind>/<public_number:number>/", lists.list_edition, "edition"),
    ("lists/<public_list:kind>/<public_number:number>/verify/", home.verify, "verify"),
    ("guides/", guides.guides, "guides"),
    ("joint/", joint.plans, "joint_plans"),
    ("consultations/", consultations.rounds, "consultations"),
    ("consultations/expert/<slug:secret>/", consultations.expert, "expert"),
    ("consultations/expert/<slug:secret>/items/<slug:number>/", consultations.expert_item, "expert_item"),
    ("consultations/expert/<slug:secret>/say/", consultations.expert_say, "expert_say"),
    ("consultations/<slug:round>/", consultations.one_round, "consultation"),
    ("consultations/<slug:round>/items/<slug:number>/", consultations.round_item, "consultation_item"),
    ("consultations/<slug:round>/say/", consultations.say, "consultation_say"),
    ("comments/", comments.comments, "comments"),
    ("comments/new/", comments.new, "comment_new"),
    ("comments/send/", comments.send, "comment_send"),
    ("comments/track/", comments.track, "comment_track"),
    ("comments/track/look/", comments.look, "comment_look"),
    ("comments/privacy/", comments.privacy, "privacy"),
    ("grants/", papers.grants, "grants"),
    ("docking/", docking.docking, "docking"),
    ("cases/track/", cases.track, "case_track"),
    ("cases/track/look/", cases.look, "case_look"),
    ("cases/track/object/", cases.object_to_it, "case_object"),
    ("cases/track/earlier/", cases.earlier, "case_earlier"),
)
OF_A_CODE: tuple[tuple[str, object, str], ...] = (
    ("search", search_page, "search"),
    ("items/<public_item:code>", item.item, "item"),
    ("items/<public_item:code>/difference/", item_difference, "item_difference"),
    ("items/<public_item:code>/comments/", comments.item_comments, "item_comments"),
    ("situations/<slug:code>/", situation, "situation"),
    ("joint/<slug:code>/", joint.plan, "joint_plan"),
    ("joint/opinion/<slug:token>/", joint_opinions.opinion, "joint_opinion"),
    ("joint/opinion/<slug:token>/arrived/", joint_opinions.arrived, "joint_opinion_arrived"),
    ("joint/opinion/<slug:token>/say/", joint_opinions.say, "joint_opinion_say"),
    ("guides/<public_item:code>/", guides.guide, "guide"),
    ("guides/<public_item:code>/<public_number:number>/", guides.guide_version, "guide_version"),
    ("departments/<public_unit:unit>/", lists.department, "department"),
    ("departments/<public_unit:unit>/<public_list:kind>/", lists.department, "department_list"),
    ("channels/<slug:code>/", channels.channel, "channel"),
    ("papers/", papers.find, "papers"),
    ("papers/<slug:paper>/", papers.paper, "paper"),
    ("papers/<slug:paper>/full/", papers.paper_in_full, "paper_full"),
    ("papers/<slug:paper>/file/", papers.paper_file_by_code, "paper_file"),
    ("papers/<slug:paper>/paper.<slug:form>", papers.own_paper_file, "own_paper_file"),
    ("licences/<slug:licence>/", papers.licence, "licence"),
    ("licences/<slug:licence>/licence.<slug:form>", papers.own_licence_file, "own_licence_file"),
    ("projects/", projects.find, "projects"),
    ("projects/<slug:project>/", projects.project, "project"),
    ("display/", display.display, "display"),
    ("display/keep/", display.keep, "keep_display"),
)


def _paths() -> list[URLPattern]:
    counties = [
        (f"<public_region:region>/{route}", view, f"county_{name}") for route, view, name in OF_A_PLACE
    ]
    return [path(route, view, name=name) for route, view, name in (*OF_A_PLACE, *OF_A_CODE, *counties)]  # type: ignore[call-overload]


urlpatterns = _paths()
