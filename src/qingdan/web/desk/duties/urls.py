"""Addresses of duties."""

from django.urls import URLPattern, path

from qingdan.web.desk.duties import sheet, sheets

urlpatterns: list[URLPattern] = [
    path("duties/", sheets.duties, name="duties"),
    path("duties/propose/", sheets.duties_propose, name="duties_propose"),
    path("duties/send/", sheets.duties_send, name="duties_send"),
    path("duties/<slug:code>/", sheet.duty_sheet, name="duty_sheet"),
    path("duties/<slug:code>/save/", sheet.duty_save, name="duty_save"),
    path("duties/<slug:code>/propose/", sheet.duty_propose, name="duty_propose"),
    path("duties/<slug:code>/confirm/", sheet.duty_confirm, name="duty_confirm"),
]
