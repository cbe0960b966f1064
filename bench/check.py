"""Checking registers, beside python-calamine merely reading the same files.

A whole process is measured against a whole process: starting up is part of what a person waits for. The bases
quote articles of the law library at hand, so that verdicts do the work they do on a real register.
"""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from bench.library import HOME
from bench.measure import Measure, against
from qingdan.library.store import FILE_NAME, Store
from qingdan.rules.citation import Citation, CitationKind, label

ROWS, DISTINCT, EDITED = 6_000, 0.70, 0.01
FILES, ITEMS = 69, 12_000
MOST_MEMORY = 300  # MB
DAY = "2025-06-30"
HEADINGS = (
    "序号", "权力类别", "权力名称", "子项名称", "实施主体", "承办机构", "行使层级", "设定依据", "法定时限", "承诺时限",
    "清理意见", "意见理由", "备注",
)  # fmt: skip
READ = """
import sys
from python_calamine import CalamineWorkbook
for path in sys.argv[1:]:
    CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
"""
PEAK = """
import resource, sys
from qingdan.cli import main
status = main()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)
sys.exit(status)
"""


def bench_check() -> Iterator[Measure]:
    """The first check of a register, the second after editing some rows, and the memory of the first."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        register, edited = folder / "市灯笼局登记表.xlsx", folder / "改过" / "市灯笼局登记表.xlsx"
        edited.parent.mkdir()
        _write(register, rows(ROWS))
        _write(edited, [_edit(row, number) for number, row in enumerate(rows(ROWS))])
        _check(folder / "home", register)  # compiles the program
        yield against(
            "check_first",
            lambda: _check(folder / "home", register, cold=True),
            lambda: _read(register),
            goal=6,
        )
        yield _recheck(folder / "home", register, edited)
        yield Measure(
            name="check_memory", value=_memory(folder / "home", register), unit="MB", goal=MOST_MEMORY
        )


def bench_check_folder() -> Iterator[Measure]:
    """All departments of a city at once, with every check between files."""
    with TemporaryDirectory() as name:
        folder, home = Path(name) / "登记表", Path(name) / "home"
        folder.mkdir()
        everything = rows(ITEMS)
        for number in range(FILES):
            _write(folder / f"第{number}局登记表.xlsx", everything[number::FILES])
        files = sorted(folder.iterdir())
        yield against(
            "check_folder", lambda: _check(home, folder, cold=True), lambda: _read(*files), goal=None, times=1
        )


def _recheck(home: Path, register: Path, edited: Path) -> Measure:
    """The edited register in the place of the first one, in a new process that finds what the first left behind."""
    original = register.read_bytes()
    remembered = home.with_name("remembered")
    _check(home, register, cold=True)
    shutil.copytree(home / "cache", remembered)
    register.write_bytes(edited.read_bytes())

    def again() -> None:
        shutil.rmtree(home / "cache")
        shutil.copytree(remembered, home / "cache")
        _check(home, register)

    try:
        return against("check_again", again, lambda: _read(register), goal=2, times=5)
    finally:
        register.write_bytes(original)


def _check(home: Path, path: Path, *, cold: bool = False) -> None:
    if cold:
        shutil.rmtree(home / "cache", ignore_errors=True)
    _lend_library(home)
    words = ["check", str(path), "--on", DAY, "--format", "json", "--output", str(home / "结果.json")]
    _run([sys.executable, "-m", "qingdan", *words], home)


def _memory(home: Path, path: Path) -> float:
    shutil.rmtree(home / "cache", ignore_errors=True)
    words = ["check", str(path), "--on", DAY, "--format", "json"]
    return float(_run([sys.executable, "-c", PEAK, *words], home).split()[-1])


def _read(*paths: Path) -> None:
    _run([sys.executable, "-c", READ, *map(str, paths)], None)


def _run(command: list[str], home: Path | None) -> str:
    environment = {**os.environ, "QINGDAN_HOME": str(home), "PYTHONPYCACHEPREFIX": str(HOME / "pycache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled already
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    return done.stderr


def _lend_library(home: Path) -> None:
    if (HOME / FILE_NAME).exists() and not (home / FILE_NAME).exists():
        home.mkdir(parents=True, exist_ok=True)
        (home / FILE_NAME).symlink_to(HOME / FILE_NAME)


def rows(count: int) -> list[list[object]]:
    """Register rows of 13 columns; of their basis cells the share DISTINCT differs. The same on every run."""
    seed = random.Random(count)
    bases = _bases(seed, int(count * DISTINCT))
    return [
        [
            number + 1, "行政处罚", f"对第{number}号灯笼{_words(seed, 14)}的处罚", "", "市灯笼局", "法规科", "市级",
            bases[number] if number < len(bases) else seed.choice(bases), "90日", "60日", "保留", "依据充分", "",
        ]
        for number in range(count)
    ]  # fmt: skip


def _edit(row: list[object], number: int) -> list[object]:
    return row if number % int(1 / EDITED) else [*row[:11], "依据充分，予以保留", row[12]]


def _bases(seed: random.Random, count: int) -> list[str]:
    """So many different basis cells: articles of the library quoted whole, invented ones where it has too few."""
    chosen = seed.sample(_articles(), min(count, len(_articles())))
    quoted = [
        f"《{title}》{label(Citation(kind=CitationKind.INSTRUMENT, article=number))}：{text}"
        for title, number, text in chosen
    ]
    invented = [
        f"《临江市灯笼管理条例》第{seed.choice('一二三四五六七八九')}十条：{_words(seed, 120)}。"
        for _ in range(count - len(quoted))
    ]
    return quoted + invented


@cache
def _articles() -> list[tuple[str, int, str]]:
    if not (HOME / FILE_NAME).exists():
        return []
    found = Store(HOME / FILE_NAME).rows(
        "SELECT title, number, text FROM articles JOIN versions ON versions.id = version_id"
        " JOIN instruments ON instruments.id = instrument_id"
        " WHERE status = 'in_force' AND valid_from <= ? AND shape = '0' AND inserted = 0 AND number > 0"
        " AND length(text) BETWEEN 60 AND 400",
        DAY,
    )
    return [(title, number, text.replace("\n", "")) for title, number, text in found]


def _words(seed: random.Random, count: int) -> str:
    return "".join(seed.choices("违反规定悬挂灯笼未按照要求登记报告检查责令限期改正拒不停止使用", k=count))


def _write(path: Path, filled: list[list[object]]) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("登记表")
    for number, row in enumerate((["行政权力清理登记表"], HEADINGS, *filled)):
        sheet.write_row(number, 0, row)
    book.close()
