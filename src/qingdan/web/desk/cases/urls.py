"""Addresses of cases on the desk."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from qingdan.web.desk.cases import acceptance, case, earlier, intake, levels, managing, queue, trial, watching
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
    path("acceptance/", acceptance.acceptance, name="acceptance"),
    path("acceptance/workbook/", acceptance.workbook, name="acceptance_workbook"),
    path("acceptance/<slug:key>/", acceptance.rows, name="acceptance_rows"),
    path("case-trial/", trial.trial, name="case_trial"),
    path("case-trial/begin/", trial.begin, name="trial_begin"),
    path("case-trial/end/", trial.end, name="trial_end"),
    path("devolutions/", levels.devolutions, name="devolutions"),
    path("devolutions/record/", levels.record, name="devolution_record"),
    path("stages/", levels.stages, name="stages"),
    path("stages/reach/", levels.reach, name="stage_reach"),
    path("earlier/", earlier.earlier, name="earlier"),
    path("earlier/empty/", earlier.empty, name="earlier_empty"),
    path("earlier/read/", earlier.read, name="earlier_read"),
    path("earlier-users/", earlier.users, name="earlier_users"),
    path("earlier-users/link/", earlier.give_link, name="earlier_link"),
    path("earlier/cases/<slug:code>/", earlier.case, name="earlier_case"),
    path("earlier/<slug:code>/", earlier.batch, name="earlier_batch"),
    path("earlier/<slug:code>/bring/", earlier.bring, name="earlier_bring"),
    path("earlier/<slug:code>/undo/", earlier.undo, name="earlier_undo"),
    path("case-usage/", managing.usage, name="case_usage"),
    path("case-watch/", watching.watch, name="case_watch"),
]
