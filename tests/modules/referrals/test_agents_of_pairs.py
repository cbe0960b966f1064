"""Who acts for an applicant in the item below acts in the case above too, and has no say in it as an officer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import CITY, COUNTY, NOW, PASSWORD
from tests.builders_cases import ANSWERS, APPROVER, HANDLER, LAMP, LATER, WINDOW, an_applicant, to_sign
from tests.builders_referrals import (
    BOTH,
    C_APPROVER,
    C_HANDLER,
    C_WINDOW,
    EXAMINED,
    OPINION,
    TRAVELLER,
    seen,
    two_levels,
    walked,
)

from qingdan.applicants.models import Proxy
from qingdan.applicants.services.proxies import end_proxy
from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.messages.models import Message
from qingdan.base.people.models import User
from qingdan.base.refusal import Missing
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Channel
from qingdan.cases.queries.own import own_case
from qingdan.cases.queries.recusal import is_concerned
from qingdan.cases.services.accepting import accept_case
from qingdan.cases.services.applying import (
    Filed,
    NewCase,
    begin_application,
    file_material,
    save_application,
    submit_application,
)
from qingdan.cases.services.notices import tell_applicant
from qingdan.referrals.services.sending import send_up

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-P14", "RQ-A8")]
AGENT = Actor(username="agent", name="代小办", region=CITY, regions=(CITY, COUNTY))
OTHER = f"{CITY}00301000100"
TODAY = day_of(LATER)


def _proxy(username: str, *items: str) -> Proxy:
    """The citizen lets an account act for these items."""
    with writing(TRAVELLER):
        agent, _ = User.objects.get_or_create(username=username, defaults={"name": "代小办"})
        until = TODAY + timedelta(days=30)
        return Proxy.objects.create(
            principal=an_applicant(by=TRAVELLER), agent=agent, items=list(items), until=until, made_at=NOW
        )


def _sent_by_agent(proxy: Proxy) -> tuple[str, str]:
    """Applied for by the agent below, sent up: both numbers."""
    new = NewCase(item_code=EXAMINED, once="agent", channel=Channel.WEB, applicant=proxy.principal_id)
    code = begin_application(new=new, by=AGENT, at=NOW)
    save_application(code=code, version=1, answers=ANSWERS, by=AGENT, at=NOW)
    for place in (1, 2):
        file_material(code=code, filed=Filed(place=place, grade="C", source="uploaded"), by=AGENT, at=NOW)
    sent = submit_application(code=code, version=2, signed=to_sign(code, AGENT), by=AGENT, at=NOW)
    accept_case(number=sent.number, version=seen(sent.number).version, by=C_WINDOW, at=LATER)
    walked(sent.number, C_HANDLER, LATER)
    version = seen(sent.number).version
    return sent.number, send_up(number=sent.number, version=version, opinion=OPINION, by=C_APPROVER, at=LATER)


def _reads(number: str) -> bool:
    with reading(AGENT):
        try:
            return own_case(AGENT, number, on=TODAY).progress.number == number
        except Missing:
            return False


def test_proxy_for_the_item_below__holds_for_both_cases_until_it_ends() -> None:
    two_levels()
    proxy = _proxy(AGENT.username, EXAMINED)
    below, above = _sent_by_agent(proxy)

    assert seen(above).item_code == LAMP and _reads(below) and _reads(above)
    assert tell_applicant(number=above, kind="ClockStopped", event="e" * 64, by=BOTH, at=LATER) == 2
    with reading(BOTH):
        assert Message.objects.filter(user__username="agent", link=f"/my/cases/{above}/").exists()
    end_proxy(key=str(proxy.pk), by=TRAVELLER, at=LATER)
    assert not _reads(below) and not _reads(above)


def test_proxy_for_another_item__holds_for_neither() -> None:
    two_levels()
    proxy = _proxy(AGENT.username, EXAMINED)
    below, above = _sent_by_agent(proxy)
    end_proxy(key=str(proxy.pk), by=TRAVELLER, at=LATER)
    with writing(TRAVELLER):
        agent = User.objects.get(username=AGENT.username)
        Proxy.objects.create(
            principal=proxy.principal,
            agent=agent,
            items=[OTHER],
            until=TODAY + timedelta(days=9),
            made_at=NOW,
        )

    assert not _reads(below) and not _reads(above)


def test_officer_above__who_holds_a_proxy_for_the_item_below_keeps_out() -> None:
    two_levels()
    _, above = _sent_by_agent(_proxy(AGENT.username, EXAMINED))
    case = seen(above)
    with writing(TRAVELLER):
        User.objects.create_user(HANDLER.username, PASSWORD, name=HANDLER.name)
    assert not is_concerned(case, HANDLER)

    _another_proxy(case.applicant_id, OTHER)
    assert not is_concerned(case, HANDLER)
    _another_proxy(case.applicant_id, EXAMINED)
    assert is_concerned(case, HANDLER)
    assert not is_concerned(case, replace(WINDOW, username="w2")) and not is_concerned(case, APPROVER)


def _another_proxy(principal: int | None, item: str) -> None:
    with writing(TRAVELLER):
        agent = User.objects.get(username=HANDLER.username)
        until = TODAY + timedelta(days=30)
        Proxy.objects.create(principal_id=principal, agent=agent, items=[item], until=until, made_at=NOW)
