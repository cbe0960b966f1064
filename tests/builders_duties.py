"""Duties for tests: the sheet of the one power of `a_published_city`, its return signed and received."""

from dataclasses import replace
from datetime import UTC, datetime

from tests.builders_filings import OFFICE, PRINCIPAL
from tests.builders_powers import CAMPAIGN, LIAISON, OWN
from tests.kept_states import kept

from qingdan.base.transactions import reading
from qingdan.filings.models import Filing
from qingdan.filings.services.handing_in import file_filing, receive_filing
from qingdan.filings.services.signing import send_to_principal, sign_filing
from qingdan.responsibilities.queries.sheets import SheetPage, get_sheet, list_sheets
from qingdan.responsibilities.services.drafting import propose_all, save_sheet
from qingdan.rules.review import ListKind

OPEN_AT = datetime(2026, 8, 31, 1, 0, tzinfo=UTC)  # the phase of drafting duties has begun


def the_sheet() -> SheetPage:
    """The one sheet as it stands."""
    with reading(LIAISON):
        (line,) = list_sheets(LIAISON, campaign=CAMPAIGN)
        return get_sheet(LIAISON, campaign=CAMPAIGN, code=line.code)


@kept
def a_signed_duty_return() -> Filing:
    """The duties of 市灯笼局, written from the templates and signed."""
    propose_all(campaign=CAMPAIGN, unit=OWN, by=LIAISON, at=OPEN_AT)
    sheet = the_sheet()
    whole = [
        replace(one, accountability_ground="该点的灯没有点", legal_basis="灯笼条例第三条")
        for one in sheet.duties
    ]
    save_sheet(campaign=CAMPAIGN, code=sheet.code, version=sheet.version, lines=whole, by=LIAISON, at=OPEN_AT)
    number = send_to_principal(
        campaign=CAMPAIGN, unit=OWN, kind=ListKind.RESPONSIBILITY, by=LIAISON, at=OPEN_AT
    )
    with reading(OFFICE):
        filing = Filing.objects.get(unit__code=OWN, number=number)
    principal = replace(PRINCIPAL, factor_at=OPEN_AT)
    sign_filing(campaign=CAMPAIGN, unit=OWN, number=number, digest=filing.digest, by=principal, at=OPEN_AT)
    return filing


@kept
def a_received_duty_return() -> Filing:
    """The same, handed in and received: under review."""
    filing = a_signed_duty_return()
    which = {"campaign": CAMPAIGN, "unit": OWN, "number": filing.number}
    file_filing(**which, digest=filing.digest, by=LIAISON, at=OPEN_AT)
    receive_filing(**which, by=OFFICE, at=OPEN_AT)
    return filing
