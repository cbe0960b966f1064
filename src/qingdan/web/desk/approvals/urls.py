"""Addresses of this part."""

from django.urls import URLPattern, path

from qingdan.web.desk.approvals import batches, items

_BATCH = "approvals/<slug:code>"
_ITEM = f"{_BATCH}/items/<int:number>"

urlpatterns: list[URLPattern] = [
    path("approvals/", batches.approvals, name="approvals"),
    path("approvals/bring", batches.bring, name="approvals_bring"),
    path(f"{_BATCH}/", batches.batch, name="approval_batch"),
    path(f"{_BATCH}/publish", batches.publish, name="approval_publish"),
    path(f"{_BATCH}/approve-alike", batches.approve, name="approval_approve_alike"),
    path(f"{_ITEM}/", items.item, name="approval_item"),
    path(f"{_ITEM}/judge", items.judge, name="approval_judge"),
    path(f"{_ITEM}/fit", items.fit, name="approval_fit"),
]
