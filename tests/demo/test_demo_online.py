"""The demonstration's on-line items: an edition, guides, a case in every state that somebody has to do with."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from qingdan.base.actor import SYSTEM
from qingdan.base.clock import day_of, now
from qingdan.base.jobs.work import Progress, Work
from qingdan.base.transactions import reading
from qingdan.cases.models import Case, Devolution
from qingdan.config.environment import NOBODY
from qingdan.demo.city import ACCOUNTS, CITY, found_city
from qingdan.demo.levels import COUNTY, FORESTRY, SEATS
from qingdan.demo.online import play_online
from qingdan.editions.models import EditionEntry, SearchEntry
from qingdan.guides.models import GuideVersion
from qingdan.guides.queries.situations import public_situations, public_walk
from qingdan.projects.models import Project
from qingdan.referrals.models import Milestone, Referral

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A1", "RQ-A19")]
IN_ALL = {
    "draft": 1,
    "received": 9,
    "correcting": 2,
    "waiting": 1,
    "under_review": 11,
    "suspended": 1,
    "granted": 7,
    "refused": 1,
    "served": 2,
    "returned": 1,
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
    # two editions; an item is a county's now, which has two
    assert (entries, units, guides, found) == (88, 12, 13, 45)
    assert projects == {"verified": 1, "waiting": 1}
    assert situation.name == "开办一个会排污的项目（示例）"
    assert {one.name for one in walk.guides} == {
        "排污许可证核发",
        "建设项目环境影响报告书、报告表审批",
        "入河排污口设置审批",
        "辐射安全许可证核发",
    }
    assert (states, deemed, late) == (IN_ALL, 1, 1)


@pytest.mark.requirement("RQ-A16", "RQ-A17", "RQ-A18", "RQ-W6")
def test_two_levels__can_be_played_by_accounts_of_both(work: Work, tmp_path: Path) -> None:
    play_online(work)
    play_online(work)
    by = replace(work.by, regions=(CITY, COUNTY))
    with reading(by):
        below = Counter(Case.objects.filter(region=COUNTY).values_list("state", flat=True))
        pairs = sorted(Referral.objects.values_list("state", flat=True))
        stages, handed_down = Milestone.objects.count(), Devolution.objects.get()

    assert below == {"granted": 1, "referred": 1, "under_review": 1}
    assert (pairs, stages, handed_down.targets[0]["unit"]) == (["open", "returned"], 3, FORESTRY)
    assert {name for name, _ in SEATS} <= {
        one["username"] for one in json.loads((tmp_path / ACCOUNTS).read_text())
    }
