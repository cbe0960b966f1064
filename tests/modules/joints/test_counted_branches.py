"""A joint application in the figures of the service centre: each department's case once, the whole not beside them."""

import pytest
from tests.builders import CITY, TODAY
from tests.builders_joints import (
    CENTRE,
    NAMES,
    a_joint_city,
    alone,
    submitted_jointly,
)

from qingdan.base.transactions import reading
from qingdan.cases.queries.acceptance import FigureRows, Verdict, acceptance_report, figure_rows
from qingdan.cases.queries.acceptance_rows import Period
from qingdan.cases.queries.managing import use_by_unit
from qingdan.cases.queries.trial import Scope
from qingdan.joints.queries.measured import measured

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A15", "RQ-A4", "R-081")]


def _rows(key: str) -> FigureRows:
    period = Period(region=CITY, since=TODAY.replace(month=1, day=1), until=TODAY)
    with reading(CENTRE):
        found = measured(CENTRE, period, TODAY)
        return figure_rows(
            CENTRE, key, since=period.since, until=period.until, scope=Scope.ALL, measured=found
        )


def test_branches__have_the_receipt_of_their_joint_application() -> None:
    submitted_jointly(a_joint_city())
    alone("one")

    figure = _rows("receipts").figure
    assert (figure.met, figure.total, figure.verdict) == (len(NAMES) + 1, len(NAMES) + 1, Verdict.MET)


def test_use_by_unit__counts_what_the_report_counts() -> None:
    submitted_jointly(a_joint_city())
    alone("one")
    with reading(CENTRE):
        used = {one.name: one for one in use_by_unit(CITY, today=TODAY)}
        report = acceptance_report(CENTRE, since=TODAY.replace(month=1, day=1), until=TODAY, scope=Scope.ALL)

    years = {name: one.year for name, one in used.items()}
    assert years == {"市灯笼局": 2, "市河道局": 1, "市营造局": 1}
    assert {name: one.month for name, one in used.items()} == years
    assert {one.name: one.window + one.online for one in report.units if one.name in years} == years
