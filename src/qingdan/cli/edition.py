"""`qingdan edition`: what a published edition holds, what differs between two, an edition as a file.

An edition is named by its code (360900-power_list-2, as on its page) or by list and number (power_list-2); a list alone
(power_list, 360902-power_list) is the edition in force on `--on`. JSON of `show`: the edition's facts with "units", of
`show` without a name {"editions": […]}; of `diff` {"from", "to", "changes"}; of `export` {"edition", "entries"}: all as
the public interface has them, without addresses. `export --format zip` is the evidence pack.
"""

import argparse
from pathlib import Path

from qingdan.cli.arguments import day, output
from qingdan.cli.city import city_home, city_ready

_NAMED = (
    "版次代码，如 360900-power_list-2；power_list 或 responsibility_list 是现行的一版，power_list-2 是第2号"
)


def configure(parser: argparse.ArgumentParser) -> None:
    """The three verbs and their arguments."""
    verbs = parser.add_subparsers(title="动作", metavar="动作", required=True, dest="verb")
    show = verbs.add_parser("show", help="看一版清单", description="看一版清单；不写版次就列出公布过的各版")
    show.add_argument("edition", nargs="?", default="", metavar="版次", help=_NAMED)
    _formats(show, "text", "json")
    diff = verbs.add_parser("diff", help="比较两版", description="两版之间逐项、逐栏、逐词的不同")
    diff.add_argument("before", metavar="原来", help=_NAMED)
    diff.add_argument("after", metavar="现在", help="同上")
    _formats(diff, "text", "json", "csv", "xlsx")
    export = verbs.add_parser("export", help="写成文件", description="把一版写成文件；zip 是证据包")
    export.add_argument("edition", metavar="版次", help=_NAMED)
    _formats(export, "csv", "json", "xlsx", "zip")
    for verb in (diff, export):
        verb.add_argument("--unit", default="", metavar="部门", help="只要一个部门的，写九位部门代码")


def _formats(parser: argparse.ArgumentParser, *names: str) -> None:
    """Shapes of the result, the first being usual; where it goes; the day on which a list is looked at."""
    parser.add_argument("--format", choices=names, default=names[0], help=f"结果的样子（默认 {names[0]}）")
    parser.add_argument(
        "--output", type=output, metavar="文件", help="写到哪里（xlsx、zip 默认写在当前文件夹）"
    )
    parser.add_argument(
        "--on", type=day, metavar="日期", help="只写清单、不写号数时，看哪一天现行的一版（默认今天）"
    )


def run(arguments: argparse.Namespace) -> int:
    """0 done, also where nothing differs (that is said). Raises CommandError."""
    with city_ready(city_home()):
        from qingdan.cli.edition_verbs import answer  # noqa: PLC0415  (needs the settings)

        answer(arguments, Path())
    return 0
