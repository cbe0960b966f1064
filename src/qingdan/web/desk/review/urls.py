"""Addresses of this part of the desk."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from qingdan.web.desk.review import answers, disputes, groups, item, queue, registers, second, stuck
from qingdan.web.desk.review.places import ListConverter, ReviewedConverter


class HolderConverter(StringConverter):
    """group-review_group_1, unit-360900013, government: a holder as its page's address names it."""

    regex = r"[a-z_]{4,30}(?:-[a-z0-9_]{1,40})?"


register_converter(ListConverter, "list")
register_converter(ReviewedConverter, "reviewed")
register_converter(HolderConverter, "holder")
_ITEM = "<slug:campaign>/<list:kind>/<reviewed:number>/"

urlpatterns: list[URLPattern] = [
    path("review/", queue.review, name="review"),
    path("review/bulk", queue.bulk, name="review_bulk"),
    path("review/groups/", groups.review_groups, name="review_groups"),
    path("review/groups/assign", groups.assign, name="group_assign"),
    path("review/groups/seat", groups.seat, name="group_seat"),
    path("review/groups/leave", groups.unseat, name="group_leave"),
    path("review/stuck/", stuck.stuck, name="stuck"),
    path("review/stuck/<holder:holder>/", stuck.stuck_with, name="stuck_with"),
    path("review/baseless/", registers.baseless, name="baseless"),
    path("review/withheld/", registers.withheld, name="withheld"),
    path("review/withheld/<slug:code>/", registers.withheld_one, name="withheld_one"),
    path("review/withheld/<slug:code>/decide", registers.decide, name="withheld_decide"),
    path("review/withheld/<slug:code>/lift", registers.lift, name="withheld_lift"),
    path("second-review/", second.second, name="review_second"),
    path("second-review/bulk", second.bulk, name="second_bulk"),
    path(f"second-review/{_ITEM}", second.second_item, name="second_item"),
    path(f"second-review/{_ITEM}confirm", second.confirm, name="second_confirm"),
    path(f"second-review/{_ITEM}keep", second.keep_second, name="second_keep"),
    path("review/disputes/", disputes.disputes, name="disputes"),
    path("review/disputes/take-up", disputes.take_up_overdue, name="dispute_take_up"),
    path(f"review/disputes/{_ITEM}", disputes.dispute, name="dispute"),
    path(f"review/disputes/{_ITEM}settle", disputes.settle, name="dispute_settle"),
    path(f"review/disputes/{_ITEM}keep", disputes.keep_dispute, name="dispute_keep"),
    path(f"review/items/{_ITEM}", item.item, name="review_item"),
    path(f"review/items/{_ITEM}judge", item.judge, name="review_judge"),
    path(f"review/items/{_ITEM}keep", item.keep, name="review_keep"),
    path(f"review/items/{_ITEM}registers", registers.item, name="review_registers"),
    path(f"review/items/{_ITEM}registers/baseless", registers.enter, name="baseless_enter"),
    path(f"review/items/{_ITEM}registers/outcome", registers.outcome, name="baseless_outcome"),
    path(f"review/items/{_ITEM}registers/withhold", registers.propose, name="withhold_propose"),
    path("opinions/", answers.opinions, name="opinions"),
    path(f"opinions/{_ITEM}", answers.opinion, name="opinion"),
    path(f"opinions/{_ITEM}answer", answers.answer, name="opinion_answer"),
    path("opinions/<slug:campaign>/<list:kind>/supplement/", answers.supplement, name="supplement"),
    path("opinions/<slug:campaign>/<list:kind>/supplement/sign", answers.sign, name="supplement_sign"),
]
