"""Handing in, receipts, receiving, returning, and what stays of every version."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pytest_django import Settings
from tests.builders import NOW
from tests.builders_filings import (
    BODY,
    LATER,
    OFFICE,
    PRINCIPAL,
    a_chart,
    a_ready_unit,
    filed,
    received,
    sent,
    signed,
    signed_on_paper,
    the_filing,
)
from tests.builders_powers import CAMPAIGN, LIAISON, OTHER, OWN, STRANGER, an_item

from qingdan.base.actor import Actor
from qingdan.base.events.models import Event
from qingdan.base.refusal import Missing, Refused
from qingdan.base.snapshots.queries import thaw
from qingdan.campaigns.models import Campaign, Fulfilment
from qingdan.filings.models import Filing
from qingdan.filings.queries.filings import history_of_filing, list_filings, versions_of
from qingdan.filings.services.handing_in import file_filing, receive_filing, return_filing
from qingdan.filings.services.signing import confirm_original, send_to_principal
from qingdan.powers.services.items import save_item

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-051")]
AFTER_DEADLINE = datetime(2026, 6, 3, 1, 0, tzinfo=UTC)


def _keys(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {one.key for one in refused.value.problems}


def _file(number: int = 1, by: Actor = LIAISON, at: datetime = LATER, digest: str = "") -> str:
    key = digest or the_filing(number).digest
    return file_filing(campaign=CAMPAIGN, unit=OWN, number=number, digest=key, by=by, at=at)


def _return(reason: str = "灯笼数不对", by: Actor = OFFICE) -> None:
    return_filing(campaign=CAMPAIGN, unit=OWN, number=1, reason=reason, by=by, at=LATER)


def _receive(by: Actor = OFFICE) -> None:
    receive_filing(campaign=CAMPAIGN, unit=OWN, number=1, by=by, at=LATER)


def test_filing__has_receipt_time_and_fulfils_what_is_owed() -> None:
    a_ready_unit()

    one = filed()

    assert (one.state, one.receipt_number, one.late) == ("filed", "临编收〔2026〕0001号", False)
    done = Fulfilment.objects.get(obligation="filing", withdrawn_at=None)
    assert (done.note, done.at) == (one.receipt_number, LATER)
    assert Event.objects.get(kind="FilingFiled").data["digest"] == one.digest


def test_filing__after_the_last_day_is_late_for_ever() -> None:
    a_ready_unit()
    signed()

    _file(at=AFTER_DEADLINE)

    assert the_filing().late
    assert Fulfilment.objects.get(obligation="filing").late


def test_filing__twice_gives_the_same_receipt() -> None:
    a_ready_unit()
    first = filed().receipt_number

    assert _file() == first
    assert Filing.objects.exclude(receipt_number=None).count() == 1


def test_receipts__are_counted_on_with_the_prefix_of_the_city(settings: Settings) -> None:
    settings.RECEIPT_PREFIX = "宜"
    a_ready_unit()
    a_ready_unit(OTHER, STRANGER)
    principal = replace(PRINCIPAL, username="other-principal", unit=OTHER)

    numbers = [filed().receipt_number, filed(OTHER, STRANGER, principal).receipt_number]

    assert numbers == ["宜编收〔2026〕0001号", "宜编收〔2026〕0002号"]


def test_filing__unsigned_or_with_another_digest() -> None:
    a_ready_unit()
    sent()
    with pytest.raises(Refused) as unsigned:
        _file()
    signed()
    with pytest.raises(Refused) as other:
        _file(digest="f" * 64)

    assert (_keys(unsigned), _keys(other)) == ({"filing.is_signing"}, {"filing.other_digest"})


@pytest.mark.requirement("R-052")
def test_filing__of_a_subordinate_body_goes_with_its_department() -> None:
    a_ready_unit()
    body = replace(LIAISON, unit=BODY, username="body")
    number = an_item("对夜间吹灭灯笼的处罚", unit=BODY, by=body, duty="巡查")
    a_chart(by=body)

    with pytest.raises(Refused) as refused:
        send_to_principal(campaign=CAMPAIGN, unit=BODY, by=body, at=NOW)

    assert _keys(refused) == {"filing.supervising_files"}
    content = thaw(sent(by=replace(LIAISON, charges=(BODY,))).digest)
    assert [(one["number"], one["unit"]) for one in content["items"]][1:] == [(number, BODY)]


@pytest.mark.requirement("R-052")
def test_editing__in_a_subordinate_body_voids_the_signature_above() -> None:
    a_ready_unit()
    signed()

    an_item("对夜间吹灭灯笼的处罚", unit=BODY, by=replace(LIAISON, unit=BODY, username="body"))

    assert the_filing().state == "voided"
    assert the_filing().voided_for.startswith(f"power_item:{BODY}")


def test_receiving__once_by_who_receives() -> None:
    a_ready_unit()
    filed()

    with pytest.raises(Missing):
        _receive(LIAISON)
    _receive()
    _receive()

    assert the_filing().received_by == "office"
    assert Event.objects.filter(kind="FilingReceived").count() == 1


def test_receiving__a_paper_only_after_its_original_was_seen() -> None:
    a_ready_unit()
    signed_on_paper()
    _file()

    with pytest.raises(Refused) as refused:
        _receive()
    confirm_original(campaign=CAMPAIGN, unit=OWN, number=1, by=OFFICE, at=LATER)
    _receive()

    assert _keys(refused) == {"filing.original_unseen"}
    assert the_filing().state == "received"


def test_returning__opens_the_drafts_and_the_obligation() -> None:
    number = a_ready_unit()
    received()

    _return()
    save_item(number=number, version=1, values={"remark": "重新数过"}, by=LIAISON, at=LATER)

    assert (the_filing().state, the_filing().returned_reason) == ("returned", "灯笼数不对")
    assert Fulfilment.objects.get(obligation="filing").withdrawn_why == "灯笼数不对"
    again = filed()
    assert (again.number, again.receipt_number) == (2, "临编收〔2026〕0002号")
    assert [one.state for one in versions_of(LIAISON, OWN)] == ["filed", "returned"]


@pytest.mark.parametrize(("reason", "key"), [("  ", "desk.required"), ("长" * 2_001, "desk.too_long")])
def test_returning__needs_a_reason(reason: str, key: str) -> None:
    a_ready_unit()
    filed()

    with pytest.raises(Refused) as refused:
        _return(reason)

    assert _keys(refused) == {key}


def test_returning__what_was_not_handed_in() -> None:
    a_ready_unit()
    signed()

    with pytest.raises(Refused) as refused:
        _return()

    assert _keys(refused) == {"filing.is_signed"}


def test_closed_campaign__takes_nothing() -> None:
    a_ready_unit()
    signed()
    Campaign.objects.filter(code=CAMPAIGN).update(closed_at=NOW)

    with pytest.raises(Refused) as refused:
        _file()

    assert _keys(refused) == {"filing.campaign_closed"}


def test_list__tells_who_is_overdue() -> None:
    a_ready_unit()
    filed()

    lines = {one.name: one for one in list_filings(OFFICE, today=AFTER_DEADLINE.date())}

    assert (lines["市灯笼局"].overdue, lines["市河道局"].overdue) == (False, True)
    assert lines["市灯笼局"].last is not None and lines["市灯笼局"].last.state == "filed"


def test_history__tells_every_act_with_its_digest() -> None:
    a_ready_unit()
    digest = received().digest
    _return()

    history = history_of_filing(OFFICE, CAMPAIGN, OWN)

    kinds = [one.kind for one in history]
    assert kinds == ["FilingReturned", "FilingReceived", "FilingFiled", "FilingSigned", "FilingSent"]
    assert {one.data["digest"] for one in history} == {digest}
    with pytest.raises(Missing):
        history_of_filing(STRANGER, CAMPAIGN, OWN)


def test_numbers__of_elsewhere_are_not_seen() -> None:
    a_ready_unit()
    filed()

    assert versions_of(STRANGER, OWN) == []
