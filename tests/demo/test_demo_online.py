"""The demonstration's on-line items: an edition, guides, a case in every state that somebody has to do with."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.clock import day_of, now
from qingdan.base.jobs.work import Progress, Work
from qingdan.base.people.models import User
from qingdan.base.transactions import reading
from qingdan.cases.models import Case, Devolution
from qingdan.cases.queries.trial import Scope
from qingdan.config.environment import NOBODY
from qingdan.demo.cases import Counter as Counter_of
from qingdan.demo.city import ACCOUNTS, CITY, found_city
from qingdan.demo.counties import COUNTY, FORESTRY, NEIGHBOUR
from qingdan.demo.levels import NEIGHBOUR_SEAT, SEATS
from qingdan.demo.online import play_online
from qingdan.demo.people import People
from qingdan.editions.models import EditionEntry, SearchEntry
from qingdan.guides.models import GuideVersion
from qingdan.guides.queries.content import limit_of
from qingdan.guides.queries.published import guide_to_apply_by
from qingdan.guides.queries.situations import public_situations, public_walk
from qingdan.joints.models import JointApplication
from qingdan.joints.queries.drafts import joint_draft
from qingdan.joints.queries.figures import joint_figures
from qingdan.joints.queries.forms import form_of
from qingdan.joints.queries.plans import published_plans
from qingdan.projects.models import Project
from qingdan.referrals.models import Milestone, Referral

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A1", "RQ-A19")]
IN_ALL = {
    "draft": 1,
    "received": 9,
    "correcting": 2,
    "waiting": 2,
    "under_review": 14,
    "suspended": 1,
    "granted": 8,
    "refused": 1,
    "served": 6,
    "returned": 1,
    "referred": 1,
}


@pytest.fixture
def work(tmp_path: Path, settings: Settings) -> Iterator[Work]:
    """The job in a city that was just founded."""
    settings.DOCKING_INSIDE = (NOBODY,)
    found_city(tmp_path)
    by = replace(SYSTEM, region=CITY, regions=(CITY,))
    with Progress("online", (CITY,)) as progress:
        yield Work(code="online", unit="", arguments={}, by=by, at=now(), progress=progress)


def test_the_city__has_items_on_line_and_cases_in_every_state(work: Work) -> None:
    play_online(work)
    play_online(work)

    with reading(work.by):
        states = Counter(Case.objects.values_list("state", flat=True))
        entries = EditionEntry.objects.count()
        units = EditionEntry.objects.values("unit").distinct().count()
        guides, found = GuideVersion.objects.count(), SearchEntry.objects.filter(kind="power_item").count()
        deemed = Case.objects.filter(deemed=True).count()
        late = Case.objects.filter(state="under_review", decision_due_on__lt=day_of(work.at)).count()
        projects = Counter(Project.objects.values_list("state", flat=True))
        (situation,) = public_situations(CITY)
        walk = public_walk(CITY, situation.code, [1, 1, 2], day_of(work.at))
    # two editions, one guide in a second version; an item is a county's now, two counties have four
    assert (entries, units, guides, found) == (92, 14, 16, 49)
    assert projects == {"verified": 2, "waiting": 1}
    assert situation.name == "开办一个会排污的项目（示例）"
    assert {one.name for one in walk.guides} == {
        "排污许可证核发",
        "建设项目环境影响报告书、报告表审批",
        "入河排污口设置审批",
        "辐射安全许可证核发",
    }
    assert (states, deemed, late) == (IN_ALL, 1, 1)


@pytest.mark.requirement("RQ-A8", "RQ-A9", "RQ-A12", "RQ-A16", "RQ-A17", "RQ-A18", "RQ-W6")
def test_two_levels_and_joint_approval__can_be_played_by_accounts_of_both(work: Work, tmp_path: Path) -> None:
    play_online(work)
    play_online(work)
    by = replace(work.by, regions=(CITY, COUNTY))
    with reading(by):
        below = Counter(Case.objects.filter(region=COUNTY).values_list("state", flat=True))
        pairs = sorted(Referral.objects.values_list("kind", "state"))
        stages, handed_down = Milestone.objects.count(), Devolution.objects.get()

    assert below == {"granted": 1, "referred": 1, "under_review": 2, "received": 1}
    assert pairs == [("across", "open"), ("down", "open"), ("up", "open"), ("up", "returned")]
    assert (stages, handed_down.targets[0]["unit"]) == (3, FORESTRY)
    assert {name for name, _ in (*SEATS, NEIGHBOUR_SEAT)} <= {
        one["username"] for one in json.loads((tmp_path / ACCOUNTS).read_text())
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    _cases_passed_on_are_found(by)
    _joint_approval_can_be_played(work)


def _cases_passed_on_are_found(by: Actor) -> None:
    """By the windows of both sides in their queues, by the applicant on the page of the case, with both clocks."""
    with reading(replace(by, regions=(CITY, COUNTY, NEIGHBOUR))):
        passed = list(Referral.objects.filter(kind__in=("down", "across")).order_by("kind"))
    across, down = passed
    assert (across.region_id, across.partner_region_id) == (NEIGHBOUR, COUNTY)
    assert down.second_number in _page("county_window", "/desk/cases/")
    assert across.second_number in _page("county_handler", "/desk/cases/?show=open")
    for username, one in (("window", down), (NEIGHBOUR_SEAT[0], across)):
        assert one.first_number in _page(username, "/desk/cases/?show=open")
    for one in passed:
        page = _page("citizen", f"/my/cases/{one.first_number}/")
        told = (one.second_number, one.second_unit, f"{one.second_due_on:%Y-%m-%d}")
        assert all(word in page for word in told), one.kind
    clocks = _page("county_window", f"/desk/cases/{down.second_number}/")
    assert all(word in clocks for word in (down.first_number, down.second_number, "从哪天起算"))


def _page(username: str, address: str) -> str:
    """As somebody with this account of the demonstration sees it."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client.get(address).content.decode()


def _joint_approval_can_be_played(work: Work) -> None:
    """Here, for playing the demonstration once more costs half a minute: plans, merged forms, the gate, figures."""
    people, on = People(by=work.by), day_of(work.at)
    citizen = Counter_of(people=people, codes={}, now=work.at).citizen
    with reading(work.by):
        plans = [one.plan for one in published_plans(CITY)]
        forms = [form_of(one.form) for one in JointApplication.objects.exclude(number="")]
        states = Counter(Case.objects.exclude(joint="").values_list("state", flat=True))
        matters = [one for plan in plans for one in plan.matters]
        late = [one.item for one in matters if one.days > _promised(one.item)]
        whole, *_ = joint_figures(
            people.centre(), since=on - timedelta(days=90), until=on, scope=Scope.FORMAL
        )
    with reading(citizen):
        code = JointApplication.objects.get(number="").code
        stopped = {one.key for one in joint_draft(citizen, code, on=on).errors}

    assert sorted(len({one.unit for one in plan.matters}) for plan in plans) == [3, 5]
    assert late == []
    assert all(max(len(one.owners) for one in form.fields) > 2 for form in forms)
    assert all(max(len(one.owners) for one in form.materials) > 2 for form in forms)
    assert stopped == {"joint.no_project"}
    assert (states["served"], states["correcting"], whole.ended, whole.saved > 0) == (4, 1, 1, True)


def _promised(item: str) -> int:
    """Days that the guide of an item promises."""
    limit = limit_of(guide_to_apply_by(item).content["promised"])
    assert limit
    return limit.days
