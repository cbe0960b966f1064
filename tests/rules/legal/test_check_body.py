"""C11–C13: does the right body exercise and file the power."""

import pytest

from qingdan.data.wording import render
from qingdan.rules.checks.body import body_authorised, body_named, filed_through_department, filing_unit
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.legal_basis import InstrumentLevel as L
from qingdan.rules.legal_basis import Verdict
from qingdan.rules.power_item import Category, RegisterFacts

WATER = "私挂灯笼的，由县级以上人民政府水行政主管部门处罚款"
POLICE = "构成违反治安管理行为的，由公安机关处罚"


@pytest.mark.requirement("C11", "R-096")
@pytest.mark.parametrize(
    ("body", "clause", "found"),
    [
        ("宜春市公安局", WATER, ["C11.other_body warning"]),
        ("宜春市公安局", f"{WATER}；{POLICE}", ["C11.other_body warning"]),
        ("宜春市水利局", WATER, []),
        ("宜春市水务局", WATER, []),
        ("宜春市公安局", "由公安机关处罚", []),
        ("宜春市公安局", "由民政部门处罚", ["C11.other_body warning"]),
        ("宜春市民政局", "由民政部门处罚", []),
        ("宜春市公安局", "由司法行政部门处罚", ["C11.other_body warning"]),
        ("宜春市公安局", "由司法机关处罚", []),
        ("宜春市公安局", "由公司登记机关处罚", ["C11.other_body warning"]),
        ("宜春市公安局", "由水行政主管部门处罚；情节严重的，由人民政府责令停业", ["C11.other_body warning"]),
        ("宜春市水利局", "尚不构成犯罪的，由水行政主管部门没收，可以由公安机关拘留", []),
        ("宜春市教育局", "尚不构成犯罪的，由水行政主管部门没收", ["C11.other_body warning"]),
        ("宜春市水利局", "收费办法由财政部门、价格主管部门会同水行政主管部门制定", []),
        ("宜春市公安局", "由灯笼委员会或者水资源管理委员会处罚", []),
        ("宜春市公安局", "由水行政主管部门或者其他有关部门处罚", []),
        ("宜春市公安局", "私挂灯笼的，处罚款", []),
        ("宜春市城市管理局", WATER, []),
        ("宜春市彩灯局", WATER, []),
        ("宜春市自然资源局", "由国土资源主管部门处罚", []),
        ("", WATER, []),
    ],
)
def test_body__named_by_the_clause(*, make_item, make_basis, run, body, clause, found) -> None:
    item = make_item(make_basis(clause=clause), implementing_body=body, department="")

    assert run(body_named, item) == found


@pytest.mark.requirement("C11")
def test_body__one_fitting_clause_or_partner_is_enough(make_item, make_basis, run) -> None:
    water, police, bare = (make_basis(clause=clause) for clause in (WATER, "由公安机关处罚", ""))
    given = {"implementing_body": "宜春市公安局"}

    assert not run(body_named, make_item(water, police, **given))
    assert run(body_named, make_item(water, bare, **given)) == ["C11.other_body hint"]
    assert not run(body_named, make_item(water, joint_partners=("宜春市水利局",), **given))
    assert run(body_named, make_item(water, joint_partners=("宜春市教育局",), **given))
    assert run(body_named, make_item(water, department="宜春市公安局"))


@pytest.mark.requirement("C11")
def test_body__quoted_words_count_where_the_article_is_another(make_item, make_basis, run) -> None:
    given = {"implementing_body": "宜春市公安局"}
    other = make_basis(clause=WATER, quoted="由公安机关处罚", verdict=Verdict.TEXT_ELSEWHERE)
    there = make_basis(clause=WATER, quoted="由公安机关处罚", verdict=Verdict.TEXT_FOUND)

    assert not run(body_named, make_item(other, **given))
    assert run(body_named, make_item(there, **given))


@pytest.mark.requirement("C11")
@pytest.mark.parametrize(
    ("body", "clause", "found"),
    [
        ("宜春市水利局", "由省级以上人民政府水行政主管部门处罚", ["C11.upper_level warning likely"]),
        ("宜春市水利局", "由国务院水行政主管部门处罚", ["C11.upper_level warning likely"]),
        ("江西省水利厅", "由省级以上人民政府水行政主管部门处罚", []),
        ("宜春市水利局", "由国务院水行政主管部门制定", []),
        ("宜春市水利局", WATER, []),
    ],
)
def test_body__level_named_by_the_clause(*, make_item, make_basis, run, body, clause, found) -> None:
    basis = make_basis(clause=clause)
    handing_down = make_basis("国务院关于下放灯笼审批的通知", article=None)

    assert run(body_named, make_item(basis, implementing_body=body)) == found
    assert not run(body_named, make_item(basis, handing_down, implementing_body=body))


@pytest.mark.requirement("C12")
@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("宜春市灯笼管理局政策法规科", ["C12.office blocker"]),
        ("宜春市 灯笼管理局监督股", ["C12.office blocker"]),
        ("宜春市灯笼管理局办公室", ["C12.office blocker"]),
        ("政策法规科", ["C12.office blocker"]),
        ("宜春市灯笼管理局（监察科）", ["C12.office blocker"]),
        ("宜春市灯笼管理局(监察科)", ["C12.office blocker"]),
        ("宜春市灯笼争议仲裁院", ["C12.institution blocker"]),
        ("宜春市灯笼管理局", []),
        ("宜春市人民政府办公室", []),
        ("宜春市灯笼管理委员会", []),
        ("宜春市灯笼管理局灯笼执法支队", ["C12.institution blocker"]),
        ("宜春市灯笼服务中心", ["C12.institution blocker"]),
        ("宜春市灯笼 服务中 心", ["C12.institution blocker"]),
        ("宜春市灯笼管理局/灯笼服务中心", []),
        ("宜春市灯笼服务站、灯笼服务中心", ["C12.institution blocker"]),
        ("宜春市彩灯局、宜春市灯笼管理局法规科", ["C12.office blocker"]),
        ("", []),
    ],
)
def test_authority__of_offices_and_institutions(*, make_item, make_basis, run, body, found) -> None:
    item = make_item(make_basis(clause="由灯笼主管部门处罚"), implementing_body=body)

    assert run(body_authorised, item) == found


@pytest.mark.requirement("C12")
@pytest.mark.parametrize(
    ("clause", "level", "found"),
    [
        ("由灯笼管理机构处罚", L.LAW, []),
        ("由灯笼管理中心处罚", L.LOCAL_REGULATION, []),
        ("由灯笼管理机构处罚", L.DEPARTMENT_RULE, ["C12.institution blocker"]),
        ("由公路管理机构处罚", L.LAW, []),
        ("由公路主管机构处罚", L.LAW, ["C12.institution blocker"]),
        ("由县级以上人民政府统计机构处罚", L.LAW, ["C12.institution blocker"]),
        ("由统计机构或者派出的调查机构处罚", L.LAW, ["C12.institution blocker"]),
        ("由煤矿安全监察机构处罚", L.LAW, ["C12.institution blocker"]),
        ("", L.LAW, ["C12.institution hint"]),
    ],
)
def test_authority__of_institutions_by_clause(*, make_item, make_basis, run, clause, level, found) -> None:
    basis = make_basis(clause=clause, level=level, level_certain=True)

    assert run(body_authorised, make_item(basis, implementing_body="宜春市公路管理站")) == found


@pytest.mark.requirement("C12")
@pytest.mark.parametrize(
    ("body", "clause", "found"),
    [
        ("宜春市交通局下属公路监督所", "由公路管理机构处罚", ["C12.institution blocker"]),
        ("宜春市交通局下属公路监督所", "由公路监督所处罚", []),
        ("宜春市公路服务中心", "由公路管理机构处罚", ["C12.institution blocker"]),
        ("宜春市公路服务中心", "由公路服务中心处罚", []),
        ("宜春市公路服务中心", "由公路经办机构处罚", []),
        ("宜春市公路管理中心", "由公路管理机构处罚", []),
    ],
)
def test_authority__of_a_unit_for_services(*, make_item, make_basis, run, body, clause, found) -> None:
    basis = make_basis(clause=clause, level=L.LAW, level_certain=True)

    assert run(body_authorised, make_item(basis, implementing_body=body)) == found


@pytest.mark.requirement("C12")
@pytest.mark.parametrize(
    ("kind", "category", "found"),
    [
        ("法律法规授权组织", Category.PENALTY, []),
        ("行政机关", Category.PENALTY, []),
        ("事业单位", Category.PENALTY, ["C12.institution blocker"]),
        ("受委托组织", Category.PENALTY, []),
        ("受委托组织", Category.COMPULSION, ["C12.delegated_compulsion blocker"]),
        ("", Category.COMPULSION, []),
    ],
)
def test_authority__by_the_kind_the_form_tells(*, make_item, make_basis, run, kind, category, found) -> None:
    item = make_item(
        make_basis(clause="由灯笼主管部门处罚"),
        implementing_body="宜春市彩灯局",
        body_kind=kind,
        category=category,
    )

    assert run(body_authorised, item) == found


@pytest.mark.requirement("C12")
def test_authority__article_names_it_or_unit_files_itself(make_item, make_basis, run) -> None:
    body = "宜春市灯笼服务中心"
    clause = "由灯笼主管部门处罚"

    assert not run(
        body_authorised,
        make_item(make_basis(clause=clause, article_text="由灯笼服务中心收费"), implementing_body=body),
    )
    own = make_item(make_basis(clause=clause), implementing_body=body, department=body)
    assert run(body_authorised, own) == ["C12.institution hint"]
    assert run(body_authorised, make_item(implementing_body=body)) == ["C12.institution hint"]


@pytest.mark.requirement("C13", "R-052")
@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"supervising_department": "宜春市彩灯局"}, ["C13.other_filed blocker"]),
        ({"supervising_department": "市灯笼管理局"}, []),
        ({"supervising_department": "无"}, []),
        ({"supervising_department": ""}, []),
        ({"supervising_department": "市政府"}, []),
        ({"remark": "下属单位单独报送"}, ["C13.filed_alone blocker"]),
        ({"reason": "所属事业单位，未经主管部门"}, ["C13.filed_alone blocker"]),
        ({"remark": "下属单位，由我局报送"}, []),
        ({"remark": "单独报送"}, []),
    ],
)
def test_filing__through_the_department_in_charge(make_item, run, given, found) -> None:
    assert run(filed_through_department, make_item(**given)) == found


@pytest.mark.requirement("C13")
@pytest.mark.parametrize(
    ("department", "found"),
    [
        ("宜春市灯笼管理局灯笼执法支队", ["C13.subordinate_filed"]),
        ("宜春市灯笼 管理局检验所", ["C13.subordinate_filed"]),
        ("宜春市灯笼管理局总站", []),
        ("局检验中心", []),
        ("宜春市灯笼管理局灯笼检验所", ["C13.subordinate_filed"]),
        ("宜春市灯笼服务中心", []),
        ("宜春市灯笼管理局", []),
        ("", []),
    ],
)
def test_filing__by_a_unit_below_a_department(
    context: CheckContext, department: str, found: list[str]
) -> None:
    register = RegisterFacts(path="登记表.xlsx", department=department, items=())

    assert [problem.key for problem in filing_unit(register, context)] == found


@pytest.mark.requirement("C11", "C12", "C13")
def test_findings__name_the_bodies(make_item, make_basis, context) -> None:
    other = make_item(make_basis(clause=WATER, full_title="灯笼法"), implementing_body="宜春市公安局")
    upper = make_item(make_basis(clause="由国务院水行政主管部门处罚"), implementing_body="宜春市水利局")
    office = make_item(implementing_body="宜春市灯笼管理局法规科")
    charge = make_item(supervising_department="宜春市彩灯局")

    [problem] = body_named(other, context)
    assert problem.params == {"body": "宜春市公安局", "named": "县级以上人民政府水行政主管部门"}
    assert problem.data == {"title": "灯笼法", "article": 3}
    assert body_named(upper, context)[0].params["named"] == "国务院水行政主管部门"
    assert body_named(upper, context)[0].data == {"title": "中华人民共和国灯笼法", "article": 3}
    assert body_authorised(office, context)[0].params == {"body": "宜春市灯笼管理局法规科"}
    filed = filed_through_department(charge, context)[0].params
    assert filed == {"charge": "宜春市彩灯局", "filed": "宜春市灯笼管理局"}


@pytest.mark.requirement("C13")
def test_filing__names_unit_and_department(context: CheckContext) -> None:
    register = RegisterFacts(path="登记表.xlsx", department="宜春市灯笼管理局检验所", items=())

    [problem] = filing_unit(register, context)

    assert problem.params == {"unit": "宜春市灯笼管理局检验所", "charge": "宜春市灯笼管理局"}
    assert (problem.code, problem.severity, problem.certainty) == ("C13", "blocker", "likely")
    assert (problem.where.path, problem.where.row) == ("登记表.xlsx", None)
    assert "由宜春市灯笼管理局汇总" in render(problem).action
