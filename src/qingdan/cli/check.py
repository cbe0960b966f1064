"""`qingdan check`: registers in, findings out."""

import argparse
import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from qingdan.cli.arguments import day, output
from qingdan.cli.errors import CommandError
from qingdan.cli.home import home
from qingdan.cli.output import is_folder, make_folder, put, refuse_source
from qingdan.cli.register_files import register_files
from qingdan.data.labels import COPY_ENDING
from qingdan.data.schemes import DEFAULT_SCHEME, UnknownScheme, load_scheme

if TYPE_CHECKING:
    from qingdan.linter.result import CheckResult
    from qingdan.linter.rows import Terms

_HELD: list[object] = []  # results, which the end of the process frees quicker than the end of a function
FEW = 2  # from so many files on a progress bar is worth its line


def configure(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "paths", nargs="+", metavar="路径", help="登记表 .xlsx .xls .ods .csv，或装着它们的文件夹"
    )
    parser.add_argument("--on", type=day, metavar="日期", help="按哪一天有效的法律（默认今天）")
    parser.add_argument("--department", default="", metavar="名称", help="填报部门（默认从表里读）")
    parser.add_argument(
        "--scheme", default=DEFAULT_SCHEME, metavar="方案", help=f"类别方案（默认 {DEFAULT_SCHEME}）"
    )
    parser.add_argument(
        "--format", choices=("text", "json", "html", "xlsx"), default="text", help="结果的样子"
    )
    parser.add_argument("--output", type=output, metavar="路径", help="写到哪里；多个登记表时是文件夹")
    parser.add_argument("--citations", action="store_true", help="JSON 里再列出每条引用的核对结论")


def run(arguments: argparse.Namespace) -> int:
    """Check and report; 1 when something blocks, 2 when no file could be read."""
    gc.disable()  # hundreds of thousands of values without a cycle: looking for one takes a tenth of the time
    paths = register_files(arguments.paths)
    result = _check(paths, arguments)
    _HELD.append(result)
    if all(file.register is None for file in result.files):
        raise CommandError(_unreadable(result))
    _report(result, paths, arguments)
    return int(any(problem.severity == "blocker" for problem in result.problems))


def _check(paths: list[str], arguments: argparse.Namespace) -> "CheckResult":
    from qingdan.registers.opening import Opening  # noqa: PLC0415  (loaded after the arguments are seen to be right)

    opening = Opening(Path(paths[0]))  # its cells are read while the rest of the program is loaded
    from qingdan.library.errors import LibraryError  # noqa: PLC0415
    from qingdan.linter.check import check_registers  # noqa: PLC0415

    try:
        with _progress(len(paths)) as done:
            return check_registers(
                paths,
                _terms(arguments),
                department=arguments.department,
                citations=arguments.citations,
                done=done,
                opening=opening,
            )
    except LibraryError as error:
        raise CommandError(str(error)) from error


def _terms(arguments: argparse.Namespace) -> "Terms":
    from qingdan.data.set_power import load_set_power  # noqa: PLC0415
    from qingdan.library.library import open_library  # noqa: PLC0415
    from qingdan.library.store import FILE_NAME  # noqa: PLC0415
    from qingdan.linter.cache import Cache, state_of  # noqa: PLC0415
    from qingdan.linter.rows import Terms  # noqa: PLC0415

    on = arguments.on or date.today()
    library = open_library(home())
    try:
        scheme = load_scheme(arguments.scheme)
    except UnknownScheme as unknown:
        raise CommandError(f"没有方案 {unknown.name}；有：{'、'.join(unknown.known)}") from None
    state = state_of(on, scheme.name, files=(home() / FILE_NAME,))
    return Terms(
        library=library,
        has_texts=library.has_texts(),
        on=on,
        scheme=scheme,
        set_power=load_set_power(),
        cache=Cache(folder=home() / "cache", state=state),
    )


@contextmanager
def _progress(files: int) -> Iterator[Callable[[], object]]:
    """A bar on a terminal, and nothing of it when piped."""
    if files < FEW or not sys.stderr.isatty():
        yield list
        return
    from tqdm import tqdm  # noqa: PLC0415

    with tqdm(total=files, unit="个文件", leave=False) as bar:
        yield bar.update


def _unreadable(result: "CheckResult") -> str:
    from qingdan.data.wording import render  # noqa: PLC0415

    words = [f"{one.where.path}：{render(one).message}" for one in result.problems]
    return words[0] if len(words) == 1 else f"{len(words)} 个文件都读不了，如 {words[0]}"


def _report(result: "CheckResult", paths: list[str], arguments: argparse.Namespace) -> None:
    several = len(paths) > 1 or os.path.isdir(arguments.paths[0])  # noqa: PTH112
    if arguments.format == "xlsx":
        _annotate(result, several, arguments.output, paths)
    else:
        module, ending = _REPORTS[arguments.format]
        text = str(import_module(f"qingdan.reports.{module}").render(result))
        put(text, arguments.output, f"核对结果.{ending}", several, paths)


_REPORTS = {"text": ("text", "txt"), "json": ("json_report", "json"), "html": ("html", "html")}


def _annotate(result: "CheckResult", several: bool, output: Path | None, paths: list[str]) -> None:
    """An annotated copy of each file that could be read: in a folder where there are several."""
    from qingdan.registers.annotate import annotate, annotated_name  # noqa: PLC0415  (slow to load)

    in_folder = several or output is None or is_folder(output)
    folder = (output or Path()) if in_folder else None
    taken: set[Path] = set()
    for file in result.files:
        if file.register is None:
            continue
        target = _untaken(folder / annotated_name(Path(file.path)), taken) if folder is not None else output
        assert target is not None, "without a folder there is one file, and it is named"
        make_folder(target.parent)
        refuse_source(target, paths)
        _write_copy(file.path, target, result, annotate)


def _untaken(target: Path, taken: set[Path]) -> Path:
    """Registers of the same name in different folders do not overwrite each other's copy."""
    number, free = 1, target
    while free in taken:
        number += 1
        free = target.with_name(f"{target.name.removesuffix(COPY_ENDING)}（{number}）{COPY_ENDING}")
    taken.add(free)
    return free


def _write_copy(
    path: str, target: Path, result: "CheckResult", annotate: Callable[..., Sequence[str]]
) -> None:
    from qingdan.registers.model import UnreadableFile  # noqa: PLC0415
    from qingdan.registers.whole_file import FileNotWritten  # noqa: PLC0415

    problems = [problem for problem in result.problems if problem.where.path == path]
    try:
        lost = annotate(Path(path), target, problems, on=result.on)
    except (UnreadableFile, FileNotWritten) as error:
        raise CommandError(str(error)) from error
    print(target)
    if lost:
        print(f"{target}：没能带过来的：{'、'.join(lost)}", file=sys.stderr)
