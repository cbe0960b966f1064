"""Where results are put: beside what they were made from, never in its place."""

from pathlib import Path

import pytest

from qingdan.cli.errors import CommandError
from qingdan.cli.output import put

pytestmark = pytest.mark.requirement("I-check")


@pytest.mark.parametrize("how", ["itself", "symbolic link", "hard link", "folder"])
def test_source__is_never_written_over(tmp_path: Path, how: str) -> None:
    source, target = tmp_path / "登记表.csv", tmp_path / "结果.csv"
    source.write_text("权力名称", encoding="utf-8")
    if how == "symbolic link":
        target.symlink_to(source)
    elif how == "hard link":
        target.hardlink_to(source)
    output = {"itself": source, "folder": tmp_path}.get(how, target)
    with pytest.raises(CommandError, match="不能写回原表"):
        put("结果", output, source.name, False, [str(tmp_path / "没有.csv"), str(source)])

    assert source.read_text(encoding="utf-8") == "权力名称"


def test_name__leads_to_no_other_folder(tmp_path: Path) -> None:
    (tmp_path / "夹").mkdir()
    put("结果", tmp_path / "夹", "../../局反查.txt", False)

    assert [one.relative_to(tmp_path).as_posix() for one in tmp_path.rglob("*.txt")] == [
        "夹/..／..／局反查.txt"
    ]


def test_name__too_long_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="文件名太长"):
        put("结果", tmp_path / ("长" * 300), "", False)
