"""What is written into the official forms: typed rows, and the columns of the two forms.

Source of the columns: the project's domain report on lists, §1.1 (附件2) and §1.2 (附件3). The plan's own attachments
were never published where we could find them: both forms are reconstructed from the plan's text and say so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class FormBasis:
    """One legal basis in the form's parts: level (法律), full title without 《》, number, 第…条第…款, words, annex."""

    level: str = ""
    title: str = ""
    document_number: str = ""
    locator: str = ""
    quoted: str = ""
    attachment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One power item for 附件2. `values`: field name of the interface (category, name, …) → text as printed.

    Each basis gets a line of its own; the item's other cells are merged over these lines.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    bases: tuple[FormBasis, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralRow:
    """One power for 附件3: what a place asks the province to change.

    `holder`: level and body that has the power now; `change`: 取消, 下放市级, 下放县级, 委托 or 修改法规.
    """

    category: str = ""
    name: str = ""
    holder: str = ""
    legal_basis: str = ""
    change: str = ""
    receiver: str = ""
    reason: str = ""
    proposed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: heading, width in characters, the field or basis part written there ("" for the reviewers).

    `group` is the heading merged over neighbouring columns of the same group; `choices` the words offered.
    """

    heading: str
    width: float
    field: str = ""
    group: str = ""
    choices: tuple[str, ...] = ()


_JOINT, _BASIS, _LIMITS, _REVIEW = "共同实施情况", "设定依据", "办理时限", "审核栏（审核部门填写）"
DISPOSITIONS = ("保留", "取消", "下放", "转移", "整合", "提请上级调整")
REGISTER_COLUMNS = (
    Column(heading="序号", width=5),
    Column(heading="权力类别", width=10, field="category"),
    Column(heading="权力编码", width=12, field="item_code"),
    Column(heading="权力名称", width=26, field="name"),
    Column(heading="子项名称", width=16, field="sub_item"),
    Column(heading="实施主体", width=16, field="implementing_body"),
    Column(
        heading="主体性质",
        width=10,
        field="body_kind",
        choices=("行政机关", "法律法规授权组织", "受委托组织"),
    ),
    Column(heading="承办机构", width=12, field="office"),
    Column(heading="是否共同实施", width=8, field="joint", group=_JOINT, choices=("是", "否")),
    Column(heading="牵头部门", width=12, field="joint_lead", group=_JOINT),
    Column(heading="共同实施单位", width=12, field="joint_partners", group=_JOINT),
    Column(heading="行使层级", width=8, field="level", choices=("省级", "市级", "县级")),
    Column(heading="实施对象", width=12, field="subject"),
    Column(heading="依据层级", width=10, field="level", group=_BASIS),
    Column(heading="法律法规名称", width=24, field="title", group=_BASIS),
    Column(heading="文号", width=14, field="document_number", group=_BASIS),
    Column(heading="条款号", width=12, field="locator", group=_BASIS),
    Column(heading="条款内容", width=48, field="quoted", group=_BASIS),
    Column(heading="依据文本附件", width=10, field="attachment", group=_BASIS),
    Column(heading="法定时限", width=9, field="statutory_limit", group=_LIMITS),
    Column(heading="承诺时限", width=9, field="promised_limit", group=_LIMITS),
    Column(heading="收费依据和标准", width=12, field="fee"),
    Column(heading="近三年行使次数", width=12, field="use_count"),
    Column(heading="清理意见", width=9, field="disposition", choices=DISPOSITIONS),
    Column(heading="意见理由", width=16, field="reason"),
    Column(heading="承接主体", width=12, field="receiver"),
    Column(heading="过渡期", width=10, field="transition"),
    Column(heading="修改法规建议", width=14, field="law_change"),
    Column(heading="流程图编号", width=9, field="flow_chart"),
    Column(heading="备注", width=14, field="remark"),
    Column(heading="审核组意见", width=11, group=_REVIEW),
    Column(heading="分类清理意见审查单位意见", width=12, group=_REVIEW),
    Column(heading="征求意见情况", width=11, group=_REVIEW),
    Column(heading="法制办合法性审查意见", width=12, group=_REVIEW),
    Column(heading="最终意见", width=10, group=_REVIEW),
)
BASIS_GROUP = _BASIS

REFERRAL_COLUMNS = (
    Column(heading="序号", width=6),
    Column(heading="权力类别", width=12, field="category"),
    Column(heading="权力名称", width=30, field="name"),
    Column(heading="现行实施层级及主体", width=18, field="holder"),
    Column(heading="设定依据及条文", width=52, field="legal_basis"),
    Column(
        heading="建议调整方式",
        width=12,
        field="change",
        choices=("取消", "下放市级", "下放县级", "委托", "修改法规"),
    ),
    Column(heading="建议承接层级和部门", width=16, field="receiver"),
    Column(heading="理由（必要性、可行性、风险）", width=32, field="reason"),
    Column(heading="提出地区或部门", width=14, field="proposed_by"),
    Column(heading="市级审核意见", width=14),
    Column(heading="报送批次和日期", width=12),
    Column(heading="省级答复", width=14),
)

DEPARTMENT_COLUMNS = (
    Column(heading="序号", width=6),
    Column(heading="部门名称", width=50, field="name"),
    Column(heading="类别", width=30, field="kind"),
)

CATEGORY_COLUMNS = (
    Column(heading="序号", width=6),
    Column(heading="权力类别", width=14, field="category"),
    Column(heading="怎样理解", width=60, field="meaning"),
    Column(heading="名称怎样写", width=24, field="naming"),
    Column(heading="也有的叫法", width=40, field="synonyms"),
)
