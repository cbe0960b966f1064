"""`make docs`: writes docs/requirements.md from the marks in the tests and docs/rules/ from the checks.

A test compares the files with what `documents()` gives, so they cannot fall behind.
"""

import ast
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from qingdan.data.wording import MissingWording, rule_words, wording
from qingdan.rules import checks
from qingdan.rules.checks.base import Check

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
    return pages | {DOCS / "rules" / f"{check.code}.md": _rule_page(check) for check in registered_checks()}


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


def main() -> int:
    """Write what changed and remove pages of rules that are gone."""
    pages = documents()
    (DOCS / "rules").mkdir(exist_ok=True)
    for gone in set((DOCS / "rules").glob("*.md")) - pages.keys():
        gone.unlink()
    for path, text in pages.items():
        path.write_text(text, encoding="utf-8")
    print(f"写好 {len(pages)} 个文件（docs/requirements.md、docs/rules/）")
    return 0


if __name__ == "__main__":
    sys.exit(main())
