"""`qingdan found`: founds a real city from a workbook of units and people, and invites its administrators."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qingdan.cli.city import city_home, city_ready
from qingdan.cli.errors import CommandError
from qingdan.registers.whole_file import FileNotWritten, whole_file

if TYPE_CHECKING:
    from qingdan.rules.problem import Problem


def configure(parser: argparse.ArgumentParser) -> None:
    """The workbook; or where to put an empty one."""
    parser.add_argument("workbook", nargs="?", type=Path, metavar="工作簿", help="填好的单位和人员工作簿")
    parser.add_argument("--empty", type=Path, metavar="文件", help="写出一份空的工作簿，供填写")


def run(arguments: argparse.Namespace) -> int:
    """0 founded, 1 rows to correct (each in a line). Raises CommandError."""
    if not (arguments.workbook or arguments.empty):
        raise CommandError("写明填好的工作簿；还没有的，先用 --empty 文件.xlsx 写出一份空的")
    with city_ready(city_home()) as environment:
        if arguments.empty:
            return _write_empty(arguments.empty)
        return _found(arguments.workbook, f"http://{environment.hosts[0]}:{environment.port}")


def _write_empty(target: Path) -> int:
    from qingdan.base.people.city_workbook import empty_city_workbook  # noqa: PLC0415  (needs the settings)

    try:
        with whole_file(target) as draft:
            draft.write_bytes(empty_city_workbook())
    except FileNotWritten as error:
        raise CommandError(str(error)) from error
    print(f"空工作簿：{target}")
    return 0


def _found(workbook: Path, address: str) -> int:
    from qingdan.base.actor import SYSTEM  # noqa: PLC0415
    from qingdan.base.people.queries import administrators_without_password  # noqa: PLC0415
    from qingdan.base.people.services.city import import_city  # noqa: PLC0415
    from qingdan.base.people.services.invitations import invite  # noqa: PLC0415
    from qingdan.base.refusal import Refused  # noqa: PLC0415

    at = datetime.now(UTC)
    try:
        acts = import_city(workbook, by=SYSTEM, at=at)
    except Refused as refused:
        return _say(refused.problems)
    print(f"登记好了：{acts} 项")
    for user in administrators_without_password():
        token = invite(code=user.code, by=SYSTEM, at=at)
        print(f"管理员 {user.name}（{user.username}）七天内打开，设密码：{address}/invitation/{token}/")
    return 0


def _say(problems: "tuple[Problem, ...]") -> int:
    from qingdan.data.wording import message_of  # noqa: PLC0415

    for problem in problems:
        place = " ".join(filter(None, (problem.where.sheet, problem.where.cell)))
        print(f"{place}　{message_of(problem)}" if place else message_of(problem))
    print(f"有 {len(problems)} 处要改，什么都没有登记")
    return 1
