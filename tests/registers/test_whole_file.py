"""Output takes the place of a file, never that of a device, a pipe or a link."""

import os
from pathlib import Path

import pytest

from qingdan.registers.whole_file import FileNotWritten, whole_file

pytestmark = pytest.mark.requirement("I-check")


def _write(target: Path) -> None:
    with whole_file(target) as draft:
        draft.write_text("新", encoding="utf-8")


def test_link__stays_and_its_file_is_written(tmp_path: Path) -> None:
    file, link = tmp_path / "夹" / "结果.txt", tmp_path / "链接.txt"
    file.parent.mkdir()
    file.write_text("旧", encoding="utf-8")
    link.symlink_to(file)
    _write(link)

    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == "新"
    assert [one.name for one in file.parent.iterdir()] == ["结果.txt"]


@pytest.mark.skipif(os.name != "posix", reason="pipes with names")
def test_pipe__is_refused_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "管道"
    os.mkfifo(pipe)
    with pytest.raises(FileNotWritten, match="设备或管道"):
        _write(pipe)

    assert pipe.is_fifo()


def test_links__in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "甲").symlink_to(tmp_path / "乙")
    (tmp_path / "乙").symlink_to(tmp_path / "甲")
    with pytest.raises(FileNotWritten):
        _write(tmp_path / "甲")

    assert sorted(one.name for one in tmp_path.iterdir()) == ["乙", "甲"]
