"""What a row of a workbook says in the fields of an item.

Nothing that was written is dropped: words that a field cannot hold (an unknown category, 下放县级 where the field
holds 下放, a column that items do not have) go to the end of the remark, each with the name of its column.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from qingdan.data.labels import FIELD_NAMES
from qingdan.powers.queries.bases import BasisText, print_bases
from qingdan.powers.queries.filed import Filed
from qingdan.powers.services.fields import BASIS_PARTS, TEXTS, longest, longest_of_basis, plain
from qingdan.registers.model import RegisterRow
from qingdan.rules.basis_reader import read_basis
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.citation import label
from qingdan.rules.legal_basis import BasisEntry
from qingdan.rules.pattern import pattern
from qingdan.rules.text import letters
from qingdan.rules.vocabulary.disposition import read_disposition
from qingdan.rules.vocabulary.transition import transition_days

_READ = {"category", "disposition", "transition", "legal_basis", "remark"}
_NOT_KEPT = {"serial_number", "count", "document_number"}  # made by the form, or part of the composed basis
_NUMBER = pattern(r"【草稿号(\d{9}-\d{5})】")
_PLAIN_DISPOSITION = pattern(r"^(?:拟|建议)?(?:保留|取消|下放|转移|整合|提请(?:上级|省级)?调整)$")
_HEAD = pattern(r"^[\s：:，,、。；;]+")
_LABEL = pattern(r"【[^【】]{1,12}】")
_FEWEST = 4  # letters before the first citation that are worth a row of their own


@dataclass(slots=True)
class _Left:
    """Words that no field holds, a line each."""

    lines: list[str] = field(default_factory=list)

    def keep(self, name: str, words: str) -> None:
        """One line, unless there is nothing to keep."""
        if words:
            self.lines.append(f"{FIELD_NAMES.get(name, name)}：{words}")


def filed(row: RegisterRow, columns: Collection[str], *, scheme: Scheme, on: date) -> Filed:
    """What a row says. `columns`: the fields of its sheet; `on`: the day from which a transition counts."""
    left = _Left()
    # A category may come from the sheet's name: then there is a value without a column.
    values = {name: plain(row.values.get(name, "")) for name in {**dict.fromkeys(columns), **row.values}}
    remark, number = _without_number(values.get("remark", ""))
    if row.main_item and not values.get("sub_item"):
        values |= {"name": plain(row.main_item), "sub_item": values.get("name", "")}
    fields = {name: _fit(name, values[name], left) for name in TEXTS if name in values and name != "remark"}
    fields |= _choices(values, scheme, left) | _days(values, on, left)
    for name in values:
        if name not in _READ | _NOT_KEPT and name not in TEXTS:
            left.keep(name, values[name])
    bases = filed_bases(values.get("legal_basis", "")) if "legal_basis" in values else None
    if left.lines or "remark" in values:
        fields["remark"] = "\n".join(filter(None, (remark, *left.lines)))[: longest("remark")]
    return Filed(fields=fields, bases=bases, number=number, sheet=row.sheet or "", row=row.rows[0])


def filed_bases(printed: str) -> tuple[BasisText, ...]:
    """The bases of a cell: a row for each instrument with its words; one that cannot be taken apart stays as it is.

    Read again, the rows give the same citations; where they would not, each line of the cell is a row of words alone.
    """
    entries = read_basis(printed) if printed else []
    apart = tuple(_fitting(one) for one in _taken_apart(printed, entries))
    if not apart or len(entries) > 1 or not entries:
        again = [_place(one) for one in read_basis(print_bases(apart))]
        if again != [_place(one) for one in entries]:
            lines = [line.strip() for line in printed.split("\n")]
            return tuple(BasisText(quotation=line[: longest_of_basis("quotation")]) for line in lines if line)
    return apart


def _without_number(remark: str) -> tuple[str, str]:
    """The remark without the mark of the draft number; a remark that came twice, from two lines of an item, once."""
    found = _NUMBER.search(remark)
    if not found:
        return remark, ""
    parts = (part.strip() for part in _NUMBER.sub("\x1f", remark).split("\x1f"))
    return "\n".join(filter(None, dict.fromkeys(parts))), found[1]


def _choices(values: Mapping[str, str], scheme: Scheme, left: _Left) -> dict[str, str]:
    found = {}
    if "category" in values:
        category = scheme.category_of(values["category"]) if values["category"] else None
        found["category"] = scheme.filed_as(category).value if category else ""
        if not category:
            left.keep("category", values["category"])
    if "disposition" in values:
        printed = values["disposition"]
        disposition = read_disposition(printed) if printed else None
        found["disposition"] = disposition.value if disposition else ""
        if not (disposition and _PLAIN_DISPOSITION.match(printed)):
            left.keep("disposition", printed)
    return found


def _days(values: Mapping[str, str], on: date, left: _Left) -> dict[str, str]:
    if "transition" not in values:
        return {}
    days = transition_days(values["transition"], on)
    if days is None:
        left.keep("transition", values["transition"])
        return {"transition_from": "", "transition_until": ""}
    begin, until = days
    return {"transition_from": begin.isoformat(), "transition_until": until.isoformat()}


def _fit(name: str, text: str, left: _Left) -> str:
    """The text, if the field holds it; else its beginning, and all of it in the remark."""
    most = longest(name)
    if len(text) <= most:
        return text
    left.keep(name, text)
    return text[: most - 1] + "…"


def _fitting(basis: BasisText) -> BasisText:
    """The basis, unless a part is longer than it may be: then all of it as words."""
    if all(len(getattr(basis, part)) <= longest_of_basis(part) for part in BASIS_PARTS):
        return basis
    return BasisText(quotation=basis.printed[: longest_of_basis("quotation")])


def _taken_apart(printed: str, entries: list[BasisEntry]) -> Iterator[BasisText]:
    if not entries:
        return
    before = _LABEL.sub("", printed[: entries[0].citation.start])
    if len(letters(before)) >= _FEWEST:
        yield BasisText(quotation=before.strip())
    groups = [list(group) for _, group in groupby(entries, key=_instrument)]
    ends = [group[0].citation.start for group in groups[1:]] + [len(printed)]
    for group, end in zip(groups, ends, strict=True):
        citation = group[0].citation
        words = group[-1].quoted or _HEAD.sub("", printed[group[-1].citation.end : end]).strip()
        yield BasisText(
            instrument=citation.title or "",
            document_number="，".join(filter(None, (citation.document_number, citation.edition))),
            locator="、".join(dict.fromkeys(filter(None, (label(one.citation) for one in group)))),
            quotation=words,
        )


def _instrument(entry: BasisEntry) -> tuple[object, ...]:
    citation = entry.citation
    return citation.kind, citation.title, citation.document_number, citation.edition, entry.quoted


def _place(entry: BasisEntry) -> tuple[object, ...]:
    one = entry.citation
    number = one.document_number, one.edition
    return (
        one.kind,
        one.title,
        number,
        one.article,
        one.insert,
        one.paragraph,
        one.item,
        letters(entry.quoted),
    )
