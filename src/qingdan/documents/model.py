"""What the printed forms say: values that a caller fills from its data. Texts are printed exactly as given.

Rows of 附件2 and 附件3 are those of the workbook writers (`registers.writing.form_rows`), so that one set of rows makes
both the workbook and the paper.
"""

from dataclasses import dataclass
from datetime import date, datetime

from qingdan.registers.writing.form_rows import FormRow, ReferralRow


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterForm:
    """附件2 of one department. `nil_categories`: names of categories of which it has no item."""

    department: str
    campaign: str
    filler: str = ""
    phone: str = ""
    filled_on: date | None = None
    items: tuple[FormRow, ...] = ()
    nil_categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralForm:
    """附件3 of one department or place."""

    department: str
    campaign: str
    filler: str = ""
    phone: str = ""
    filled_on: date | None = None
    items: tuple[ReferralRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NilCategory:
    """A category of which a department has no item, and what it says to that."""

    category: str
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NilReturn:
    """零报告. `whole`: the department has no item at all; otherwise none of the categories named."""

    department: str
    campaign: str
    filler: str = ""
    phone: str = ""
    filled_on: date | None = None
    whole: bool = False
    categories: tuple[NilCategory, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartLine:
    """One step of a chart as a table line. `limit` with its unit (7 日); `next_steps` as 是 → 5；否 → 3."""

    number: str
    name: str
    post: str = ""
    content: str = ""
    limit: str = ""
    document: str = ""
    next_steps: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedChart:
    """One flow chart: its drawings (several where it is split) as SVG with classes only, the same steps as lines.

    `scope`: the category or the item it stands for; `facts`: label and text printed above it (法定时限, 监督电话 …).
    """

    number: str
    title: str
    scope: str
    drawings: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[ChartLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSet:
    """The flow charts of one department, in the order printed."""

    department: str
    campaign: str
    filled_on: date | None = None
    charts: tuple[PrintedChart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryCount:
    """How many items of a category have which disposition."""

    category: str
    retain: int = 0
    abolish: int = 0
    devolve: int = 0
    transfer: int = 0
    consolidate: int = 0
    refer_up: int = 0

    def counts(self) -> tuple[int, ...]:
        """The numbers in the order of the dispositions in the plan."""
        return (self.retain, self.abolish, self.devolve, self.transfer, self.consolidate, self.refer_up)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection:
    """One section of the report; `text` has a paragraph on each line."""

    heading: str
    text: str = ""


REPORT_HEADINGS = ("基本情况", "主要做法", "取得成效", "存在问题", "意见建议")


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningReport:
    """清理工作报告 (R-049): five sections headed as in REPORT_HEADINGS; `counts` stands as a table after the first.

    `addressee`: whom it is sent to, without colon.
    """

    department: str
    campaign: str
    addressee: str
    filled_on: date | None = None
    sections: tuple[ReportSection, ...] = ()
    counts: tuple[CategoryCount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisText:
    """A text filed along as 依据文本: its title, the file's name and digest."""

    title: str
    file_name: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingBundle:
    """报送件: all that a unit's principal signs. Parts that are None are not printed.

    `digest`: of the frozen content, printed on each page as given; `verification`: what the code on the first page
    says, as a rule the address where the digest can be compared ("" for the digest itself). `signatory` and `signed_at`
    (UTC) are there once it has been signed in the system, `receipt_number` and `filed_at` (UTC) once it has been filed;
    without the former there is room to sign by hand.
    """

    department: str
    campaign: str
    digest: str
    verification: str = ""
    signatory: str = ""
    signed_at: datetime | None = None
    receipt_number: str = ""
    filed_at: datetime | None = None
    filled_on: date | None = None
    register: RegisterForm | None = None
    referral: ReferralForm | None = None
    nil_return: NilReturn | None = None
    charts: ChartSet | None = None
    report: CleaningReport | None = None
    bases: tuple[BasisText, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """报送回执. `contents`: name and quantity of each part filed; `filed_at` in UTC; `late`: after the deadline."""

    department: str
    campaign: str
    receipt_number: str
    filed_at: datetime
    digest: str
    receiver: str
    deadline: date | None = None
    late: bool = False
    signatory: str = ""
    verification: str = ""
    contents: tuple[tuple[str, str], ...] = ()
