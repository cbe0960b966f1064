"""Addresses of this part of the desk."""

from django.urls import path

from qingdan.web.desk.docking import demands, outbox, partners, results

urlpatterns = [
    path("docking/", partners.partners, name="docking"),
    path("docking/new/", partners.new, name="docking_new"),
    path("docking/enter/", partners.enter, name="docking_enter"),
    path("docking/sent/", outbox.sent, name="docking_outbox"),
    path("docking/sent/<slug:code>/again/", outbox.again, name="docking_again"),
    path("reported-decisions/", results.results, name="docking_results"),
    path("reported-decisions/confirm/", results.confirm, name="docking_confirm"),
    path("reported-decisions/aside/", results.aside, name="docking_aside"),
    path("docking/demands/", demands.register, name="demands"),
    path("docking/demands/file/", demands.file, name="demand_file"),
    path("docking/demands/answer/", demands.answer, name="demand_answer"),
    path("docking/systems/<slug:code>/", partners.partner, name="docking_partner"),
    path("docking/systems/<slug:code>/save/", partners.save, name="docking_save"),
    path("docking/systems/<slug:code>/key/", partners.key, name="docking_key"),
    path("docking/systems/<slug:code>/end-key/", partners.end_key, name="docking_end_key"),
]
