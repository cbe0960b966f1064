"""The unit's return of duties: signed, handed in, received, and reviewed by the same procedure."""

import pytest
from tests.builders_duties import OPEN_AT, a_received_duty_return, a_signed_duty_return, the_sheet
from tests.builders_filings import OFFICE
from tests.builders_powers import CAMPAIGN, LIAISON, OWN

from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading
from qingdan.editions.models import Edition
from qingdan.filings.models import Filing
from qingdan.filings.services.signing import send_to_principal
from qingdan.responsibilities.services.drafting import save_sheet
from qingdan.reviews.models import Review
from qingdan.rules.review import ListKind

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-008", "R-066", "R-067", "R-068")]

KIND = ListKind.RESPONSIBILITY


def test_an_unwritten_duty__keeps_the_return_back(edition: Edition) -> None:
    with pytest.raises(Refused, match="duties_empty"):
        send_to_principal(campaign=CAMPAIGN, unit=OWN, kind=KIND, by=LIAISON, at=OPEN_AT)


def test_duties__are_signed_handed_in_and_reviewed(edition: Edition) -> None:
    filing = a_received_duty_return()

    with reading(OFFICE):
        review = Review.objects.get(list_kind=KIND)
    assert (review.number, review.state) == (the_sheet().code, "group_review")
    assert filing.list_kind == KIND and filing.number > 1


def test_a_later_edit__voids_the_signature(edition: Edition) -> None:
    filing = a_signed_duty_return()
    sheet = the_sheet()
    save_sheet(
        campaign=CAMPAIGN,
        code=sheet.code,
        version=sheet.version,
        lines=sheet.duties[:-1],
        by=LIAISON,
        at=OPEN_AT,
    )

    with reading(OFFICE):
        assert Filing.objects.get(pk=filing.pk).state == "voided"
