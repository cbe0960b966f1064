"""Addresses of how a register is begun: workbooks, proposals, other items; and of its export."""

from django.urls import path

from qingdan.web.desk.register import beginnings, elsewhere, uploads

_UPLOAD = "register/uploads/<slug:code>/"

urlpatterns = [
    path("register/uploads/", uploads.uploads, name="uploads"),
    path("register/uploads/send", uploads.send, name="upload_send"),
    path(_UPLOAD, uploads.upload, name="upload"),
    path(f"{_UPLOAD}accept", uploads.accept, name="upload_accept"),
    path(f"{_UPLOAD}take", uploads.take, name="upload_take"),
    path(f"{_UPLOAD}drop", uploads.drop, name="upload_drop"),
    path(f"{_UPLOAD}undo", uploads.undo, name="upload_undo"),
    path(f"{_UPLOAD}adopt", uploads.adopt, name="upload_adopt"),
    path(f"{_UPLOAD}elsewhere", elsewhere.elsewhere, name="upload_elsewhere"),
    path(f"{_UPLOAD}elsewhere/adopt", elsewhere.adopt_there, name="upload_adopt_there"),
    path(f"{_UPLOAD}explain", uploads.explain, name="upload_explain"),
    path(f"{_UPLOAD}reopen", uploads.reopen, name="upload_reopen"),
    path(f"{_UPLOAD}annotated", uploads.annotated, name="upload_annotated"),
    path("register/begin", beginnings.begin, name="propose"),
    path("register/begin/propose", beginnings.propose, name="propose_start"),
    path("register/begin/last-year", beginnings.bring, name="bring_last_year"),
    path("register/begin/take-over", beginnings.take_over, name="take_over"),
    path("register/export", uploads.export, name="register_export"),
]
