"""`qingdan propose`: the draft register that the law library suggests for a department.

JSON: {"format": "qingdan.propose/1", "body", "on", "instruments": how many were read, "note": what this is not,
"counts": {category: n}, "items": [{"category", "name", "title", "article", "insert", "paragraph", "item",
"citation", "quoted", "granted_to", "level": "市级、县级" or "", "trust": suggested|check_article|uncertain,
"instrument_level", "document_number", "version": date of the text or null, "listed": false where the scheme leaves the
category out}]}. Items are in order of category, then level of the instrument, then title.
"""

import argparse
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qingdan.cli import proposals
from qingdan.cli.arguments import day, output
from qingdan.cli.errors import CommandError
from qingdan.cli.output import is_folder, make_folder, put
from qingdan.data.schemes import load_scheme
from qingdan.reports.safe_text import visible

if TYPE_CHECKING:
    from qingdan.linter.propose import Draft, Proposal
    from qingdan.registers.writing.form_rows import FormRow
    from qingdan.rules.checks.scheme import Scheme

NOTE = (
    "由法规库逐条草拟，只读了库里有当日全文的法规，只供起草参考：处罚是建议，许可要核对条文，其他类别不确定。没有列出的不等于没有，"
    "不能当作清单已经完整的证明；没有拟出事项的类别也不是零报告，由部门自己判断。"
)
FORM_NOTE = "（法规库草拟，逐项核对后再报；没有列出的不等于没有，不是零报告）"
FORM_LEVELS = {
    "law": "法律",
    "administrative_regulation": "行政法规",
    "state_council_decision": "国务院决定",
    "local_regulation": "地方性法规",
    "city_regulation": "地方性法规",
    "department_rule": "部门规章",
    "provincial_rule": "地方政府规章",
    "city_rule": "地方政府规章",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "--body", required=True, metavar="部门", help="部门或它的领域，如 生态环境、市交通运输局"
    )
    parser.add_argument("--on", type=day, metavar="日期", help="按哪一天有效的法律（默认今天）")
    parser.add_argument(
        "--format", choices=("text", "json", "xlsx"), default="text", help="结果的样子；xlsx 是登记表"
    )
    parser.add_argument("--output", type=output, metavar="文件", help="写到哪里（xlsx 默认写在当前文件夹）")


def run(arguments: argparse.Namespace) -> int:
    """Draft and write; 0 also when nothing was found (that is said)."""
    scheme = load_scheme()
    draft = proposals.draft(arguments.body, arguments.on or date.today(), scheme)
    if arguments.format == "xlsx":
        _write_form(draft, scheme, _target(arguments.output, arguments.body))
        return 0
    text = _json(draft, scheme) if arguments.format == "json" else _text(draft, scheme)
    ending = "json" if arguments.format == "json" else "txt"
    put(text, arguments.output, f"{arguments.body}草拟.{ending}", False)
    return 0


def _text(draft: "Draft", scheme: "Scheme") -> str:
    head = f"{draft.department}：按 {draft.on} 有效的法律草拟 {len(draft.items)} 项（读了 {draft.instruments} 件法规）"
    lines = [head, *proposals.as_text(draft.items, scheme)]
    if not draft.items:
        lines.append("没有找到写明由这个部门行使的权力；部门名称可以换个写法再试，如 --body 生态环境。")
    return visible("\n".join([*lines, "", f"注意：{NOTE}", ""]))


def _json(draft: "Draft", scheme: "Scheme") -> str:
    counts = Counter(scheme.name_of(one.category) for one in draft.items)
    document = {
        "format": "qingdan.propose/1",
        "body": draft.department,
        "on": draft.on.isoformat(),
        "instruments": draft.instruments,
        "note": NOTE,
        "counts": dict(counts),
        "items": [_item(one, scheme) for one in draft.items],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _item(one: "Proposal", scheme: "Scheme") -> dict[str, Any]:
    return {
        "category": scheme.name_of(one.category),
        "name": one.name,
        **proposals.place_of(one),
        "quoted": one.quoted,
        "granted_to": one.granted_to,
        "level": proposals.levels_in_words(one),
        "trust": one.trust.value,
        "instrument_level": one.instrument_level.value,
        "document_number": one.document_number,
        "version": one.version.isoformat() if one.version else None,
        "listed": scheme.excluded_category(one.category) is None,
    }


def _target(output: Path | None, body: str) -> Path:
    """The named file; in a named folder, else in this one, a file named after the department."""
    if output is not None and not is_folder(output):
        return output
    return (output or Path()) / f"{body.strip().replace('/', '／')}登记表.xlsx"


def _write_form(draft: "Draft", scheme: "Scheme", target: Path) -> None:
    """The official form with one row an item, without the categories that the scheme leaves out."""
    from qingdan.registers.forms import write_register  # noqa: PLC0415
    from qingdan.registers.whole_file import FileNotWritten  # noqa: PLC0415

    listed = [one for one in draft.items if scheme.excluded_category(one.category) is None]
    rows = [_row(one, draft.department, scheme) for one in listed]
    try:
        make_folder(target.parent)
        write_register(target, department=draft.department, rows=rows, note=FORM_NOTE)
    except FileNotWritten as error:
        raise CommandError(str(error)) from error
    left_out = len(draft.items) - len(listed)
    beside = f"；另有 {left_out} 项属于本次不列入的类别（如行政许可），没有写入" if left_out else ""
    print(f"{target}：{len(listed)} 项{beside}。{NOTE}")


def _row(one: "Proposal", department: str, scheme: "Scheme") -> "FormRow":
    from qingdan.registers.writing.form_rows import FormBasis, FormRow  # noqa: PLC0415

    basis = FormBasis(
        level=FORM_LEVELS[one.instrument_level.value],
        title=one.title,
        document_number=one.document_number,
        locator=one.locator,
        quoted=one.quoted,
    )
    values = {
        "category": scheme.name_of(scheme.filed_as(one.category)),
        "name": one.name,
        "implementing_body": department if department.endswith(_BODY_ENDINGS) else "",
        "level": "县级" if scheme.of_county(department) else "市级",
        "remark": f"草拟：{proposals.TRUST_WORDS[one.trust.value]}；条文写的是“{one.granted_to}”",
    }
    return FormRow(values=values, bases=(basis,))


_BODY_ENDINGS = ("局", "委", "委员会", "办公室", "厅", "支队", "中心")
