"""Addresses of the public pages: those of the city as they are, those of a county behind its code."""

from django.urls import URLPattern, path

from qingdan.web.portal import addresses, cases, channels, comments, consultations, display, home, item, lists
from qingdan.web.portal.differences import item_difference, list_difference
from qingdan.web.portal.search import search_page

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
    ("cases/track/", cases.track, "case_track"),
    ("cases/track/look/", cases.look, "case_look"),
    ("cases/track/object/", cases.object_to_it, "case_object"),
)
OF_A_CODE: tuple[tuple[str, object, str], ...] = (
    ("search", search_page, "search"),
    ("items/<public_item:code>", item.item, "item"),
    ("items/<public_item:code>/difference/", item_difference, "item_difference"),
    ("items/<public_item:code>/comments/", comments.item_comments, "item_comments"),
    ("departments/<public_unit:unit>/", lists.department, "department"),
    ("departments/<public_unit:unit>/<public_list:kind>/", lists.department, "department_list"),
    ("channels/<slug:code>/", channels.channel, "channel"),
    ("display/", display.display, "display"),
    ("display/keep/", display.keep, "keep_display"),
)


def _paths() -> list[URLPattern]:
    counties = [
        (f"<public_region:region>/{route}", view, f"county_{name}") for route, view, name in OF_A_PLACE
    ]
    return [path(route, view, name=name) for route, view, name in (*OF_A_PLACE, *OF_A_CODE, *counties)]  # type: ignore[call-overload]


urlpatterns = _paths()
