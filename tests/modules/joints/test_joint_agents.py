"""Who applies jointly for somebody else: by a proxy for every matter, while it lasts (RQ-P14)."""

from datetime import timedelta

import pytest
from tests.builders import CITY, NOW, PASSWORD
from tests.builders_cases import CITIZEN, LATER, an_applicant
from tests.builders_joints import LAND, NAMES, PROGRAM, RIVER, a_joint_city, the_joint

from qingdan.applicants.models import Applicant, Proxy
from qingdan.applicants.services.proxies import end_proxy
from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.messages.models import Message
from qingdan.base.people.models import User
from qingdan.base.refusal import Missing
from qingdan.base.transactions import reading, writing
from qingdan.cases.services.applying import Filed
from qingdan.joints.queries.drafts import joint_draft
from qingdan.joints.queries.own_joint import own_joint
from qingdan.joints.queries.own_lines import own_joints
from qingdan.joints.services.applying import (
    NewJoint,
    begin_joint,
    file_joint_material,
    save_joint,
    submit_joint,
)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-084", "RQ-P14")]
AGENT = Actor(username="agent", name="代小办", region=CITY, regions=(CITY,))
TODAY = day_of(NOW)


def a_proxy(*items: str) -> Applicant:
    """江小灯 lets 代小办 act for these items; none: for all."""
    with writing(CITIZEN):
        principal = an_applicant()
        agent = User.objects.create_user(AGENT.username, PASSWORD, name=AGENT.name)
        until = TODAY + timedelta(days=30)
        Proxy.objects.create(principal=principal, agent=agent, items=list(items), until=until, made_at=NOW)
    return principal


def begun(plan: str, principal: Applicant) -> str:
    new = NewJoint(plan=plan, items=tuple(NAMES), applicant=principal.pk, once="agent")
    return begin_joint(new=new, by=AGENT, at=NOW)


def test_proxy_for_some_matters__opens_no_application_for_all() -> None:
    plan = a_joint_city()
    principal = a_proxy(LAND, RIVER)

    with pytest.raises(Missing):
        begun(plan, principal)


def test_agent__applies_for_all_and_both_see_and_are_told_until_the_proxy_ends() -> None:
    plan = a_joint_city()
    code = begun(plan, a_proxy())
    save_joint(code=code, version=1, answers={"f1": "灯火路", "f2": "3", "f3": "左岸"}, by=AGENT, at=NOW)
    for place in (1, 2):
        file_joint_material(code=code, filed=Filed(place=place, grade="C", source="paper"), by=AGENT, at=NOW)
    with reading(AGENT):
        draft = joint_draft(AGENT, code, on=TODAY)
    assert draft.agent == AGENT.name and draft.errors == ()
    number = submit_joint(code=code, version=draft.version, signed=draft.digest, by=AGENT, at=NOW).number

    with reading(PROGRAM):
        told = Message.objects.filter(text__contains=number).values_list("user__username", flat=True)
        assert sorted(told) == [AGENT.username, CITIZEN.username]
    for by in (CITIZEN, AGENT):
        with reading(by):
            assert own_joint(by, number, on=TODAY).agent == AGENT.name
            assert [one.key for one in own_joints(by, on=TODAY)] == [number]
    end_proxy(key=str(Proxy.objects.get().pk), by=CITIZEN, at=LATER)
    with reading(AGENT), pytest.raises(Missing):
        own_joint(AGENT, number, on=TODAY)
    assert the_joint(number).made_by == AGENT.username
