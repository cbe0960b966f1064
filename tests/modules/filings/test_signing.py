"""Sending to the principal, signing in the system and on paper, and what voids a signature."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import CITY, NOW
from tests.builders_files import PDF, given
from tests.builders_filings import (
    LATER,
    OFFICE,
    PRINCIPAL,
    REPORT,
    a_ready_unit,
    filed,
    received,
    sent,
    signed,
    signed_on_paper,
    the_filing,
)
from tests.builders_flows import WHOLE, saved
from tests.builders_powers import CAMPAIGN, LIAISON, OWN, STRANGER, an_item

from qingdan.base.actor import Actor
from qingdan.base.events.models import Event
from qingdan.base.refusal import Missing, Refused
from qingdan.base.snapshots.queries import thaw
from qingdan.campaigns.models import Fulfilment
from qingdan.filings.services.preparing import save_report, set_nil_line, withdraw_nil_line
from qingdan.filings.services.signing import confirm_original, send_to_principal, sign_filing, sign_on_paper
from qingdan.flows.models import FlowChart
from qingdan.powers.models import PowerItem
from qingdan.powers.services.items import delete_item, move_item, restore_item, save_item
from qingdan.rules.role import Role

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-050")]


def _keys(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {one.key for one in refused.value.problems}


def _sign(by: Actor = PRINCIPAL, **more: object) -> None:
    one = the_filing()
    words = {"campaign": CAMPAIGN, "unit": OWN, "number": 1, "digest": one.digest, "at": LATER} | more
    sign_filing(**words, by=by)  # type: ignore[arg-type]


def test_sending__is_refused_with_everything_that_is_missing() -> None:
    an_item(disposition="")

    with pytest.raises(Refused) as refused:
        send_to_principal(campaign=CAMPAIGN, unit=OWN, by=LIAISON, at=NOW)

    assert _keys(refused) >= {"filing.report", "filing.silent", "filing.contacts"}
    assert not Event.objects.filter(kind="FilingSent").exists()


def test_sending__freezes_the_whole_package() -> None:
    number = a_ready_unit()

    content = thaw(sent().digest)

    assert [one["number"] for one in content["items"]] == [number]
    assert content["items"][0]["bases"][0]["locator"] == "第三条"
    assert [len(one["steps"]) for one in content["charts"]] == [5]
    assert content["report"] == REPORT
    assert {one["category"] for one in content["nil"]} >= {"levy", "other"}


def test_sending__twice_is_one_version() -> None:
    a_ready_unit()

    assert (sent().number, sent().number) == (1, 1)
    assert Event.objects.filter(kind="FilingSent").count() == 1


@pytest.mark.parametrize(
    "by",
    [
        pytest.param(STRANGER, id="another unit"),
        pytest.param(OFFICE, id="who receives"),
        pytest.param(replace(LIAISON, roles=frozenset({Role.DRAFTER})), id="drafter"),
    ],
)
def test_sending__by_who_may_not(by: Actor) -> None:
    a_ready_unit()

    with pytest.raises(Missing):
        send_to_principal(campaign=CAMPAIGN, unit=OWN, by=by, at=NOW)


def test_signing__keeps_who_when_and_which_digest() -> None:
    a_ready_unit()

    one = signed()

    assert (one.state, one.signed_how, one.signed_name, one.signed_at) == (
        "signed",
        "factor",
        "周守清",
        LATER,
    )
    event = Event.objects.get(kind="FilingSigned")
    assert (event.by, event.at, event.data["digest"]) == ("principal", LATER, one.digest)


def test_signing__twice_is_once() -> None:
    a_ready_unit()
    signed()

    _sign()

    assert Event.objects.filter(kind="FilingSigned").count() == 1


def test_signing__after_somebody_else_did() -> None:
    a_ready_unit()
    signed()

    with pytest.raises(Refused) as refused:
        _sign(replace(PRINCIPAL, username="second", name="二把手"))

    assert _keys(refused) == {"filing.is_signed"}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        pytest.param({"by": replace(PRINCIPAL, factor_at=None)}, "filing.factor", id="no factor"),
        pytest.param(
            {"by": replace(PRINCIPAL, factor_at=NOW - timedelta(minutes=20))},
            "filing.factor",
            id="old factor",
        ),
        pytest.param({"digest": "0" * 64}, "filing.other_digest", id="stale page"),
    ],
)
def test_signing__is_refused(change: dict[str, object], key: str) -> None:
    a_ready_unit()
    sent()

    with pytest.raises(Refused) as refused:
        _sign(**change)  # type: ignore[arg-type]

    assert key in _keys(refused)
    assert the_filing().state == "signing"


@pytest.mark.parametrize("by", [LIAISON, OFFICE, replace(PRINCIPAL, unit=f"{CITY}003")])
def test_signing__by_who_may_not(by: Actor) -> None:
    a_ready_unit()
    sent()

    with pytest.raises(Missing):
        _sign(replace(by, factor_at=NOW))


def _edit(number: str) -> None:
    save_item(number=number, version=1, values={"remark": "灯笼改红"}, by=LIAISON, at=LATER)


VOIDING = {
    "item saved": _edit,
    "item added": lambda _: an_item("对夜间吹灭灯笼的处罚"),
    "item deleted": lambda number: delete_item(number=number, by=LIAISON, at=LATER),
    "chart": lambda _: saved(FlowChart.objects.get().code, WHOLE, name="点灯图"),
    "report": lambda _: save_report(
        campaign=CAMPAIGN, unit=OWN, version=1, sections={"results": "亮了"}, by=LIAISON, at=LATER
    ),
    "nil line back": lambda _: withdraw_nil_line(
        campaign=CAMPAIGN, unit=OWN, category="levy", by=LIAISON, at=LATER
    ),
}


@pytest.mark.parametrize("what", VOIDING)
def test_editing__voids_the_signature_at_once(what: str) -> None:
    number = a_ready_unit()
    signed()

    VOIDING[what](number)

    one = the_filing()
    assert (one.state, one.closed_by, one.closed_at is not None) == ("voided", "liaison", True)
    event = Event.objects.get(kind="FilingVoided")
    assert (event.data["was"], event.data["digest"]) == ("signed", one.digest)


def test_editing__that_changes_nothing_voids_nothing() -> None:
    number = a_ready_unit()
    signed()

    move_item(number=number, before="", by=LIAISON, at=LATER)
    save_item(number=number, version=1, values={"name": "对夜间不点亮沿街灯笼的处罚"}, by=LIAISON, at=LATER)
    set_nil_line(campaign=CAMPAIGN, unit=OWN, category="levy", by=LIAISON, at=LATER)

    assert the_filing().state == "signed"


def test_editing__of_another_unit_voids_nothing() -> None:
    a_ready_unit()
    signed()

    an_item(unit=STRANGER.unit, by=STRANGER)

    assert the_filing().state == "signed"


def test_editing__taken_back_still_needs_a_new_signature() -> None:
    number = a_ready_unit()
    signed()
    delete_item(number=number, by=LIAISON, at=LATER)
    restore_item(number=number, by=LIAISON, at=LATER)

    assert (the_filing().state, sent().number) == ("voided", 2)


def test_editing__after_filing_makes_it_owed_again() -> None:
    number = a_ready_unit()
    filed()

    _edit(number)

    assert the_filing().state == "voided"
    assert Fulfilment.objects.get(obligation="filing").withdrawn_at is not None


def test_editing__of_a_received_filing_is_refused_whole() -> None:
    number = a_ready_unit()
    received()

    with pytest.raises(Refused) as refused:
        _edit(number)

    assert _keys(refused) == {"filing.rests"}
    assert the_filing().state == "received"
    assert not Event.objects.filter(kind="ItemSaved").exists()


def test_signing__of_drafts_changed_past_all_services() -> None:
    a_ready_unit()
    sent()
    PowerItem.objects.update(office="灯油科")

    with pytest.raises(Refused) as refused:
        _sign()

    assert _keys(refused) == {"filing.changed"}
    assert sent().number == 2
    assert the_filing(1).state == "voided"


def test_paper__counts_as_signed_with_its_scan() -> None:
    a_ready_unit()

    one = signed_on_paper()

    assert (one.state, one.signed_how, one.signed_name) == ("signed", "paper", "周守清")
    assert one.paper is not None and one.paper.name == "签字页.pdf"
    assert Event.objects.get(kind="FilingSigned").data["scan"] == one.paper.digest


def test_paper__without_name_and_scan() -> None:
    a_ready_unit()
    one = sent()

    with pytest.raises(Refused) as refused:
        sign_on_paper(
            campaign=CAMPAIGN, unit=OWN, number=1, digest=one.digest, signatory=" ", upload=None,
            by=LIAISON, at=LATER,
        )  # fmt: skip

    assert _keys(refused) == {"desk.required", "files.none"}


def test_paper__that_is_no_scan() -> None:
    a_ready_unit()
    one = sent()

    with pytest.raises(Refused):
        sign_on_paper(
            campaign=CAMPAIGN, unit=OWN, number=1, digest=one.digest, signatory="周守清",
            upload=given(PDF[:3] + b"MZ", "签字页.pdf"), by=LIAISON, at=LATER,
        )  # fmt: skip

    assert the_filing().state == "signing"


def test_original__is_seen_once_and_only_of_papers() -> None:
    a_ready_unit()
    signed_on_paper()

    for _ in range(2):
        confirm_original(campaign=CAMPAIGN, unit=OWN, number=1, by=OFFICE, at=LATER)

    assert the_filing().original_seen_by == "office"
    assert Event.objects.filter(kind="OriginalSeen").count() == 1
    with pytest.raises(Missing):
        confirm_original(campaign=CAMPAIGN, unit=OWN, number=1, by=LIAISON, at=LATER)


def test_original__of_a_signature_in_the_system() -> None:
    a_ready_unit()
    signed()

    with pytest.raises(Refused) as refused:
        confirm_original(campaign=CAMPAIGN, unit=OWN, number=1, by=OFFICE, at=LATER)

    assert _keys(refused) == {"filing.not_on_paper"}
