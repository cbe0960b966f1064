"""Registrations end to end in both modes while the bodies' own systems misbehave: none is lost, all registers agree."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.body_systems import BodySystem, body_systems, deliver_all
from tests.builders import NOW, SETTER
from tests.builders_registrations import (
    CENTRE,
    ISSUER,
    ONE,
    OWNER,
    REGISTRAR,
    THREE,
    a_draft,
    a_registering_city,
    an_officer,
    submitted,
)

from qingdan.base.transactions import reading, writing
from qingdan.licences.models import Licence
from qingdan.registrations.models import (
    BodyTask,
    Enterprise,
    PoolCode,
    ReconciliationRun,
    Registration,
    RegistrationMaterial,
    SetAside,
)
from qingdan.registrations.queries.facts import tasks_of
from qingdan.registrations.services.answering import DeskAnswer, answer_at_desk
from qingdan.registrations.services.issuing import issue_registration
from qingdan.registrations.services.reconciling import ask_bodies, reconcile
from qingdan.registrations.services.reviewing import accept_registration, send_again
from qingdan.registrations.services.timers import run_registration_timers
from qingdan.rules.application_form import is_uscc
from qingdan.rules.registration_codes import is_organisation_code, is_registration_number, is_tax_number

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A13", "R-085", "G-hostile")]
HOURS, DAYS = 6, 6
CHECKS = {
    "uscc": is_uscc,
    "organisation_code": is_organisation_code,
    "tax_number": is_tax_number,
    "registration_number": is_registration_number,
}


def _numerals(number: int) -> str:
    return "".join("零一二三四五六七八九"[int(one)] for one in f"{number:04d}")


def _all_received(count: int) -> None:
    """Half in each mode."""
    for number in range(count):
        who, mode = replace(OWNER, username=f"citizen-{number // 5}"), THREE if number % 2 else ONE
        code = a_draft(f"灯火{_numerals(number)}", mode=mode, filed=number < 2, by=who)
        if number >= 2:
            _papers(code)
        accept_registration(number=submitted(code, by=who).number, by=REGISTRAR, at=NOW)


def _papers(code: str) -> None:
    """Materials without their bytes: what is tried here is what comes afterwards."""
    with writing(SETTER):
        row = Registration.objects.get(code=code)
        RegistrationMaterial.objects.bulk_create(
            RegistrationMaterial(
                region_id=row.region_id, registration=row, place=place, name=str(place), by="citizen", at=NOW
            )
            for place in range(1, 6)
        )


def _desks_work(hour: int) -> None:
    """Who has something at a desk does it; what all have agreed to is issued."""
    at = NOW + timedelta(hours=hour)
    with reading(CENTRE):
        rows = BodyTask.objects.filter(state="open").exclude(dead=True).order_by("pk")
        tasks = list(rows.values_list("registration__number", "body", "phase"))
    for number, body, phase in tasks:
        said = DeskAnswer(agreed=True)
        answer_at_desk(number=number, body=body, phase=phase, said=said, by=an_officer(body), at=at)
    with reading(CENTRE):
        ready = [
            one.number
            for one in Registration.objects.filter(state="in_review")
            if all(task.state == "agreed" for task in tasks_of(one, "review"))
        ]
    for number in ready:
        issue_registration(number=number, by=ISSUER, at=at)


def _compare(systems: dict[str, BodySystem], at: datetime) -> None:
    ask_bodies(by=SETTER, at=at)
    deliver_all(systems, at)
    reconcile(by=SETTER, at=at)


def _do_what_the_list_says(at: datetime) -> None:
    """What a body confirmed by hand its system does not know: sent again."""
    with reading(CENTRE):
        found = [(one["registration"], one["body"], one["kind"]) for one in _last_run().findings]
    assert {kind for _, _, kind in found} <= {"not_there"}
    for number, body, _ in found:
        send_again(number=number, body=body, phase="share", by=REGISTRAR, at=at)


def _last_run() -> ReconciliationRun:
    run = ReconciliationRun.objects.first()
    assert run
    return run


def _live(systems: dict[str, BodySystem]) -> None:
    """Some days, a few rounds each."""
    for hour in range(0, DAYS * 24, HOURS):
        at = NOW + timedelta(hours=hour)
        deliver_all(systems, at)
        _desks_work(hour)
        if hour % 24 == 0:
            run_registration_timers(by=SETTER, at=at)


@pytest.mark.parametrize("count", [20, pytest.param(1_000, marks=pytest.mark.soak)])
def test_registrations__end_to_end_with_systems_that_misbehave(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_registering_city(codes=3 * count)
    with body_systems(monkeypatch, seed=count, codes=3 * count) as systems:
        systems["quality"].down_until = NOW + timedelta(days=1)
        systems["quality"].nonsense = 0.1
        systems["state_tax"].late = systems["state_tax"].twice = True
        systems["local_tax"].nonsense = 0.3
        systems["local_tax"].fake.slow = 0.01
        _all_received(count)
        _live(systems)
        end = NOW + timedelta(days=DAYS)
        _compare(systems, end)
        for system in systems.values():
            system.nonsense = 0
        _do_what_the_list_says(end)
        deliver_all(systems, end)
        _compare(systems, end + timedelta(days=1))

    _none_is_lost(count)
    _every_code_is_unique_and_valid(count)
    _all_bodies_agree(count, systems)
    assert sum(one.wrongs for one in systems.values()) > count / 10
    with reading(CENTRE):
        assert SetAside.objects.filter(settled_at=None).count() == 0


def _none_is_lost(count: int) -> None:
    with reading(CENTRE):
        states = Counter(Registration.objects.values_list("state", flat=True))
        assert states == {"shared": count}
        assert Enterprise.objects.count() == count
        assert Licence.objects.count() == count // 2 * 4


def _every_code_is_unique_and_valid(count: int) -> None:
    with reading(CENTRE):
        enterprises = list(Enterprise.objects.all())
        pool = Counter(PoolCode.objects.values_list("state", flat=True))
    for kind, check in CHECKS.items():
        numbers = [one.numbers[kind] for one in enterprises if kind in one.numbers]
        assert len(set(numbers)) == len(numbers) >= count // 2
        assert all(check(one) for one in numbers)
    assert pool == {"used": count, "free": 2 * count}


def _all_bodies_agree(count: int, systems: dict[str, BodySystem]) -> None:
    with reading(CENTRE):
        run = _last_run()
        digests = {one.main_number: one.digest for one in Enterprise.objects.all()}
    assert (run.enterprises, run.agreeing, run.findings, run.codes) == (count, count, [], [])
    for system in systems.values():
        assert {number: one["digest"] for number, one in system.kept.items()} == digests
