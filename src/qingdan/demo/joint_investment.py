"""An investment project that five departments approve together, under its project code.

One application is reviewed after a correction; one is a draft that cannot go out, for its code is not verified yet.
"""

from datetime import datetime

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
from qingdan.joints.services.checking import accept_joint, supplement_joint, tell_defects
from qingdan.joints.services.correcting import file_correction
from qingdan.rules.application_form import FieldType

CONSENT, GROUND_PLAN = "企业投资项目核准", "建设用地规划许可证核发"
INVESTMENT = Layout(
    name="立项用地规划并联审批（示例）",
    days={CONSENT: 5, LAND: 10, REPORT: 30, SOIL: 10, GROUND_PLAN: 10},
    needs={GROUND_PLAN: (CONSENT, LAND)},
    ground="（示例）申请建设用地规划许可，要有项目的核准文件和用地预审意见",
)
_ONCE = "demo-joint-project"


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
    decided(table, number, LAND, table.ago(2))


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
