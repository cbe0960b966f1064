"""`qingdan restore`: a backup put in the place of the city's database and files."""

import argparse
import os
from pathlib import Path

from qingdan.cli.city import city_home, database_errors


def configure(parser: argparse.ArgumentParser) -> None:
    """Where from."""
    parser.add_argument("source", type=Path, metavar="文件夹", help="从哪份备份恢复；现有数据库会被换掉")


def run(arguments: argparse.Namespace) -> int:
    """Restores; the web server and the worker must be stopped. Raises CommandError."""
    home = city_home()
    with database_errors():
        from qingdan.base.db.cluster import database_address  # noqa: PLC0415
        from qingdan.config.backup import restore_city  # noqa: PLC0415

        files = restore_city(home, database_address(home, os.environ), arguments.source)
    print(f"恢复好了：数据库和 {files} 个文件")
    return 0
