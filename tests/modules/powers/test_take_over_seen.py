"""How much of another unit's draft may be begun with: never more than its people agreed to, or the list tells."""

from dataclasses import replace

import pytest
from tests.builders import COUNTY, NOW, SETTER, TODAY
from tests.builders_partners import COUNTY_OFFICE, COUNTY_UNIT, a_county_office, the_consent
from tests.builders_powers import CAMPAIGN, LIAISON, OTHER, OWN, STRANGER, a_campaign, an_item
from tests.builders_uploads import items_of

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.base.transactions import reading, writing
from qingdan.campaigns.models import Campaign
from qingdan.powers.queries.beginnings import Beginnings, beginnings_for
from qingdan.powers.services.beginnings import take_over_items
from qingdan.powers.services.consents import answer_consent
from qingdan.powers.services.dispositions import ask_receivers
from qingdan.powers.services.partners import set_partners
from qingdan.rules.role import Role

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-022", "R-054")]
MARK = "只给本局看的话"
COUNTY_CLERK = replace(COUNTY_OFFICE, username="clerk", roles=frozenset({Role.LIAISON}))


def _marked() -> str:
    return an_item(remark=MARK, reason=MARK, use_count=MARK, fee="不收费")


def _beginnings(actor: Actor) -> Beginnings:
    with reading(actor):
        return beginnings_for(actor, actor.unit)


@pytest.mark.parametrize("answer", ["", "agree", "object"])
def test_take_over__a_joint_partner_gets_nothing_of_the_draft(answer: str) -> None:
    number = _marked()
    set_partners(number=number, version=1, lead=OWN, partners=[OTHER], by=LIAISON, at=NOW)
    if answer:
        answer_consent(code=the_consent().code, answer=answer, reason="因为", by=STRANGER, at=NOW)

    assert _beginnings(STRANGER).to_take_over == ()
    with pytest.raises(Missing):
        take_over_items(unit=OTHER, campaign=CAMPAIGN, numbers=[number], by=STRANGER, at=NOW)


@pytest.fixture
def below(city: None) -> None:
    """A county with a campaign of its own under the city's."""
    a_county_office()
    campaign = a_campaign(COUNTY, "county-2026")
    with writing(SETTER):
        Campaign.objects.filter(pk=campaign.pk).update(parent=Campaign.objects.get(code=CAMPAIGN))


@pytest.mark.parametrize("answer", ["", "agree", "object"])
def test_take_over__a_receiver_below_waits_for_the_adopted_list(below: None, answer: str) -> None:
    number = _marked()
    ask_receivers(number=number, units=[COUNTY_UNIT], by=LIAISON, at=NOW)
    if answer:
        code = the_consent(COUNTY_OFFICE).code
        answer_consent(code=code, answer=answer, reason="因为", by=COUNTY_OFFICE, at=NOW)

    assert _beginnings(COUNTY_CLERK).to_take_over == ()


def test_take_over__of_the_adopted_list_without_what_it_does_not_tell(below: None) -> None:
    number = _marked()
    with writing(SETTER):
        Campaign.objects.filter(code=CAMPAIGN).update(adopted_on=TODAY)

    offered = _beginnings(COUNTY_CLERK).to_take_over
    take_over_items(unit=COUNTY_UNIT, campaign="county-2026", numbers=[number], by=COUNTY_CLERK, at=NOW)

    (taken,) = items_of(COUNTY_CLERK).values()
    assert [one.number for one in offered] == [number] and MARK not in str(offered)
    assert (taken.fee, taken.remark, taken.use_count) == ("不收费", "", "")
