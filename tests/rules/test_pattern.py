"""Expressions compiled when first used: they behave as compiled ones, and all of the program's are right."""

import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import qingdan
from qingdan.rules.pattern import _Pattern, pattern

pytestmark = pytest.mark.requirement("G-habits")


def test_pattern__answers_as_a_compiled_one() -> None:
    lazy, compiled = pattern("第([一二三])条", re.IGNORECASE), re.compile("第([一二三])条", re.IGNORECASE)
    text = "第一条、第二条"

    assert lazy.findall(text) == compiled.findall(text)
    assert lazy.sub("", text) == compiled.sub("", text)
    assert [one.span() for one in lazy.finditer(text)] == [one.span() for one in compiled.finditer(text)]
    assert (lazy.pattern, lazy.flags) == (compiled.pattern, compiled.flags)


def test_pattern__wrong_expression_fails_at_first_use() -> None:
    wrong = pattern("(")

    with pytest.raises(re.error):
        wrong.search("")


def test_pattern__has_nothing_else() -> None:
    assert not hasattr(pattern("一"), "compile")


def test_patterns__of_the_program_all_compile() -> None:
    modules = [one.name for one in walk_packages(qingdan.__path__, "qingdan.") if not _runs(one.name)]
    found = [
        value.pattern
        for name in modules
        for value in vars(import_module(name)).values()
        if isinstance(value, _Pattern)
    ]

    assert len(found) > 100


def _runs(module: str) -> bool:
    """Importing it runs a command, or makes the application of the web server, which wants its static files."""
    return module.endswith((".__main__", ".wsgi"))
