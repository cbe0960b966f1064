"""Messages about a filing: to those who must act next, with the way to it."""

import pytest
from tests.builders_account import signed_in
from tests.builders_filings import LATER, OFFICE, a_ready_unit, filed, received, signed
from tests.builders_powers import CAMPAIGN, LIAISON, OWN

from qingdan.base.messages.models import Message
from qingdan.filings.services.handing_in import return_filing
from qingdan.powers.services.items import save_item

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-050", "R-051")]
VERSION = "市灯笼局报送件第 1 版"


def _told(username: str) -> list[str]:
    return list(
        Message.objects.filter(user__username=username).order_by("pk").values_list("subject", flat=True)
    )


def test_people__are_told_what_becomes_of_their_filing() -> None:
    a_ready_unit()
    filed()
    received()
    return_filing(campaign=CAMPAIGN, unit=OWN, number=1, reason="灯笼数不对", by=OFFICE, at=LATER)

    assert _told("principal") == [f"{VERSION}等你签字", f"市编办退回了{VERSION}"]
    assert _told("liaison") == [f"{VERSION}已签字", f"市编办收下了{VERSION}", f"市编办退回了{VERSION}"]
    assert _told("stranger") == []


def test_message__of_a_return_has_its_reason_and_leads_to_the_version() -> None:
    a_ready_unit()
    filed()
    return_filing(campaign=CAMPAIGN, unit=OWN, number=1, reason="灯笼数不对", by=OFFICE, at=LATER)

    words = signed_in("liaison").get("/desk/messages/").content.decode()

    assert "灯笼数不对" in words
    assert f'href="/desk/filings/{CAMPAIGN}/{OWN}/1/"' in words


def test_people__are_told_that_a_signature_fell() -> None:
    number = a_ready_unit()
    signed()

    save_item(number=number, version=1, values={"remark": "改了"}, by=LIAISON, at=LATER)

    assert _told("principal")[-1] == f"{VERSION}签字作废"
    assert _told("liaison")[-1] == f"{VERSION}签字作废"
