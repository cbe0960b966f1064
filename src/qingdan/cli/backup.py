"""`qingdan backup`: database and files of the city into one new folder."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from qingdan.cli.city import city_home, database_errors


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("target", type=Path, metavar="文件夹", help="备份写到哪个新文件夹，不能已经存在")


def run(arguments: argparse.Namespace) -> int:
    """Backs up while the city runs. Raises CommandError."""
    home = city_home()
    with database_errors():
        from qingdan.base.db.cluster import database_address  # noqa: PLC0415
        from qingdan.config.backup import backup_city  # noqa: PLC0415

        address = database_address(home, os.environ)
        files = backup_city(home, address, arguments.target, at=datetime.now(UTC))
    print(f"备份写好：{arguments.target}（数据库和 {files} 个文件）")
    return 0
