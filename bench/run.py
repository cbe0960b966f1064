"""`make bench [ONLY=word]`: runs the `bench_*` functions of bench/*.py and writes var/bench.json.

Each hands back its measures; its name is the function's without `bench_`. `--markdown` prints the table for
docs/benchmarks.md.
"""

import json
import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from bench.measure import Measure

HERE = Path(__file__).resolve().parent
FRAME = {"__init__", "run", "measure", "mutate", "portal_urls"}
Bench = Callable[[], Iterable[Measure]]


def main(words: list[str]) -> int:
    """Run the benchmarks whose name holds the word; status 1 when a goal is missed."""
    only = next((word for word in words if not word.startswith("-")), "")
    chosen = {name: bench for name, bench in _benches() if only in name}
    if not chosen:
        print(f"没有名字含“{only}”的测量；有：{'、'.join(name for name, _ in _benches())}", file=sys.stderr)
        return 2
    measures = [measure for name, bench in chosen.items() for measure in _run(name, bench)]
    _write(measures)
    print("\n".join(_markdown(measures) if "--markdown" in words else [_machine()]))
    return 0 if all(measure.ok for measure in measures) else 1


def _benches() -> Iterator[tuple[str, Bench]]:
    for path in sorted(HERE.glob("*.py")):
        if path.stem not in FRAME:
            module = import_module(f"bench.{path.stem}")
            for name, value in vars(module).items():
                if name.startswith("bench_"):
                    yield name.removeprefix("bench_"), value


def _run(name: str, bench: Bench) -> Iterator[Measure]:
    print(f"… {name}", file=sys.stderr, flush=True)
    for measure in bench():
        print(_line(measure), flush=True)
        yield measure


def _line(measure: Measure) -> str:
    beside = "" if measure.ratio is None else f"  基准 {measure.baseline:.4g}  比值 {measure.ratio:.2f}"
    goal = "" if measure.goal is None else f"  目标 ≤ {measure.goal:g}  {'达到' if measure.ok else '未达到'}"
    return f"{measure.name:<28} {measure.value:>10.4g} {measure.unit}{beside}{goal}"


def _write(measures: list[Measure]) -> None:
    folder = HERE.parent / "var"
    folder.mkdir(exist_ok=True)
    rows = [measure.as_json() for measure in measures]
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    (folder / "bench.json").write_text(text + "\n", encoding="utf-8")


def _machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("python-calamine", "openpyxl", "xlsxwriter"))
    return (
        f"{platform.machine()}, {os.cpu_count()} 核, {platform.system()}, "
        f"{platform.python_implementation()} {platform.python_version()}, {packages}"
    )


def _markdown(measures: list[Measure]) -> Iterator[str]:
    yield f"\n{_machine()}\n\n| 测量 | 值 | 基准 | 比值 | 目标 | |\n|---|---|---|---|---|---|"
    for one in measures:
        base = "–" if one.baseline is None else f"{one.baseline:.4g} {one.unit}"
        ratio = "–" if one.ratio is None else f"{one.ratio:.2f}"
        goal = "–" if one.goal is None else f"≤ {one.goal:g}"
        mark = "✓" if one.ok else "✗"
        yield f"| {one.name} | {one.value:.4g} {one.unit} | {base} | {ratio} | {goal} | {mark} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
