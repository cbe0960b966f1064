"""From a register's typed rows to the facts the rules read: words become categories, dispositions, limits, bases."""

from qingdan.registers.model import Register, RegisterRow
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.citation import Citation
from qingdan.rules.legal_basis import BasisFacts
from qingdan.rules.power_item import NilReturn, PowerItemFacts, RegisterFacts
from qingdan.rules.text import title_key
from qingdan.rules.time_limit import parse_limit
from qingdan.rules.vocabulary.disposition import read_disposition
from qingdan.rules.vocabulary.joint import read_joint

_PLAIN = (
    "item_code", "name", "sub_item", "implementing_body", "body_kind", "office", "supervising_department",
    "level", "subject", "fee", "use_count", "reason", "receiver", "transition", "law_change", "flow_chart",
    "attachment", "publication", "remark",
)  # fmt: skip
# Thirty arguments by name take four times as long to hand over as one row of values.
_EMPTY: dict[str, object] = PowerItemFacts()._asdict()


def cited_keys(bases: tuple[BasisFacts, ...]) -> tuple[str, ...]:
    """One key for each citation: title as compared, article, insert, paragraph and item."""
    return tuple([_cited(basis.entry.citation) for basis in bases])


def _cited(citation: Citation) -> str:
    title = title_key(citation.title) if citation.title else citation.document_number or ""
    place = (citation.article, citation.insert, citation.paragraph, citation.item)
    return "|".join([title, *("" if number is None else str(number) for number in place)])


def item_facts(
    row: RegisterRow,
    *,
    path: str,
    department: str,
    columns: frozenset[str],
    scheme: Scheme,
    bases: tuple[BasisFacts, ...] = (),
    cited: tuple[str, ...] = (),
) -> PowerItemFacts:
    """The facts of one item. `bases` stay empty for a row whose findings are known from before."""
    values = row.values
    category = values.get("category", "")
    disposition = values.get("disposition", "")
    statutory, promised = values.get("statutory_limit", ""), values.get("promised_limit", "")
    joint = read_joint(
        said=values.get("joint", ""),
        lead=values.get("joint_lead", ""),
        partners=values.get("joint_partners", ""),
    )
    facts = {
        **_EMPTY,
        "path": path,
        "sheet": row.sheet,
        "row": row.rows[0],
        "cells": row.cells,
        "columns": columns,
        "department": department,
        "category": scheme.category_of(category) if category else None,
        "category_printed": category,
        "is_joint": joint.is_joint,
        "joint_lead": joint.lead,
        "joint_partners": joint.partners,
        "basis_printed": values.get("legal_basis", ""),
        "basis_cells": row.basis_cells,
        "bases": bases,
        "cited": cited,
        "statutory_limit": parse_limit(statutory) if statutory else None,
        "statutory_limit_printed": statutory,
        "promised_limit": parse_limit(promised) if promised else None,
        "promised_limit_printed": promised,
        "disposition": read_disposition(disposition) if disposition else None,
        "disposition_printed": disposition,
        **{name: values[name] for name in _PLAIN if name in values},
    }
    return PowerItemFacts._make(facts.values())


def register_facts(
    register: Register, *, path: str, department: str, items: tuple[PowerItemFacts, ...], scheme: Scheme
) -> RegisterFacts:
    """The facts of one file."""
    return RegisterFacts(
        path=path,
        department=department,
        items=items,
        nil_returns=tuple(_nil_returns(register, scheme)),
        signatory=register.signatory,
        signature_cell=register.signature_cell,
        has_signature_block=register.has_signature_block,
    )


def _nil_returns(register: Register, scheme: Scheme) -> list[NilReturn]:
    return [
        NilReturn(category=category, sheet=sheet.name, row=line.row, cell=line.cell, printed=line.printed)
        for sheet in register.sheets
        for line in sheet.nil_lines
        if (category := scheme.category_of(line.category))
    ]
