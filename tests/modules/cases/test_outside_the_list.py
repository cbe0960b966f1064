"""清单之外无职权, and no refusal without reasons: refused by the services, and by the database behind them."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from tests.builders import TODAY
from tests.builders_cases import (
    APPROVER,
    LAMP,
    LATER,
    WINDOW,
    a_licence,
    a_serving_city,
    reviewed,
    taken_in,
    the_case,
)
from tests.builders_editions import an_edition

from qingdan.base.refusal import Refused
from qingdan.base.transactions import writing
from qingdan.cases.models import Case, CaseDecision, Channel
from qingdan.cases.services.applying import NewCase, begin_application
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.editions.models import EditionEntry

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-027", "RQ-G1", "R-006", "RQ-N6")]
NEXT = TODAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_serving_city()


def _abolished() -> None:
    an_edition([a_licence(disposition="abolish")], effective_on=TODAY, shown_on=TODAY)


def _decision(number: str, **more: object) -> None:
    """Written past the services."""
    case = the_case(number)
    words = {
        "clauses": "一条",
        "reasons": "灯不合格",
        "remedies": "复议",
        "granted": False,
        "on": TODAY,
    } | more
    with writing(WINDOW):
        CaseDecision.objects.create(
            region_id=case.region_id,
            case=case,
            **({"entry": case.entry} | words),
            by="w",
            by_name="w",
            at=LATER,
        )


def test_an_abolished_item__takes_no_application() -> None:
    _abolished()

    with pytest.raises(Refused, match=r"case\.item_in_force"):
        begin_application(
            new=NewCase(item_code=LAMP, once="x", channel=Channel.WINDOW, name="张三"), by=WINDOW, at=LATER
        )


def test_an_abolished_item__is_decided_no_more() -> None:
    number = reviewed()
    _abolished()

    with pytest.raises(Refused, match=r"case\.clause_in_force"):
        decide_case(
            number=number, version=the_case(number).version,
            decided=Decided(granted=True, facts="好", clauses=(1,)), by=APPROVER, at=LATER,
        )  # fmt: skip


def test_the_database__takes_no_case_on_an_abolished_item() -> None:
    case = the_case(taken_in().number)
    _abolished()
    case.pk, case.code, case.number, case.once, case.state = None, "c", "", "again", "draft"

    with pytest.raises(DatabaseError, match="not in an edition in force"), writing(WINDOW):
        case.save()


def test_the_database__takes_no_decision_on_an_abolished_item() -> None:
    number = reviewed()
    _abolished()

    with pytest.raises(DatabaseError, match="not in an edition in force"):
        _decision(number)


def test_the_database__takes_no_decision_on_another_items_entry() -> None:
    number = reviewed()
    an_edition([a_licence(), a_licence() | {"code": LAMP[:-3] + "200", "name": "灭灯许可"}])
    with writing(WINDOW):
        other = EditionEntry.objects.get(name="灭灯许可")

    with pytest.raises(DatabaseError, match="not in an edition in force"):
        _decision(number, entry=other)


@pytest.mark.parametrize(
    "lacking", [{"reasons": ""}, {"remedies": ""}, {"clauses": "", "granted": True}, {"on": date(2026, 5, 1)}]
)
def test_the_database__takes_no_refusal_without_what_the_law_demands(lacking: dict[str, object]) -> None:
    with pytest.raises(DatabaseError):
        _decision(reviewed(), **lacking)


def test_a_decision__is_never_changed() -> None:
    number = reviewed()
    _decision(number)

    with pytest.raises(DatabaseError, match="append only"), writing(WINDOW):
        CaseDecision.objects.update(reasons="别的")
    with pytest.raises(DatabaseError), writing(WINDOW):
        Case.objects.filter(number=number).update(number="")
