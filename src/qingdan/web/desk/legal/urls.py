"""Addresses of this part of the desk."""

from django.urls import path

from qingdan.web.desk.legal import instruments, law_changes, mandates

urlpatterns = [
    path("legal/", instruments.instruments, name="instruments"),
    path("legal/new", instruments.new, name="instrument_new"),
    path("legal/add", instruments.add, name="instrument_add"),
    path("legal/law-changes/", law_changes.law_changes, name="law_changes"),
    path("legal/law-changes/<slug:code>/", law_changes.law_change, name="law_change"),
    path("legal/law-changes/<slug:code>/answer", law_changes.answer, name="answer_law_change"),
    path("legal/mandates/", mandates.units, name="legal_units"),
    path("legal/mandates/<slug:unit>/", mandates.mandates, name="legal_mandates"),
    path("legal/mandates/<slug:unit>/add", mandates.add, name="mandate_add"),
    path("legal/mandates/<slug:unit>/change", mandates.change, name="mandate_change"),
    path("legal/mandates/<slug:unit>/repeal", mandates.repeal, name="mandate_repeal"),
    path("legal/texts/<slug:code>/", instruments.instrument, name="instrument"),
    path("legal/texts/<slug:code>/save", instruments.save, name="instrument_save"),
    path("legal/texts/<slug:code>/repeal", instruments.repeal, name="instrument_repeal"),
]
