"""Addresses of this part of the desk."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from qingdan.web.desk.filing import department, filings, prints, report, version


class FormName(StringConverter):
    """register.pdf: a form and the kind of its file."""

    regex = r"[a-z]{3,10}\.(?:pdf|xlsx|docx)"


class UnitCode(StringConverter):
    """360900013: what is no unit's code is no address."""

    regex = r"[0-9]{9}"


register_converter(FormName, "form")
register_converter(UnitCode, "unit")
_UNIT = "filings/<slug:campaign>/<unit:unit>/"
_VERSION = f"{_UNIT}<int:number>/"

urlpatterns: list[URLPattern] = [
    path("department/", department.department, name="department"),
    path("department/send", department.send, name="filing_send"),
    path("department/report/", report.report, name="report"),
    path("department/report/save", report.save, name="report_save"),
    path("department/nil/", report.nil, name="nil"),
    path("department/nil/set", report.set_nil, name="nil_set"),
    path("department/nil/withdraw", report.withdraw_nil, name="nil_withdraw"),
    path("department/print/<form:form>", prints.draft_print, name="draft_print"),
    path("filing/", version.filing, name="filing"),
    path("filings/", filings.filings, name="filings"),
    path(f"{_UNIT}history/", version.history, name="filing_history"),
    path(_VERSION, version.version, name="filing_version"),
    path(f"{_VERSION}since/<int:before>/", version.comparison, name="filing_comparison"),
    path(f"{_VERSION}sign", version.sign, name="filing_sign"),
    path(f"{_VERSION}paper", version.paper, name="filing_paper"),
    path(f"{_VERSION}hand-in", version.hand_in, name="filing_hand_in"),
    path(f"{_VERSION}original", version.original, name="filing_original"),
    path(f"{_VERSION}receive", version.receive, name="filing_receive"),
    path(f"{_VERSION}return", version.send_back, name="filing_return"),
    path(f"{_VERSION}print", prints.print_later, name="filing_print_later"),
    path(f"{_VERSION}print/<form:form>", prints.version_print, name="filing_print"),
]
