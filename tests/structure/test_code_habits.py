"""Habits of the code that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.requirement("G-habits")

Modules = dict[str, ast.Module]
LONGEST_MODULE, LONGEST_FUNCTION = 400, 50
LONGEST_LABEL = 6  # letters, in the room that the style leaves for them
CLOCKS = {"date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.time"}
MAY_READ_THE_CLOCK = ("src/qingdan/cli/", "src/qingdan/demo/", "src/qingdan/base/clock.py")
WORKER_LOOP = ("src/qingdan/base/jobs/tasks.py", "src/qingdan/base/jobs/worker.py")
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "managers.py", "signals.py", "common.py", "misc.py"}
PINYIN = re.compile(
    r"(?:^|_)(?:"
    r"quanli|zeren|fumian|shixiang|bianma|dengji|bumen|fagui|falv|guizhang|yiju|yinyong"
    r"|tiaokuan|wenhao|banben|zhuti|jigou|danwei|shixian|chengnuo|shoufei|yijian|liyou|guodu"
    r"|liucheng|qianzi|leibie|xuke|chufa|qiangzhi|zhengshou|jifu|caijue|queren|jiangli|jiancha"
    r"|baoliu|quxiao|xiafang|zhuanyi|zhenghe|tiqing|zhuize|hedui|wenti|qixian|zanting|yanchang"
    r"|bianban|fazhiban|shouli|banjie|songda|jiandu|yujing|duban|pingjia|zhinan|bianmin|tiao"
    r"|kuan|xiang|sanding|xingzheng|biao|mingcheng|shuxing"
    r")(?:_|$)",
    re.IGNORECASE,
)


def test_modules__stay_short(root: Path) -> None:
    long = {
        path.relative_to(root).as_posix(): lines
        for folder in ("src", "tests", "bench")
        for path in (root / folder).rglob("*.py")
        if path.parent.name != "migrations"
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE
    }

    assert not long


def test_functions__stay_short(modules: Modules) -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path, node in _functions(modules)
        if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]

    assert not long


def test_exceptions__are_caught_by_name(modules: Modules) -> None:
    broad = [
        f"{path}:{node.lineno}"
        for path, node in _walk(modules)
        if _catches_everything(node) and not path.startswith(WORKER_LOOP)
    ]

    assert not broad


def test_clock__is_read_by_commands_only(modules: Modules) -> None:
    readers = [
        f"{path}:{node.lineno}"
        for path, node in _walk(modules)
        if _reads_clock(node) and not path.startswith(MAY_READ_THE_CLOCK)
    ]

    assert not readers


def test_module_names__say_what_is_inside(modules: Modules) -> None:
    assert not [path for path in modules if Path(path).name in FORBIDDEN_NAMES]


def test_identifiers__are_english(modules: Modules) -> None:
    pinyin = {f"{path}: {name}" for path, name in _identifiers(modules) if PINYIN.search(name)}

    assert not pinyin


def test_public_functions_and_classes__have_docstrings(modules: Modules) -> None:
    bare = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in modules.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        and not _is_overload(node)
    ]

    assert not bare


def test_modules__say_what_they_are(modules: Modules) -> None:
    assert not [path for path, tree in modules.items() if not ast.get_docstring(tree)]


def test_test_modules__have_names_of_their_own(test_modules: Modules) -> None:
    names = [Path(path).name for path in test_modules if Path(path).name != "conftest.py"]

    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_test_names__say_what_and_situation(test_modules: Modules) -> None:
    odd = [
        f"{path} {node.name}"
        for path, node in _functions(test_modules)
        if node.name.startswith("test_") and "__" not in node.name and not _is_fixture(node)
    ]

    assert not odd


def _walk(modules: Modules) -> Iterator[tuple[str, ast.AST]]:
    return ((path, node) for path, tree in modules.items() for node in ast.walk(tree))


def _identifiers(modules: Modules) -> Iterator[tuple[str, str]]:
    for path, node in _walk(modules):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name):
                yield path, name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield path, name
            case _:
                pass


def _functions(modules: Modules) -> Iterator[tuple[str, ast.FunctionDef]]:
    return ((path, node) for path, node in _walk(modules) if isinstance(node, ast.FunctionDef))


def _catches_everything(node: ast.AST) -> bool:
    if not isinstance(node, ast.ExceptHandler):
        return False
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(one is None or ast.unparse(one) in {"Exception", "BaseException"} for one in caught)


def _reads_clock(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    return f"{ast.unparse(node.func.value).rpartition('.')[2]}.{node.func.attr}" in CLOCKS


def _is_overload(node: ast.FunctionDef | ast.ClassDef) -> bool:
    return any(ast.unparse(one) == "overload" for one in node.decorator_list)


def _is_fixture(node: ast.FunctionDef) -> bool:
    return any("fixture" in ast.unparse(one) for one in node.decorator_list)


def test_labels_of_cells__fit_beside_their_cell_on_a_telephone(root: Path) -> None:
    labels = {
        (path.name, label)
        for path in (root / "src/qingdan/web/templates").rglob("*.html")
        for label in re.findall(r'data-label="([^"{]*)"', path.read_text(encoding="utf-8"))
    }

    assert labels
    assert not {found for found in labels if len(found[1]) > LONGEST_LABEL}
