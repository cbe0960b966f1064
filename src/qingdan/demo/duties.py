"""The demonstration's units write, sign and hand in the duties of their published powers."""

from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet

from qingdan.base.orgs.models import Unit
from qingdan.base.transactions import reading
from qingdan.campaigns.models import Campaign
from qingdan.demo.people import People
from qingdan.filings.models import Filing
from qingdan.filings.services.handing_in import file_filing
from qingdan.filings.services.signing import send_to_principal, sign_filing
from qingdan.responsibilities.models import DutySheet
from qingdan.responsibilities.queries.sheets import SheetPage, get_sheet, list_sheets
from qingdan.responsibilities.services.drafting import propose_all, save_sheet
from qingdan.rules.responsibility import DutyLine
from qingdan.rules.review import ListKind

OWN_WORDS = DutyLine(
    step=0,
    duty="按公布的权限和程序办理，依法公开",
    post="承办人",
    accountability_ground="不履行或者不正确履行职责，造成后果的",
    legal_basis="见权力清单所列依据",
)
"""For what the templates leave open."""


def write_duties(campaign: Campaign, people: People, at: datetime) -> None:
    """Every unit with published powers; a subordinate body writes, its 主管部门 hands in."""
    with reading(people.by):
        found = Unit.objects.filter(pk__in=DutySheet.objects.filter(campaign=campaign).values("unit"))
        units = list(found.order_by("code").values_list("code", "supervising__code"))
        filed = set(_handed_in(campaign).values_list("unit__code", flat=True))
    for unit, _ in units:
        _write(campaign.code, unit, people, at)
    for unit in sorted({above or unit for unit, above in units} - filed):
        _hand_in(campaign.code, unit, people, at)


def _handed_in(campaign: Campaign) -> QuerySet[Filing]:
    return Filing.objects.filter(campaign=campaign, list_kind=ListKind.RESPONSIBILITY, closed_at=None)


def _write(campaign: str, unit: str, people: People, at: datetime) -> None:
    liaison = people.liaison(unit)
    propose_all(campaign=campaign, unit=unit, by=liaison, at=at)
    with reading(liaison):
        lacking = [one.code for one in list_sheets(liaison, campaign=campaign, unit=unit) if one.lacking]
        pages = [get_sheet(liaison, campaign=campaign, code=code) for code in lacking]
    for page in pages:
        save_sheet(
            campaign=campaign, code=page.code, version=page.version, lines=_completed(page), by=liaison, at=at
        )


def _completed(page: SheetPage) -> list[DutyLine]:
    names = ("duty", "post", "accountability_ground", "legal_basis")
    whole = [
        replace(one, **{name: getattr(one, name) or getattr(OWN_WORDS, name) for name in names})
        for one in page.duties
    ]
    return whole or [OWN_WORDS]


def _hand_in(campaign: str, unit: str, people: People, at: datetime) -> None:
    place = {"campaign": campaign, "unit": unit}
    liaison = people.liaison(unit)
    number = send_to_principal(**place, kind=ListKind.RESPONSIBILITY, by=liaison, at=at)
    with reading(liaison):
        digest = Filing.objects.get(campaign__code=campaign, unit__code=unit, number=number).digest
    sign_filing(**place, number=number, digest=digest, by=people.principal(unit, at), at=at)
    file_filing(**place, number=number, digest=digest, by=liaison, at=at)
