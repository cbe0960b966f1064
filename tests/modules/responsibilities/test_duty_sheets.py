"""Duties are drafted from the published power, step by step."""

from dataclasses import replace

import pytest
from tests.builders_duties import OPEN_AT, the_sheet
from tests.builders_filings import LATER
from tests.builders_powers import CAMPAIGN, LIAISON, OWN, STRANGER

from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.base.transactions import reading, writing
from qingdan.editions.models import Edition
from qingdan.responsibilities.models import DutySheet
from qingdan.responsibilities.queries.sheets import list_sheets
from qingdan.responsibilities.services.drafting import (
    confirm_sheet,
    open_sheets,
    propose_all,
    propose_sheet,
    save_sheet,
)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-017", "R-043", "R-064", "R-065", "R-066")]


def test_a_published_power__has_a_sheet_that_lacks_everything(edition: Edition) -> None:
    sheet = the_sheet()

    assert sheet.unit == OWN and sheet.power["code"] == sheet.code
    assert [one.key for one in sheet.problems] == ["C30.no_duty"]


def test_opened_again__nothing_is_new(edition: Edition) -> None:
    assert open_sheets(edition=edition.code, by=LIAISON, at=LATER) == 0


def test_before_the_phase__nothing_is_drafted(edition: Edition) -> None:
    sheet = the_sheet()

    with pytest.raises(Refused, match="not_open"):
        propose_sheet(campaign=CAMPAIGN, code=sheet.code, version=sheet.version, by=LIAISON, at=LATER)


def test_proposals__cover_every_step(edition: Edition) -> None:
    sheet = the_sheet()
    propose_sheet(campaign=CAMPAIGN, code=sheet.code, version=sheet.version, by=LIAISON, at=OPEN_AT)

    after = the_sheet()
    assert {one.step for one in after.duties} == {one.number for one in after.steps if one.needs_duty}
    assert after.version == sheet.version + 1
    with pytest.raises(Refused, match="not_empty"):
        propose_sheet(campaign=CAMPAIGN, code=sheet.code, version=after.version, by=LIAISON, at=OPEN_AT)


def test_all_sheets_of_a_unit__are_filled_at_once(edition: Edition) -> None:
    assert propose_all(campaign=CAMPAIGN, unit=OWN, by=LIAISON, at=OPEN_AT) == 1
    assert propose_all(campaign=CAMPAIGN, unit=OWN, by=LIAISON, at=OPEN_AT) == 0


def test_two_editors__the_second_sees_what_the_first_wrote(edition: Edition) -> None:
    sheet = the_sheet()
    propose_sheet(campaign=CAMPAIGN, code=sheet.code, version=sheet.version, by=LIAISON, at=OPEN_AT)
    lines = the_sheet().duties
    changed = [replace(lines[0], duty="每夜巡查"), *lines[1:]]

    save_sheet(campaign=CAMPAIGN, code=sheet.code, version=2, lines=changed, by=LIAISON, at=OPEN_AT)
    with pytest.raises(Stale) as stale:
        save_sheet(campaign=CAMPAIGN, code=sheet.code, version=2, lines=lines, by=LIAISON, at=OPEN_AT)
    assert stale.value.theirs["duties.0.duty"] == "每夜巡查"
    assert the_sheet().duties == tuple(changed)


def test_a_row_without_its_duty__is_named(edition: Edition) -> None:
    sheet = the_sheet()
    propose_sheet(campaign=CAMPAIGN, code=sheet.code, version=sheet.version, by=LIAISON, at=OPEN_AT)
    lines = [replace(the_sheet().duties[0], duty=" ")]

    with pytest.raises(Refused) as refused:
        save_sheet(campaign=CAMPAIGN, code=sheet.code, version=2, lines=lines, by=LIAISON, at=OPEN_AT)
    assert [one.where.field for one in refused.value.problems] == ["duties.0.duty"]


def test_a_foreign_sheet__does_not_exist(edition: Edition) -> None:
    sheet = the_sheet()

    with pytest.raises(Missing):
        propose_sheet(campaign=CAMPAIGN, code=sheet.code, version=1, by=STRANGER, at=OPEN_AT)
    with reading(STRANGER):
        assert list_sheets(STRANGER, campaign=CAMPAIGN) == ()


def test_a_changed_power__marks_its_duties_until_they_are_looked_at(edition: Edition) -> None:
    sheet = the_sheet()
    with reading(LIAISON):
        kept = DutySheet.objects.get()
    assert kept.stale_since is None

    _as_if_drafted_from_another_text()
    open_sheets(edition=edition.code, by=LIAISON, at=LATER)
    marked = the_sheet()
    assert marked.stale_since == LATER
    confirm_sheet(campaign=CAMPAIGN, code=sheet.code, version=marked.version, by=LIAISON, at=OPEN_AT)
    assert the_sheet().stale_since is None


def _as_if_drafted_from_another_text() -> None:
    with writing(LIAISON):
        DutySheet.objects.update(entry_digest="0" * 64)
