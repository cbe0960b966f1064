"""`make mutate MODULE=rules/text.py`: changes the module in small ways and counts which the tests notice.

Works on a copy under var/mutate, so that the checkout stays as it is and can be worked on meanwhile.
"""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORKSPACE = ROOT / "var" / "mutate"
GOAL = 0.85
COPIED = ("src", "tests", "docs", "bench", "pyproject.toml", "README.md")
KILLED = {"killed", "timeout", "segfault", "caught by type check"}
CACHED = re.compile(r"^@(?:functools\.)?(?:lru_cache|cache)\b.*\n", re.MULTILINE)
UNTOUCHED = {"skipped", "not checked"}

CONFIG = """
[tool.mutmut]
source_paths = ["src"]
only_mutate = ["src/qingdan/{module}"]
also_copy = ["src", "docs", "bench", "README.md"]
pytest_add_cli_args = ["-x"]
pytest_add_cli_args_test_selection = {tests}
"""


def main(words: list[str]) -> int:
    """Mutate the module named by the first word with the tests named by the others (else its stage's)."""
    module = words[0].removeprefix("src/").removeprefix("qingdan/") if words else ""
    if not module.endswith(".py") or not (ROOT / "src" / "qingdan" / module).is_file():
        print("哪个模块？例如 make mutate MODULE=rules/text.py", file=sys.stderr)
        return 2
    tests = words[1:] or [f"tests/{module.partition('/')[0]}"]
    _lay_out(CONFIG.format(module=module, tests=tests))
    _uncache(WORKSPACE / "src" / "qingdan" / module)
    _mutmut("run")
    return _report(_mutmut("results", "--all", "true"), module)


def _lay_out(config: str) -> None:
    shutil.rmtree(WORKSPACE, ignore_errors=True)
    WORKSPACE.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, WORKSPACE / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy2(source, WORKSPACE / name)
    shared = ROOT.parent / "shared"
    if shared.is_dir():
        (WORKSPACE / "shared").symlink_to(shared)
    with (WORKSPACE / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(config)


def _uncache(module: Path) -> None:
    """Takes caches off in the copy: mutmut leaves decorated functions alone."""
    module.write_text(CACHED.sub("", module.read_text(encoding="utf-8")), encoding="utf-8")


def _mutmut(*arguments: str) -> str:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "100"}
    command = [sys.executable, "-m", "mutmut", *arguments]
    show = None if arguments[0] == "run" and sys.stdout.isatty() else subprocess.PIPE
    done = subprocess.run(command, cwd=WORKSPACE, env=environment, stdout=show, text=True, check=False)
    if done.returncode:
        sys.exit(f"{(done.stdout or '')[-2000:]}\nmutmut {arguments[0]} 没有跑成（状态 {done.returncode}）")
    return done.stdout or ""


def _difference(name: str) -> str:
    """The changed lines of a mutant, without the head of the diff."""
    lines = _mutmut("show", name).splitlines()
    return "\n".join(f"    {line}" for line in lines if re.match(r"[-+](?![-+])", line))


def _report(results: str, module: str) -> int:
    verdicts = {
        name.strip(): verdict.strip()
        for name, _, verdict in (line.rpartition(": ") for line in results.splitlines())
        if name
    }
    counts = Counter(verdicts.values())
    killed = sum(counts[one] for one in KILLED)
    judged = len(verdicts) - sum(counts[one] for one in UNTOUCHED)
    for name in [name for name, verdict in verdicts.items() if verdict not in KILLED | UNTOUCHED]:
        print(f"{verdicts[name]}：{name}\n{_difference(name)}")
    print(
        f"{module}：{judged} 处改动，测试发现 {killed} 处，{killed / max(judged, 1):.1%}（目标 {GOAL:.0%}）"
    )
    return 0 if judged and killed >= GOAL * judged else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
