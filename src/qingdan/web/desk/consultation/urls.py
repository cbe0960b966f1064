"""Addresses of consultation."""

from django.urls import URLPattern, path

from qingdan.web.desk.consultation import opinions, rounds

urlpatterns: list[URLPattern] = [
    path("consultations/", rounds.consultations, name="consultations"),
    path("consultations/open/", rounds.consultation_open, name="consultation_open"),
    path("consultations/<slug:code>/", rounds.consultation, name="consultation"),
    path("consultations/<slug:code>/print/", rounds.consultation_print, name="consultation_print"),
    path("consultations/<slug:code>/close/", rounds.consultation_close, name="consultation_close"),
    path("consultations/<slug:code>/experts/", rounds.consultation_invite, name="consultation_invite"),
    path("consultations/<slug:code>/experts/end/", rounds.consultation_revoke, name="consultation_revoke"),
    path("consultations/<slug:code>/nothing/", opinions.consultation_nothing, name="consultation_nothing"),
    path(
        "consultations/<slug:code>/items/<slug:number>/", opinions.consultation_item, name="consultation_item"
    ),
    path("consultations/<slug:code>/say/", opinions.consultation_say, name="consultation_say"),
    path(
        "consultations/<slug:code>/answer/<slug:opinion>/",
        opinions.consultation_answer,
        name="consultation_answer",
    ),
]
