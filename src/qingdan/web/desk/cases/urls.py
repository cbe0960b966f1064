"""Addresses of cases on the desk."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from qingdan.web.desk.cases import case, intake, managing, queue, watching
from qingdan.web.desk.cases.places import CaseNumberConverter
from qingdan.web.desk.cases.sending import SENDING


class FormConverter(StringConverter):
    """The name of an act's form."""

    regex = "|".join(SENDING)


register_converter(CaseNumberConverter, "case_number")
register_converter(FormConverter, "case_form")

urlpatterns = [
    path("cases/", queue.cases, name="cases"),
    path("cases/accept/", queue.accept, name="cases_accept"),
    path("cases/load/", managing.load, name="case_load"),
    path("cases/<case_number:number>/", case.case, name="case"),
    path("cases/<case_number:number>/receipt/", intake.receipt, name="case_receipt"),
    path("cases/<case_number:number>/here/", watching.here, name="case_here"),
    path("cases/<case_number:number>/materials/<int:place>/", case.material, name="case_material"),
    path("cases/<case_number:number>/<case_form:name>/", case.form, name="case_form"),
    path("cases/<case_number:number>/<case_form:name>/send/", case.send, name="case_send"),
    path("intake/", intake.intake, name="intake"),
    path("intake/check/", intake.check, name="intake_check"),
    path("intake/send/", intake.send, name="intake_send"),
    path("case-usage/", managing.usage, name="case_usage"),
    path("case-watch/", watching.watch, name="case_watch"),
]
