"""From a register's typed rows to the facts the rules read: words become categories, dispositions, limits, bases."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from qingdan.library.facts import FactsSource
from qingdan.registers.model import Register, RegisterRow, SheetReading
from qingdan.rules.basis_reader import read_basis
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.disposition import read_disposition
from qingdan.rules.legal_basis import BasisFacts
from qingdan.rules.power_item import NilReturn, PowerItemFacts, RegisterFacts
from qingdan.rules.time_limit import parse_limit

_PLAIN = (
    "item_code", "name", "sub_item", "implementing_body", "body_kind", "office", "supervising_department",
    "level", "subject", "fee", "use_count", "reason", "receiver", "transition", "law_change", "flow_chart",
    "attachment", "publication", "remark",
)  # fmt: skip
_JOINT = re.compile(r"^(?:是|√|有|Y)|共同|联合|会同|牵头|配合")
_NOT_JOINT = re.compile(r"^(?:否|无|不|非|单独|独立|×|N|/|-|—)")
_SEPARATORS = re.compile(r"[、，,；;\n]+")


@dataclass(slots=True, kw_only=True)
class ItemReader:
    """Turns rows into facts, with the law as in force on one day. Keeps what it read: cells repeat."""

    library: FactsSource
    scheme: Scheme
    on: date
    _bases: dict[str, tuple[BasisFacts, ...]] = field(default_factory=dict)

    def bases(self, printed: str) -> tuple[BasisFacts, ...]:
        """The facts of every citation of one basis cell."""
        known = self._bases.get(printed)
        if known is None:
            known = tuple(self.library.facts(entry, self.on) for entry in read_basis(printed))
            self._bases[printed] = known
        return known

    def facts(
        self, row: RegisterRow, *, path: str, department: str, columns: frozenset[str]
    ) -> PowerItemFacts:
        """The facts of one item."""
        values = row.values
        basis = values.get("legal_basis", "")
        category = values.get("category", "")
        disposition = values.get("disposition", "")
        statutory, promised = values.get("statutory_limit", ""), values.get("promised_limit", "")
        is_joint, lead, partners = read_joint(values)
        return PowerItemFacts(
            path=path,
            sheet=row.sheet,
            row=row.rows[0],
            cells=row.cells,
            columns=columns,
            department=department,
            category=self.scheme.category_of(category),
            category_printed=category,
            is_joint=is_joint,
            joint_lead=lead,
            joint_partners=partners,
            basis_printed=basis,
            bases=self.bases(basis) if basis else (),
            statutory_limit=parse_limit(statutory) if statutory else None,
            statutory_limit_printed=statutory,
            promised_limit=parse_limit(promised) if promised else None,
            promised_limit_printed=promised,
            disposition=read_disposition(disposition) if disposition else None,
            disposition_printed=disposition,
            **{name: values[name] for name in _PLAIN if name in values},
        )

    def register(self, register: Register, *, department: str) -> RegisterFacts:
        """The facts of one file."""
        items = [
            self.facts(row, path=register.path, department=department, columns=frozenset(sheet.columns))
            for sheet in register.sheets
            for row in sheet.rows
        ]
        return RegisterFacts(
            path=register.path,
            department=department,
            items=tuple(items),
            nil_returns=tuple(self._nil_returns(register)),
            signatory=register.signatory,
            signature_cell=register.signature_cell,
            has_signature_block=register.has_signature_block,
        )

    def _nil_returns(self, register: Register) -> list[NilReturn]:
        found = []
        for sheet in register.sheets:
            for line in sheet.nil_lines:
                category = self.scheme.category_of(line.category)
                if category:
                    found.append(
                        NilReturn(
                            category=category,
                            sheet=sheet.name,
                            row=line.row,
                            cell=line.cell,
                            printed=line.printed,
                        )  # fmt: skip
                    )
        return found


def read_joint(values: Mapping[str, str]) -> tuple[bool, str, tuple[str, ...]]:
    """Whether several bodies exercise the power together, which leads, who else: from the joint columns."""
    said, lead = values.get("joint", ""), _unless_none(values.get("joint_lead", ""))
    partners = tuple(filter(None, map(_unless_none, _SEPARATORS.split(values.get("joint_partners", "")))))
    joint = bool(lead or partners) or bool(_JOINT.search(said) and not _NOT_JOINT.search(said))
    return joint and not _NOT_JOINT.match(said), lead, partners


def _unless_none(word: str) -> str:
    word = word.strip()
    return "" if word in {"无", "/", "-", "—", "——", "否", "不涉及"} else word


def sheet_label(sheet: SheetReading) -> str:
    """The sheet's name as a person knows it; a CSV file has none."""
    return sheet.name or ""
