"""Shapes of what departments' systems send and get; `/api/v1/docking/openapi.json` is made from them."""

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from qingdan.rules.shown_text import shown

Seen = AfterValidator(shown)
"""Texts are what they look like (docs/adr/0025)."""

Text = Annotated[str, StringConstraints(max_length=4_000), Seen]
Short = Annotated[str, StringConstraints(max_length=200), Seen]
Account = Annotated[str, StringConstraints(max_length=40)]
Remote = Annotated[str, StringConstraints(max_length=60), Seen]


class _Said(Schema):
    model_config = ConfigDict(extra="forbid", strict=True)


class Acknowledgement(_Said):
    """收到了：业务系统自己的编号。"""

    remote: Remote = Field(default="", description="业务系统里的编号")


class _Returned(_Said):
    remote: Remote = Field(default="", description="业务系统里的编号")
    form: dict[Short, Text] = Field(
        default_factory=dict, max_length=300, description="业务系统里这件的各栏，栏名 → 内容；用来测重复录入"
    )
    typed: list[Short] = Field(
        default_factory=list, max_length=300, description="form 中由人在业务系统里录入的栏名"
    )


class StepReturn(_Returned):
    """办完一个环节。"""

    version: int = Field(
        ge=1, le=2_000_000_000, description="取件时的 version；别人先动过时答 409 和现在的 version"
    )
    officer: Account = Field(description="经办人在本平台的用户名，须是本单位现任承办人")
    opinion: Text = Field(description="办理意见")
    exit: Short = Field(default="", description="判断环节的出口，从 exits 里选")
    visitors: list[Account] = Field(
        default_factory=list, max_length=20, description="现场核查人员的用户名，两人以上"
    )
    occurred_on: Annotated[date | None, Field(strict=False)] = Field(
        default=None, description="实际办理的日期，不填是今天"
    )


class ResultReturn(_Returned):
    """在业务系统里作出的决定。由本单位的人在工作台上确认以后才生效。"""

    granted: bool = Field(description="准予还是不予")
    facts: Text = Field(description="查明的事实")
    reasons: Text = Field(default="", description="不予的理由")
    conditions: Text = Field(default="", description="准予所附的条件")
    clauses: list[Annotated[int, Field(ge=1, le=200)]] = Field(
        default_factory=list, max_length=50, description="所依据条款在事项设定依据里的次序，从 1 起"
    )
    decided_by: Account = Field(description="作出决定的人在本平台的用户名")
    officer: Account = Field(default="", description="经办人的用户名")


class AnswerReturn(_Said):
    """对平台推送的答复。"""

    content: dict[str, Any] = Field(description="答复的内容，各种推送各有约定；不能有小数")


class StepShape(Schema):
    """等着办的环节。"""

    step: int
    name: str
    due_on: str | None
    exits: list[str]
    visit: bool


class CaseLine(Schema):
    """等着办的一件。"""

    number: str
    version: int
    item_code: str
    item_name: str
    state: str
    trial: bool
    joint: str
    project_code: str
    accepted_on: str | None
    promised_due_on: str | None
    decision_due_on: str | None
    acknowledged: bool
    steps: list[StepShape]


class CasesShape(Schema):
    """等着办的件，按编号；`next` 是下一页的 after，没有时为空。"""

    cases: list[CaseLine]
    next: str | None


class ApplicantShape(Schema):
    """申请人。"""

    kind: str
    name: str
    id_number: str
    phone: str
    address: str
    agent: str


class FieldShape(Schema):
    """申请表的一栏。"""

    name: str
    label: str
    answer: str
    unit: str


class MaterialShape(Schema):
    """一份材料；有文件的，到 materials/{place} 取。"""

    place: int
    name: str
    grade: str
    source: str
    copies: int
    licence: str
    file: str
    size: int
    sha256: str


class CaseShape(CaseLine):
    """一件的全部内容：不必再录入。"""

    applicant: ApplicantShape
    fields: list[FieldShape]
    materials: list[MaterialShape]


class Measured(Schema):
    """记下了；`typed_twice` 是本次回传中重复录入的字数。"""

    number: str
    version: int
    typed_twice: int


class Noted(Schema):
    """记下了。"""

    recorded: str


class ProblemShape(Schema):
    """哪一栏有什么问题。"""

    field: str
    key: str
    message: str


class DockingFault(Schema):
    """为什么没有做；什么也没有改。"""

    detail: str
    problems: list[ProblemShape] = Field(default_factory=list)
    version: int | None = None
