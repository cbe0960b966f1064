"""Documents that are made from the code, and terms that stand for one thing only."""

import re
from collections.abc import Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from qingdan.data.wording import wording

pytestmark = pytest.mark.requirement("G-docs")
TERM = re.compile(r"^\| ([^|]+?) \| `([a-z_]+)` \|", re.MULTILINE)


@pytest.fixture(scope="module")
def generate(root: Path) -> ModuleType:
    spec = spec_from_file_location("generate", root / "docs" / "generate.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_documents__are_up_to_date(generate: ModuleType) -> None:
    pages: Mapping[Path, str] = generate.documents()
    stale = [
        path.name for path, text in pages.items() if not path.exists() or path.read_text("utf-8") != text
    ]

    assert not stale, "make docs"


def test_rule_pages__belong_to_a_check(root: Path, generate: ModuleType) -> None:
    pages = {path.stem for path in (root / "docs" / "rules").glob("*.md")} - {"README"}

    assert pages == {check.code for check in generate.registered_checks()}


def test_marks__name_known_requirements(generate: ModuleType) -> None:
    assert sorted(generate.marks().keys() - generate.requirements().keys()) == []


def test_checks__are_complete(generate: ModuleType) -> None:
    registered = {check.code for check in generate.registered_checks()}
    expected = {code for code in generate.requirements() if code.startswith("C")}

    assert sorted(expected - registered) == []


def test_checks__have_words_and_tests(generate: ModuleType) -> None:
    codes = [check.code for check in generate.registered_checks()] + ["F01", "F02", "F03"]
    tested = generate.marks()

    assert [code for code in codes if code not in wording()] == []
    assert [code for code in codes if not any(key.startswith(f"{code}.") for key in wording())] == []
    assert [code for code in codes if code not in tested] == []


def test_messages__end_alike() -> None:
    """A finding's message stands in lists: it ends without full stop, what explains it with one."""
    findings = {key: words for key, words in wording().items() if "explanation" in words}
    stopped = [key for key, words in findings.items() if words["message"].endswith("。")]
    open_ended = [key for key, words in findings.items() if words["explanation"][-1:] not in "。"]

    assert len(findings) > 50
    assert (stopped, open_ended) == ([], [])


def test_glossary__one_term_one_identifier(root: Path) -> None:
    pairs = TERM.findall((root / "docs" / "glossary.md").read_text(encoding="utf-8"))
    terms, identifiers = [term for term, _ in pairs], [identifier for _, identifier in pairs]

    assert len(pairs) > 50
    assert sorted({one for one in terms if terms.count(one) > 1}) == []
    assert sorted({one for one in identifiers if identifiers.count(one) > 1}) == []


def test_decisions__fit_one_page(root: Path) -> None:
    records = sorted((root / "docs" / "adr").glob("*.md"))
    numbers = [path.name[:4] for path in records]

    assert numbers == [f"{number:04}" for number in range(1, len(records) + 1)]
    assert [path.name for path in records if len(path.read_text(encoding="utf-8").split("\n")) > 60] == []
