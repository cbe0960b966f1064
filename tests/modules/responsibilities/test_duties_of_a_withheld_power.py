"""The duties of a power that is kept from the public are kept from it too: in rounds, returns and lists (R-019)."""

from dataclasses import replace

import pytest
from tests.builders_duties import OPEN_AT, a_received_duty_return, the_sheet
from tests.builders_editions import an_edition
from tests.builders_filings import OFFICE
from tests.builders_powers import CAMPAIGN, LIAISON
from tests.builders_reviews import POWER, a_colleague

from qingdan.base.orgs.models import Unit
from qingdan.base.transactions import reading
from qingdan.consultations.models import HiddenItem
from qingdan.editions.models import Edition
from qingdan.lists.queries.composition import Composition, compose
from qingdan.responsibilities.queries.filed import duty_items, duty_progress
from qingdan.reviews.models import Review
from qingdan.reviews.services.registers import decide_withholding, propose_withholding
from qingdan.reviews.services.revising import adjust_item
from qingdan.rules.review import ItemState, ListKind
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-019", "R-065")]
DUTY = ListKind.RESPONSIBILITY


def the(kind: ListKind) -> Review:
    with reading(OFFICE):
        return Review.objects.select_related("campaign", "unit", "filing").get(list_kind=kind)


def proposed() -> str:
    """The published power is taken back, and somebody proposes to keep it from the public."""
    power = the(POWER)
    which = {"campaign": CAMPAIGN, "kind": POWER, "number": power.number}
    adjust_item(**which, version=power.version, reason="灯塔不能公开", by=OFFICE, at=OPEN_AT)
    words = {"ground": "《临江市灯笼管理条例》第九条", "reason": "灯塔在哪里"}
    return propose_withholding(**which, **words, by=LIAISON, at=OPEN_AT)


def hidden() -> list[str]:
    with reading(OFFICE):
        return sorted(HiddenItem.objects.values_list("list_kind", flat=True))


def composed() -> Composition:
    """What the list of duties would be with the one sheet cleared."""
    review = the(DUTY)
    review.state, review.public_code = ItemState.CLEARED, review.number
    with reading(OFFICE):
        return compose(review.campaign, DUTY, [review])


def test_a_proposal__hides_the_duties_with_the_power(edition: Edition) -> None:
    a_received_duty_return()
    code = proposed()
    assert hidden() == ["power_list", "responsibility_list"]

    office = replace(a_colleague(Role.ESTABLISHMENT_OFFICE, unit=2), factor_at=OPEN_AT)
    decide_withholding(code=code, approve=False, note="没有这样的依据", by=office, at=OPEN_AT)
    assert hidden() == []


def test_duties__are_filed_while_their_power_is_listed(edition: Edition) -> None:
    review, sheet = the(POWER), the_sheet()
    with reading(OFFICE):
        units = list(Unit.objects.filter(code=review.unit.code))
        assert [one["number"] for one in duty_items(review.campaign, units)] == [sheet.code]
    an_edition([], region=edition.region_id)

    with reading(OFFICE):
        assert duty_items(review.campaign, units) == []
        assert duty_progress(review.campaign, units).sheets == 0


def test_cleared_duties_of_a_power_no_more_listed__are_in_the_draft_and_in_no_edition(
    edition: Edition,
) -> None:
    a_received_duty_return()
    assert [one.withheld for one in composed().lines] == [False]
    an_edition([], region=edition.region_id)

    assert [one.withheld for one in composed().lines] == [True]
