"""A power item (权力事项) as the rules see it: facts of one register entry and of its register."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from qingdan.rules.legal_basis import BasisFacts


class Category(StrEnum):
    """Kinds of power. The batch of 2015 takes seven and 其他; the rest are known so they can be named."""

    LICENCE = "licence"  # 行政许可
    NON_LICENCE_APPROVAL = "non_licence_approval"  # 非行政许可审批
    PENALTY = "penalty"  # 行政处罚
    COMPULSION = "compulsion"  # 行政强制
    LEVY = "levy"  # 行政征收
    PAYMENT = "payment"  # 行政给付
    ADJUDICATION = "adjudication"  # 行政裁决
    CONFIRMATION = "confirmation"  # 行政确认
    REWARD = "reward"  # 行政奖励
    INSPECTION = "inspection"  # 行政检查
    OTHER = "other"  # 其他行政权力


class Disposition(StrEnum):
    """清理意见: the six answers of the plan."""

    RETAIN = "retain"
    ABOLISH = "abolish"
    DEVOLVE = "devolve"
    TRANSFER = "transfer"
    CONSOLIDATE = "consolidate"
    REFER_UP = "refer_up"


class DayKind(StrEnum):
    """Whether a limit counts working days or natural days."""

    WORKING = "working"
    NATURAL = "natural"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A time limit as filed: number of days of one kind; months and years are natural days (30, 365).

    Where months or years were printed, `months` says how many: what they come to in days depends on the start.
    """

    days: int
    kind: DayKind
    printed: str = ""
    months: int = 0


class PowerItemFacts(NamedTuple):
    """One item of a register, ready for the checks. A named tuple, because there are thousands: see `linter.items`.

    Strings are as typed, stripped; "" means the cell is empty. `columns` are the fields for which the form
    has a column at all: a check on a field the form lacks is "not checked", never a fault. `cells` maps a
    field to the cell where a person would look ("E12"). `row` is the first row of the item.
    `joint_lead` / `joint_partners` are read from the joint columns; `is_joint` when the item says it is.
    `basis_cells`: where in `basis_printed` each sheet cell's part begins, in order: (position, "E12").
    `cited`: one normalised key for each citation ("大气污染防治法|99||2": title, article, insert, paragraph,
    item joined by "|"), all that checks between items read of the bases: items whose row was checked before
    come without `bases`.
    """

    path: str = ""
    sheet: str | None = None
    row: int = 0
    cells: Mapping[str, str] = MappingProxyType({})
    columns: frozenset[str] = frozenset()
    department: str = ""
    category: Category | None = None
    category_printed: str = ""
    item_code: str = ""
    name: str = ""
    sub_item: str = ""
    implementing_body: str = ""
    body_kind: str = ""
    office: str = ""
    supervising_department: str = ""  # 主管部门, where the form names one
    is_joint: bool = False
    joint_lead: str = ""
    joint_partners: tuple[str, ...] = ()
    level: str = ""
    subject: str = ""
    basis_printed: str = ""
    basis_cells: tuple[tuple[int, str], ...] = ()
    bases: tuple[BasisFacts, ...] = ()
    cited: tuple[str, ...] = ()
    statutory_limit: Limit | None = None
    statutory_limit_printed: str = ""
    promised_limit: Limit | None = None
    promised_limit_printed: str = ""
    fee: str = ""
    use_count: str = ""
    disposition: Disposition | None = None
    disposition_printed: str = ""
    reason: str = ""
    receiver: str = ""
    transition: str = ""
    law_change: str = ""  # 修改法规建议
    flow_chart: str = ""
    attachment: str = ""  # 依据文本附件
    publication: str = ""  # 公开范围
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NilReturn:
    """零报告: the unit says it has no item of this category."""

    category: Category
    sheet: str | None
    row: int
    cell: str
    printed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFacts:
    """What the checks of a whole file need: its unit, items, nil returns and signature."""

    path: str
    department: str
    items: tuple[PowerItemFacts, ...]
    nil_returns: tuple[NilReturn, ...] = ()
    signatory: str = ""  # name after 主要负责同志签字
    signature_cell: tuple[str | None, str] | None = None  # sheet, cell
    has_signature_block: bool = False
