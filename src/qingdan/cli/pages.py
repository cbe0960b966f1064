"""`qingdan pages`: the published pages as files, for a web server in front of the city's."""

import argparse
import os
from pathlib import Path

from tqdm import tqdm

from qingdan.cli.city import city_home, city_ready
from qingdan.cli.errors import CommandError


def configure(parser: argparse.ArgumentParser) -> None:
    """Where the files go."""
    parser.add_argument(
        "--output", required=True, metavar="文件夹", help="写到哪个文件夹；已有的文件换成新的"
    )


def run(arguments: argparse.Namespace) -> int:
    """Writes every published page; says how many."""
    folder = Path(arguments.output)
    with city_ready(city_home()):
        from django.core.management import call_command  # noqa: PLC0415

        from qingdan.base.clock import now  # noqa: PLC0415  (needs the settings)
        from qingdan.base.refusal import Missing  # noqa: PLC0415
        from qingdan.web.portal.writing import write_pages  # noqa: PLC0415

        call_command("collectstatic", verbosity=0, interactive=False)  # pages name these files
        with tqdm(unit="页", disable=None) as bar:
            try:
                count = write_pages(
                    folder, at=now(), told=lambda _address: bar.update(), processes=os.cpu_count() or 1
                )
            except Missing:
                raise CommandError("还没有建立城市，没有可写的页面") from None
    print(f"已写 {count} 页到 {folder}")
    return 0
