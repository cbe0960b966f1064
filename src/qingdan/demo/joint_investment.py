"""An investment project that five departments approve together, under its project code.

One application is reviewed after a correction, a visit of all and a company's silence that counts as consent; one is a
draft that cannot go out, for its code is not verified yet.
"""

from datetime import datetime

from qingdan.base.clock import day_of
from qingdan.base.transactions import reading
from qingdan.cases.services.accepting import Defect
from qingdan.cases.services.applying import Filed
from qingdan.demo.cases import REPORT, Counter
from qingdan.demo.joint_table import (
    HOUR,
    Layout,
    Table,
    checked,
    decided,
    drafted,
    key_of,
    publish_layout,
    submitted,
)
from qingdan.demo.projects import COMPANY_NUMBER, LAND, SOIL, second_phase, showroom_code
from qingdan.joints.models import JointApplication
from qingdan.joints.queries.forms import form_of
from qingdan.joints.queries.sessions import program_of
from qingdan.joints.services.checking import accept_joint, supplement_joint, tell_defects
from qingdan.joints.services.correcting import file_correction
from qingdan.joints.services.links import confirm_arrival, take_silence
from qingdan.joints.services.sessions import NewSession, Said, call_session, close_session, give_opinion
from qingdan.rules.application_form import FieldType
from qingdan.rules.role import Role

CONSENT, GROUND_PLAN = "企业投资项目核准", "建设用地规划许可证核发"
INVESTMENT = Layout(
    name="立项用地规划并联审批（示例）",
    days={CONSENT: 5, LAND: 10, REPORT: 30, SOIL: 10, GROUND_PLAN: 10},
    needs={GROUND_PLAN: (CONSENT, LAND)},
    ground="（示例）申请建设用地规划许可，要有项目的核准文件和用地预审意见",
    silence="宜府办发〔示例〕3号第六条（示例）",
)
_ONCE = "demo-joint-project"
_MOVED = Said(stance="conditional", text="排水口移到桥的下游（示例）")
_CONCLUSION = "厂址可行，排水口移位（示例）"


def play_investment(counter: Counter) -> None:
    """Both once, after the projects of the demonstration: what stands is left."""
    plan = publish_layout(INVESTMENT, counter.people, counter.codes, counter.now)
    applicant = key_of(counter.citizen, id_number=COMPANY_NUMBER)
    table = Table(
        people=counter.people, codes=counter.codes, layout=INVESTMENT, plan=plan, applicant=applicant,
        now=counter.now,
    )  # fmt: skip
    with reading(counter.people.by):
        done = set(JointApplication.objects.filter(once__startswith=_ONCE).values_list("once", flat=True))
    if f"{_ONCE}-1" not in done:
        _after_a_correction(table, f"{_ONCE}-1", second_phase(counter, str(applicant)))
    if f"{_ONCE}-2" not in done:
        drafted(table, f"{_ONCE}-2", table.ago(1), **_coded(showroom_code(counter)))


def _after_a_correction(table: Table, once: str, code: str) -> None:
    """Mended and accepted four working days ago: the land office has decided, one matter waits, three go on."""
    number = submitted(table, once, table.ago(6), **_coded(code))
    lacks = [Defect(subject="material-1", what="缺噪声预测一章（示例）", how="请编制单位补充并盖章")]
    others = [item for item in table.layout.days if item != REPORT]
    at = table.ago(6)
    checked(table, number, others, at + HOUR)
    checked(table, number, (REPORT,), at + HOUR, lacks)
    tell_defects(number=number, version=table.version(number), by=table.lead, at=at + 2 * HOUR)
    _mended(table, number, table.ago(4))
    _seen_together(table, number, table.ago(3))
    decided(table, number, LAND, table.ago(2))


def _seen_together(table: Table, number: str, at: datetime) -> None:
    """One visit of all, summed up; a company without an account was asked, got the question and let the days pass."""
    items, lead = [table.codes[item] for item in table.layout.days], table.lead
    visit = NewSession(
        kind="visit", matter="看厂址和排水口的位置（示例）", due_on=day_of(at), items=items, held_on=day_of(at),
        place="袁州区示例路1号",
    )  # fmt: skip
    call_session(number=number, version=table.version(number), session=visit, by=lead, at=at)
    for item in table.layout.days:
        said = _MOVED if item == REPORT else Said(stance="agree")
        by, code = table.staff(item, "handler", Role.HANDLER), table.codes[item]
        give_opinion(number=number, session=1, item=code, said=said, by=by, at=at + HOUR)
    close_session(number=number, session=1, conclusion=_CONCLUSION, by=lead, at=at + 2 * HOUR)
    company = NewSession(
        kind="consultation", matter="能不能按时供电（示例）", due_on=day_of(at), bodies=["供电公司（示例）"]
    )
    links = call_session(number=number, version=table.version(number), session=company, by=lead, at=at)
    (link,) = links.values()
    confirm_arrival(token=link, by=program_of(link), at=at + HOUR)
    take_silence(by=table.program, at=table.now)


def _mended(table: Table, number: str, at: datetime) -> None:
    """The report filed anew, found complete, all accepted on that day."""
    by = table.citizen
    with reading(by):
        form = form_of(JointApplication.objects.get(number=number).form)
    report = table.codes[REPORT]
    place = next(one.material.place for one in form.materials if one.owners.get(report) == 1)
    file_correction(number=number, filed=Filed(place=place, grade="C", source="uploaded"), by=by, at=at)
    supplement_joint(number=number, by=by, at=at)
    checked(table, number, (REPORT,), at + HOUR)
    accept_joint(number=number, version=table.version(number), by=table.lead, at=at + 2 * HOUR)


def _coded(code: str) -> dict[str, str]:
    return {FieldType.PROJECT_CODE.value: code}
