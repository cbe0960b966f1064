"""Addresses of licences."""

from django.urls import path

from qingdan.web.desk.licences import closed_cases, licences

urlpatterns = [
    path("licences/", licences.licences, name="licences"),
    path("licences/<slug:code>/", licences.licence, name="licence"),
    path("licences/<slug:code>/ask/", licences.ask, name="licence_ask"),
    path("licences/<slug:code>/decide/", licences.decide, name="licence_decide"),
    path("case-packs/<slug:number>.zip", closed_cases.case_pack, name="case_pack"),
    path("case-bars/<slug:number>/", closed_cases.bar, name="case_bar"),
    path("case-bars/<slug:number>/send/", closed_cases.bar_send, name="case_bar_send"),
]
