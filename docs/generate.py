"""`make docs`: writes docs/requirements.md from the marks in the tests, docs/rules/ from the checks, docs/states/ from
the procedure of review.

A test compares the files with what `documents()` gives, so they cannot fall behind.
"""

import ast
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from docs.case_life import case_page

from qingdan.data.city_workbook import role_names
from qingdan.data.review import review_names
from qingdan.data.wording import MissingWording, rule_words, wording
from qingdan.rules import checks
from qingdan.rules.checks.base import Check
from qingdan.rules.review import HOLDERS, Guard, ItemState, ListKind, Thing, Transition
from qingdan.rules.review_table import PROCEDURE

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
SEVERITY_WORDS = {"blocker": "必须改", "warning": "要说明理由", "hint": "提示"}


def registered_checks() -> list[Check]:
    """Every check of every module of `qingdan.rules.checks`, by code."""
    found: dict[str, Check] = {}
    for entry in iter_modules(checks.__path__, f"{checks.__name__}."):
        found |= {check.code: check for check in getattr(import_module(entry.name), "CHECKS", ())}
    return [found[code] for code in sorted(found)]


def requirements() -> Mapping[str, str]:
    """Code → what it asks, of all requirements a test may name."""
    tables = tomllib.loads((DOCS / "requirements.toml").read_text(encoding="utf-8"))
    return {code: words for table in tables.values() for code, words in table.items()}


@cache
def marks() -> Mapping[str, list[str]]:
    """Requirement code → tests that carry its mark ("tests/rules/test_x.py::test_y"), sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for code, name in _marked(tree):
            found[code].add(f"{path.relative_to(ROOT).as_posix()}{name}")
    return {code: sorted(tests) for code, tests in found.items()}


def _marked(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=value):
                yield from ((code, "") for code in _codes(value))
            case ast.FunctionDef() | ast.ClassDef():
                for inner in ast.walk(node):
                    if isinstance(inner, ast.FunctionDef | ast.ClassDef):
                        codes = (code for one in inner.decorator_list for code in _codes(one))
                        yield from ((code, f"::{inner.name}") for code in codes)
            case _:
                pass
    yield from _parametrised(tree)


def _parametrised(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Marks inside `pytest.param(…, marks=…)`: they stand for the whole module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "marks":
            yield from ((code, "") for code in _codes(node.value))


def _codes(expression: ast.expr) -> Iterator[str]:
    for node in ast.walk(expression):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.requirement"):
            yield from (str(one.value) for one in node.args if isinstance(one, ast.Constant))


def documents() -> Mapping[Path, str]:
    """Every generated file and its content."""
    pages = {DOCS / "requirements.md": _requirements_page(), DOCS / "rules" / "README.md": _rules_page()}
    pages |= {DOCS / "rules" / f"{check.code}.md": _rule_page(check) for check in registered_checks()}
    pages |= {DOCS / "states" / f"{thing}.md": _states_page(thing) for thing in Thing}
    return pages | {DOCS / "states" / "case.md": case_page()}


def _requirements_page() -> str:
    tested = marks()
    rows = [
        f"| {code} | {words} | {_test_links(tested.get(code, []))} |"
        for code, words in requirements().items()
    ]
    head = ["# 要求与测试", "", "由 `make docs` 生成。每条要求由哪些测试证明；“–”是还没有测试。", ""]
    return "\n".join([*head, "| 编号 | 要求 | 测试 |", "|---|---|---|", *rows, ""])


def _test_links(tests: list[str]) -> str:
    return "<br>".join(f"`{test.removeprefix('tests/')}`" for test in tests) or "–"


def _rules_page() -> str:
    rows = [
        f"| [{check.code}]({check.code}.md) | {_title(check)} | {SEVERITY_WORDS[check.severity]} "
        f"| {check.authority} |"
        for check in registered_checks()
    ]
    head = ["# 核对规则", "", "由 `make docs` 生成，出自规则代码和措辞表。", ""]
    return "\n".join([*head, "| 编号 | 规则 | 最重 | 依据 |", "|---|---|---|---|", *rows, ""])


def _title(check: Check) -> str:
    try:
        return rule_words(check.code).title
    except MissingWording:
        return "（措辞待补）"


def _rule_page(check: Check) -> str:
    lines = [f"# {check.code} {_title(check)}", ""]
    if check.code in wording():
        words = rule_words(check.code)
        lines += [words.demand, "", f"- 出处：{words.source}"]
    lines += [f"- 依据：{check.authority}", f"- 最重：{SEVERITY_WORDS[check.severity]}", ""]
    for key, words_of in sorted(wording().items()):
        if key.startswith(f"{check.code}."):
            lines += _finding(key, words_of)
    tests = marks().get(check.code, [])
    return "\n".join([*lines, "## 测试", "", *(f"- `{test}`" for test in tests or ["还没有"]), ""])


def _finding(key: str, words: Mapping[str, str]) -> list[str]:
    body = [f"- {label}{words[name]}" for name, label in _PARTS if words.get(name)]
    return [f"## `{key}`", "", *body, ""]


_PARTS = (("message", "说："), ("explanation", "为什么："), ("action", "怎么办："))


_LISTS = {ListKind.POWER: "权力清单", ListKind.RESPONSIBILITY: "责任清单"}
_BEGINNINGS = {Thing.ITEM: ItemState.GROUP_REVIEW, Thing.LIST: "reviewing", Thing.CHART: "pending"}


def _states_page(thing: Thing) -> str:
    """The states of a thing as a diagram and as a table: every step there is."""
    rows = [one for one in PROCEDURE if one.thing is thing]
    title = review_names("things")[thing]
    head = [
        f"# {title}的状态",
        "",
        "由 `make docs` 生成，出自 `rules/review_table.py`。不在表里的，都不能发生。",
        "",
    ]
    table = ["| 动作 | 从 | 到 | 谁 | 条件 | 事件 |", "|---|---|---|---|---|---|"]
    table += [_step_row(row) for row in rows]
    return "\n".join([*head, *_diagram(thing, rows), "", *table, "", *_guards(rows), *_holders(thing)])


def _diagram(thing: Thing, rows: list[Transition]) -> list[str]:
    names, actions = review_names(f"{thing}_states"), review_names(f"{thing}_actions")
    states = dict.fromkeys(state for row in rows for state in (*row.sources, row.target))
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {_state(state)} : {names.get(state, '草稿')}" for state in states]
    lines += [f"    [*] --> {_state(_BEGINNINGS.get(thing, ''))}"]
    for row in rows:
        lines += [
            f"    {_state(one)} --> {_state(row.target)} : {actions[row.action]}" for one in row.sources
        ]
    return [*dict.fromkeys(lines), "```"]


def _state(state: str) -> str:
    return state or "draft"


def _step_row(row: Transition) -> str:
    names = review_names(f"{row.thing}_states")
    lists = "".join(f"（{_LISTS[one]}）" for one in row.lists)
    heard = {None: "", True: "（成员单位审过）", False: "（成员单位没有审过）"}[row.after_second_layer]
    return (
        "| "
        + " | ".join(
            [
                f"{review_names(f'{row.thing}_actions')[row.action]}{lists}{heard}",
                "、".join(names.get(one, "草稿") for one in row.sources),
                names[row.target],
                "、".join(sorted(role_names()[one] for one in row.roles)) or "系统",
                " ".join(f"`{one}`" for one in row.guards) or "–",
                f"`{row.event}`",
            ]
        )
        + " |"
    )


def _guards(rows: list[Transition]) -> list[str]:
    """Each condition with what is said when it does not hold."""
    used = dict.fromkeys(guard for row in rows for guard in row.guards)
    lines = [f"- `{guard}`：{_refusal(guard)}" for guard in used]
    return ["## 条件不满足时说什么", "", *lines, ""] if lines else []


def _refusal(guard: Guard) -> str:
    message = wording()[f"review.{guard}"]["message"]
    return message.replace("{count}", "n").replace("{units}", "…")


def _holders(thing: Thing) -> list[str]:
    if thing is not Thing.ITEM:
        return []
    names, holders = review_names("item_states"), review_names("holders")
    rows = [f"| {names[state]} | {holders[holder]} |" for state, holder in HOLDERS.items()]
    return ["## 在谁手里", "", "| 状态 | 在谁手里 |", "|---|---|", *rows, ""]


def main() -> int:
    """Write what changed and remove pages of what is gone."""
    pages = documents()
    for folder in ("rules", "states"):
        (DOCS / folder).mkdir(exist_ok=True)
        for gone in set((DOCS / folder).glob("*.md")) - pages.keys():
            gone.unlink()
    for path, text in pages.items():
        path.write_text(text, encoding="utf-8")
    print(f"写好 {len(pages)} 个文件（docs/requirements.md、docs/rules/、docs/states/）")
    return 0


if __name__ == "__main__":
    sys.exit(main())
