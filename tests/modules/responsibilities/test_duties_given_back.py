"""Duties that the meeting wants changed go back to their unit: the office does not write them."""

from dataclasses import replace

import pytest
from tests.builders_filings import OFFICE
from tests.builders_powers import CAMPAIGN, LIAISON
from tests.modules.responsibilities.test_duty_return import KIND, a_received_duty_return
from tests.modules.responsibilities.test_duty_sheets import OPEN_AT, the_sheet

from qingdan.base.transactions import reading, writing
from qingdan.editions.models import Edition
from qingdan.responsibilities.services.drafting import save_sheet
from qingdan.reviews.models import Review
from qingdan.reviews.services.revising import adjust_item
from qingdan.rules.review import ItemState

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-061", "R-066")]


def test_cleared_duties__are_given_back_to_be_changed(edition: Edition) -> None:
    a_received_duty_return()
    with writing(OFFICE):  # as after the legal office: its gates have tests of their own
        Review.objects.filter(list_kind=KIND).update(state=ItemState.CLEARED)
        one = Review.objects.get(list_kind=KIND)
    what = {"campaign": CAMPAIGN, "kind": KIND, "number": one.number, "version": one.version}
    adjust_item(**what, reason="会议要求写明岗位", by=OFFICE, at=OPEN_AT)  # type: ignore[arg-type]

    sheet = the_sheet()
    named = [replace(duty, post="点灯人") for duty in sheet.duties]
    save_sheet(campaign=CAMPAIGN, code=sheet.code, version=sheet.version, lines=named, by=LIAISON, at=OPEN_AT)
    with reading(OFFICE):
        assert Review.objects.get(list_kind=KIND).state == "amending"
    assert {duty.post for duty in the_sheet().duties} == {"点灯人"}
