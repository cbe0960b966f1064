"""Addresses of service guides."""

from django.urls import path

from qingdan.web.desk.guides import application_forms, guides, situations, versions

urlpatterns = [
    path("guides/", guides.guides, name="guides"),
    path("guides/begin/", guides.begin, name="guide_begin"),
    path("guides/<slug:code>/", guides.guide, name="guide"),
    path("guides/<slug:code>/save/", guides.save, name="guide_save"),
    path("guides/<slug:code>/files/<slug:file>/", guides.file, name="guide_file"),
    path("guides/<slug:code>/form/", application_forms.builder, name="guide_form"),
    path("guides/<slug:code>/form/save/", application_forms.save_form, name="guide_form_save"),
    path("guides/<slug:code>/form/try/", application_forms.trial, name="guide_form_try"),
    path("guides/<slug:code>/form/schema/", application_forms.schema, name="guide_form_schema"),
    path("guides/<slug:code>/versions/", versions.versions, name="guide_versions"),
    path("guides/<slug:code>/publish/", versions.publish, name="guide_publish"),
    path("guides/<slug:code>/withdraw/", versions.withdraw, name="guide_withdraw"),
    path("situations/", situations.situations, name="situations"),
    path("situations/begin/", situations.begin, name="situation_begin"),
    path("situations/<slug:code>/", situations.situation, name="situation"),
    path("situations/<slug:code>/save/", situations.save, name="situation_save"),
    path("situations/<slug:code>/show/", situations.show, name="situation_show"),
]
