"""The trial run of a city: begun and ended with day and reason; what is received in it is marked for ever (RQ-A14)."""

from datetime import date, timedelta

import pytest
from tests.builders import CITY, NOW, TODAY
from tests.builders_cases import (
    CITIZEN,
    HEAD,
    WINDOW,
    a_serving_city,
    an_application,
    decided,
    submit_signed,
    submitted,
    the_case,
)
from tests.builders_earlier import CENTRE

from qingdan.applicants.models import Applicant
from qingdan.base.events.models import Event
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import CasePaper
from qingdan.cases.queries.managing import use_by_unit
from qingdan.cases.queries.papers import verified_paper
from qingdan.cases.queries.printed_papers import printed_paper
from qingdan.cases.queries.trial import Scope, trial_on, trial_page
from qingdan.cases.services.barring import bar_applicant
from qingdan.cases.services.trial import begin_trial, end_trial
from qingdan.licences.models import Licence
from qingdan.licences.queries.held import licences_of
from qingdan.licences.queries.public import grants_page, verified_licence

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A14", "R-086")]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_serving_city()


def begun(on: date = TODAY) -> None:
    begin_trial(on=on, reason="临府〔2026〕9号", by=CENTRE, at=NOW)


def refused(act, **words: object) -> list[str]:
    with pytest.raises(Refused) as caught:
        act(**{"on": TODAY, "reason": "理由", "by": CENTRE, "at": NOW} | words)
    return [one.key for one in caught.value.problems]


def test_case__in_a_trial_has_number_papers_and_licence_marked() -> None:
    begun()
    number = decided()
    case = the_case(number)

    assert case.trial and number.split("-")[3] == "90001" and case.sequence is None
    with reading(WINDOW):
        papers = list(CasePaper.objects.filter(case=case).select_related("case", "case__unit"))
        assert papers and {printed_paper(one).status for one in papers} == {"试运行数据，不具有法律效力"}
        assert all(verified_paper(one.code, WINDOW).trial for one in papers)
        licence = Licence.objects.get(case_number=number)
        assert licence.trial and licence.number.startswith("试〔")
        assert not verified_licence(licence.code, WINDOW, TODAY).good
        assert grants_page(CITY, today=TODAY).total == 0


def test_licence__of_a_trial_is_no_material() -> None:
    begun()
    decided()
    with reading(CITIZEN):
        applicant = Applicant.objects.get(user__username=CITIZEN.username)
        assert licences_of(applicant, on=TODAY) == ()


def test_numbers__of_trial_and_formal_cases_are_two_series() -> None:
    formal = submitted(once="first").number
    begun()
    trial = submitted(once="second").number
    end_trial(on=TODAY, reason="验收通过", by=CENTRE, at=NOW)
    later = submitted(once="third").number

    assert [one.split("-")[3] for one in (formal, trial, later)] == ["00001", "90001", "00002"]
    with reading(WINDOW):
        used = {scope: use_by_unit(CITY, today=TODAY, scope=scope)[0].year for scope in Scope}
    assert used == {Scope.ALL: 3, Scope.FORMAL: 2, Scope.TRIAL: 1}


def test_draft__begun_in_the_trial_and_sent_after_it_is_formal() -> None:
    begun()
    code = an_application()
    end_trial(on=TODAY + DAY, reason="验收通过", by=CENTRE, at=NOW)
    number = submit_signed(code=code, version=2, by=CITIZEN, at=NOW + DAY).number

    assert not the_case(number).trial


def test_applicant__is_not_barred_for_what_was_an_exercise() -> None:
    begun()
    number = submitted().number
    with pytest.raises(Refused) as caught:
        bar_applicant(number=number, kind="fraud", reason="假材料", by=HEAD, at=NOW)

    assert [one.key for one in caught.value.problems] == ["bar.trial"]


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ({"on": None, "reason": " "}, ["desk.required", "desk.required"]),
        ({"on": TODAY - DAY}, ["trial.past"]),
        ({"on": TODAY + 400 * DAY}, ["trial.far"]),
        ({"reason": "长" * 501}, ["desk.too_long"]),
    ],
)
def test_trial__wants_a_day_to_come_and_a_reason(words: dict[str, object], keys: list[str]) -> None:
    assert refused(begin_trial, **words) == keys


def test_trial__is_one_at_a_time() -> None:
    begun(TODAY + 5 * DAY)
    assert refused(begin_trial) == ["trial.on_already"]
    assert refused(end_trial, on=TODAY + 4 * DAY) == ["trial.before_begin"]
    end_trial(on=TODAY + 9 * DAY, reason="定了", by=CENTRE, at=NOW)
    assert refused(begin_trial, on=TODAY + 8 * DAY) == ["trial.not_over"]
    with reading(CENTRE):
        days = {offset: trial_on(CITY, TODAY + offset * DAY) for offset in (0, 5, 8, 9)}
    assert days == {0: False, 5: True, 8: True, 9: False}


def test_trial__is_switched_by_the_service_centre_alone_and_leaves_events() -> None:
    with pytest.raises(Missing):
        begin_trial(on=TODAY, reason="我说的", by=HEAD, at=NOW)
    with pytest.raises(Missing):
        end_trial(on=TODAY, reason="没有开始", by=CENTRE, at=NOW)
    begun()
    submitted()
    end_trial(on=TODAY, reason="验收通过", by=CENTRE, at=NOW)
    with writing(CENTRE):
        kinds = list(
            Event.objects.filter(kind__startswith="Trial").order_by("pk").values_list("kind", flat=True)
        )
        page = trial_page(CENTRE, today=TODAY)
    assert kinds == ["TrialBegun", "TrialEnded"]
    assert not page.on and page.open is None and page.runs[0].cases == 1
