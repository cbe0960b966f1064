"""The matrix of who may set what: kind × level × issuer × day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.set_power import load_set_power
from qingdan.rules.checks.set_power import Power, PowerKind, act_of, kind_of
from qingdan.rules.legal_basis import InstrumentLevel as L
from qingdan.rules.power_item import Category
from qingdan.rules.vocabulary.instrument_level import Issuer

pytestmark = pytest.mark.requirement("C03")

IN_2015, IN_2022 = date(2015, 4, 15), date(2022, 1, 1)
K, P = PowerKind, Power

ANSWERS = [
    (K.LICENCE, L.LAW, IN_2015, P.SET, "第十四条第一款"),
    (K.LICENCE, L.STATE_COUNCIL_DECISION, IN_2015, P.SET, "第十四条第二款"),
    (K.LICENCE, L.PROVINCIAL_RULE, IN_2015, P.TEMPORARY, "第十五条"),
    (K.LICENCE, L.DEPARTMENT_RULE, IN_2015, P.SPECIFY, "第十六条"),
    (K.LICENCE, L.NORMATIVE_DOCUMENT, IN_2015, P.FORBIDDEN, "第十七条"),
    (K.LICENCE, L.LAW, date(2004, 6, 30), P.UNCLEAR, ""),
    (K.PENALTY, L.LAW, IN_2015, P.SET, "第九条"),
    (K.PENALTY, L.LAW, IN_2022, P.SET, "第十条"),
    (K.PENALTY, L.DEPARTMENT_RULE, IN_2015, P.LIMITED, "第十二条"),
    (K.PENALTY, L.DEPARTMENT_RULE, IN_2022, P.LIMITED, "第十三条"),
    (K.PENALTY, L.NORMATIVE_DOCUMENT, date(2021, 7, 14), P.FORBIDDEN, "第十四条"),
    (K.PENALTY, L.NORMATIVE_DOCUMENT, date(2021, 7, 15), P.FORBIDDEN, "第十六条"),
    (K.PENALTY, L.MANDATE, IN_2015, P.FORBIDDEN, "第十四条"),
    (K.COMPULSION_MEASURE, L.LOCAL_REGULATION, IN_2015, P.SET, "第十条第三款"),
    (K.COMPULSION_MEASURE, L.DEPARTMENT_RULE, IN_2015, P.FORBIDDEN, "第十条第四款"),
    (K.COMPULSION_MEASURE, L.DEPARTMENT_RULE, date(2011, 12, 31), P.UNCLEAR, ""),
    (K.COMPULSORY_EXECUTION, L.LAW, IN_2015, P.SET, "第十三条第一款"),
    (K.COMPULSORY_EXECUTION, L.ADMINISTRATIVE_REGULATION, IN_2015, P.FORBIDDEN, "第十三条"),
    (K.TAX, L.ADMINISTRATIVE_REGULATION, date(2015, 3, 14), P.SET, "2000"),
    (K.TAX, L.ADMINISTRATIVE_REGULATION, date(2015, 3, 15), P.UNCLEAR, "2015"),
    (K.TAX, L.LOCAL_REGULATION, date(2015, 3, 15), P.FORBIDDEN, "第八条第（六）项"),
    (K.TAX, L.LAW, date(2023, 3, 15), P.SET, "第十一条第（六）项"),
    (K.EXPROPRIATION, L.LAW, date(2015, 3, 14), P.SET, "第八条第（六）项"),
    (K.EXPROPRIATION, L.LAW, IN_2015, P.SET, "第八条第（七）项"),
    (K.EXPROPRIATION, L.DEPARTMENT_RULE, date(2024, 1, 1), P.FORBIDDEN, "第十一条第（七）项"),
    (K.FEE, L.LOCAL_REGULATION, IN_2015, P.SET, ""),
    (K.FEE, L.NORMATIVE_DOCUMENT, IN_2015, P.FORBIDDEN, ""),
    (K.ADJUDICATION, L.LOCAL_REGULATION, IN_2015, P.UNCLEAR, ""),
    (K.ADJUDICATION, L.DEPARTMENT_RULE, IN_2015, P.TOLERATED, ""),
    (K.ADJUDICATION, L.MANDATE, IN_2015, P.FORBIDDEN, ""),
    (K.CONFIRMATION, L.DEPARTMENT_RULE, IN_2015, P.LIMITED, ""),
    (K.CONFIRMATION, L.NORMATIVE_DOCUMENT, IN_2015, P.TOLERATED, ""),
    (K.PAYMENT, L.PROVINCIAL_RULE, IN_2015, P.SET, ""),
    (K.PAYMENT, L.NORMATIVE_DOCUMENT, IN_2015, P.TOLERATED, ""),
    (K.REWARD, L.MANDATE, IN_2015, P.SET, ""),
    (K.INSPECTION, L.MANDATE, IN_2015, P.SET, ""),
    (K.OTHER, L.NORMATIVE_DOCUMENT, IN_2015, P.TOLERATED, ""),
    (K.OTHER, L.UNKNOWN, IN_2015, P.UNCLEAR, ""),
    (K.PENALTY, L.JUDICIAL_INTERPRETATION, IN_2015, P.UNCLEAR, ""),
    (K.TAX, L.CONSTITUTION, IN_2015, P.SET, ""),
]


@pytest.mark.parametrize(("kind", "level", "on", "power", "article"), ANSWERS)
def test_matrix__by_kind_level_and_day(kind: K, level: L, on: date, power: P, article: str) -> None:
    answer = load_set_power().may_set(kind, level, on)

    assert answer.power is power
    assert article in answer.source


@pytest.mark.parametrize(
    ("kind", "level", "act", "power"),
    [
        (K.PENALTY, L.LAW, "行政拘留", P.SET),
        (K.PENALTY, L.ADMINISTRATIVE_REGULATION, "行政拘留", P.FORBIDDEN),
        (K.PENALTY, L.ADMINISTRATIVE_REGULATION, "罚款", P.SET),
        (K.PENALTY, L.LOCAL_REGULATION, "吊销营业执照", P.FORBIDDEN),
        (K.COMPULSION_MEASURE, L.ADMINISTRATIVE_REGULATION, "冻结", P.FORBIDDEN),
        (K.COMPULSION_MEASURE, L.LOCAL_REGULATION, "查封、扣押", P.SET),
        (K.COMPULSION_MEASURE, L.LOCAL_REGULATION, "强制检测", P.FORBIDDEN),
    ],
)
def test_matrix__acts_a_level_may_not_set(kind: K, level: L, act: str, power: P) -> None:
    assert load_set_power().may_set(kind, level, IN_2022, act=act).power is power


@pytest.mark.parametrize(
    ("issuer", "power"),
    [(Issuer.CENTRAL, P.UNCLEAR), (Issuer.PROVINCE, P.TOLERATED), (Issuer.LOCAL, P.FORBIDDEN)],
)
def test_matrix__fees_by_issuer(issuer: Issuer, power: P) -> None:
    assert load_set_power().may_set(K.FEE, L.NORMATIVE_DOCUMENT, IN_2015, issuer=issuer).power is power


@pytest.mark.parametrize(
    ("level", "place", "on", "power"),
    [
        (L.CITY_RULE, "宜春市", date(2015, 3, 14), P.FORBIDDEN),
        (L.CITY_RULE, "宜春市", date(2015, 3, 15), P.UNCLEAR),
        (L.CITY_RULE, "江西省宜春市", IN_2022, P.UNCLEAR),
        (L.CITY_RULE, "南昌市", date(2015, 3, 14), P.LIMITED),
        (L.CITY_REGULATION, "南昌市", IN_2022, P.SET),
        (L.CITY_RULE, "南昌市", date(2000, 6, 30), P.FORBIDDEN),
        (L.CITY_RULE, "", IN_2022, P.UNCLEAR),
        (L.CITY_RULE, "南昌市", date(2000, 7, 1), P.LIMITED),
    ],
)
def test_matrix__cities_from_their_day(level: L, place: str, on: date, power: P) -> None:
    assert load_set_power().may_set(K.PENALTY, level, on, place=place).power is power


def test_matrix__what_no_city_may_set_is_forbidden_whatever_its_day() -> None:
    answer = load_set_power().may_set(K.COMPULSORY_EXECUTION, L.CITY_RULE, IN_2022, place="宜春市")

    assert answer.power is P.FORBIDDEN


def test_matrix__periods_of_a_kind_follow_each_other() -> None:
    for kind in K:
        periods = [period for period in load_set_power().periods if period.kind is kind]

        assert periods
        assert periods[-1].until == date.max
        assert all(one.until == other.since for one, other in pairwise(periods))


@given(
    st.sampled_from(K),
    st.sampled_from(L),
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    st.sampled_from(Issuer),
)
def test_matrix__answers_every_question(kind: K, level: L, on: date, issuer: Issuer) -> None:
    answer = load_set_power().may_set(kind, level, on, issuer=issuer)

    assert answer.power in P
    if answer.power is P.FORBIDDEN:
        assert load_set_power().may_set(kind, level, on - timedelta(days=1), issuer=issuer).power in P


@pytest.mark.parametrize(
    ("category", "name", "kind"),
    [
        (Category.COMPULSION, "对违法灯笼的查封、扣押", K.COMPULSION_MEASURE),
        (Category.COMPULSION, "对违法灯笼的强制拆除", K.COMPULSORY_EXECUTION),
        (Category.COMPULSION, "对逾期不缴纳罚款的加处罚款", K.COMPULSORY_EXECUTION),
        (Category.COMPULSION, "对拒不清除灯笼的代为清除", K.COMPULSORY_EXECUTION),
        (Category.COMPULSION, "对强制拆除的灯笼的扣押", K.COMPULSION_MEASURE),
        (Category.LEVY, "灯笼税的征收", K.TAX),
        (Category.LEVY, "灯笼资源费征收", K.FEE),
        (Category.LEVY, "灯笼发展基金的征收", K.FEE),
        (Category.LEVY, "集体土地的征收", K.EXPROPRIATION),
        (Category.LEVY, "灯笼的征收", None),
        (Category.PENALTY, "对私挂灯笼的处罚", K.PENALTY),
        (Category.NON_LICENCE_APPROVAL, "灯笼审批", None),
    ],
)
def test_kind__from_category_and_name(category: Category, name: str, kind: K | None) -> None:
    assert kind_of(category, name) is kind


def test_act__what_follows_the_last_particle() -> None:
    assert act_of("对 违法的灯笼的查 封、扣押") == "查封、扣押"
    assert act_of("强制拆除灯笼") == "强制拆除灯笼"
    assert act_of("查封违法的") == "查封违法的"
