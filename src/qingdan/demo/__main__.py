"""`make demo`: drafts three departments' registers, plants typical faults, checks them, leaves the reports.

Each step is a command that anybody can type; it is shown before it runs.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from qingdan.data.schemes import load_scheme
from qingdan.demo.fill import fill
from qingdan.demo.plant import Planted, plant
from qingdan.registers.reader import read_register

BODIES = ("市生态环境局", "市人力资源和社会保障局", "市交通运输局")
LAW_OF = "2024-06-30"  # a fixed day, so that the demonstration is the same on every day


def main() -> int:
    """Leaves registers, HTML report and annotated workbooks in the home's folder `demo`; prints where."""
    folder = Path(os.environ.get("QINGDAN_HOME", "var")).expanduser() / "demo"
    drafts = folder / "登记表"
    shutil.rmtree(drafts, ignore_errors=True)
    drafts.mkdir(parents=True)
    planted = {path: _prepare(path, body) for body in BODIES for path in [drafts / f"{body}登记表.xlsx"]}
    annotated = folder / "批注"
    for form, output in (("html", folder), ("xlsx", annotated), ("json", folder)):
        _qingdan("check", str(drafts), "--on", LAW_OF, "--format", form, "--output", str(output))
    _compare(planted, json.loads((folder / "核对结果.json").read_text(encoding="utf-8")))
    print(f"\n报告（用浏览器打开）：{folder / '核对结果.html'}")
    for path in sorted(annotated.glob("*.xlsx")):
        print(f"带批注的登记表：{path}")
    return 0


def _prepare(path: Path, body: str) -> tuple[Planted, ...]:
    """Drafts one register, fills it in as the department would, and plants the faults."""
    import openpyxl  # noqa: PLC0415  (slow to load, and only the demonstration edits)

    scheme = load_scheme()
    _qingdan("propose", "--body", body, "--on", LAW_OF, "--format", "xlsx", "--output", str(path))
    workbook = openpyxl.load_workbook(path)
    fill(read_register(path, scheme=scheme), workbook, scheme)
    workbook.save(path)
    planted = plant(read_register(path, scheme=scheme), workbook)
    workbook.save(path)
    print(
        f"  填好，再埋下 {len(planted)} 处错误：{'、'.join(f'{one.words}（{one.cell}）' for one in planted)}"
    )
    return planted


def _qingdan(*words: str) -> None:
    print(f"$ qingdan {' '.join(words)}", flush=True)
    done = subprocess.run([sys.executable, "-m", "qingdan", *words], stdout=subprocess.DEVNULL, check=False)
    if done.returncode > 1:
        raise SystemExit(done.returncode)


def _compare(planted: dict[Path, tuple[Planted, ...]], findings: dict[str, list[dict[str, object]]]) -> None:
    found = {(Path(str(one["path"])).name, one["row"], one["code"]) for one in findings["problems"]}
    missed = [
        f"{path.name} {one.cell} {one.words}"
        for path, faults in planted.items()
        for one in faults
        if (path.name, one.row, one.code) not in found
    ]
    total, given = sum(map(len, planted.values())), len(findings["problems"])
    print(f"\n埋下 {total} 处，核对报出其中 {total - len(missed)} 处；共给出 {given} 条结论。")
    for one in missed:
        print(f"  没有报出：{one}")


if __name__ == "__main__":
    sys.exit(main())
