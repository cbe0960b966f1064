"""`qingdan edition show|diff|export`: editions as the public reads them, from the terminal."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from tests.builders import CITY, TODAY, a_city
from tests.builders_editions import (
    CODES,
    PLASTIC_CODE,
    UNLIT_CODE,
    a_power,
    an_edition,
    duties_of,
    two_editions,
)
from tests.builders_powers import OTHER, OWN
from tests.web.api.hostile_texts import HOSTILE

from qingdan.cli.arguments import ChineseParser
from qingdan.cli.edition import configure
from qingdan.cli.edition_verbs import answer
from qingdan.cli.errors import CommandError
from qingdan.rules.review import ListKind
from qingdan.verify_pack import verify

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G-open-data")]
ONE, TWO = f"{CITY}-power_list-1", f"{CITY}-power_list-2"
Asked = Callable[..., str]


@pytest.fixture
def published() -> None:
    """Two editions of powers, one of duties."""
    a_city()
    two_editions()
    an_edition([duties_of(a_power())], kind=ListKind.RESPONSIBILITY)


@pytest.fixture
def asked(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Asked:
    """What the command says, its files put into the test's folder."""
    parser = ChineseParser(prog="qingdan edition")
    configure(parser)

    def say(*words: object) -> str:
        answer(parser.parse_args([str(one) for one in words]), tmp_path)
        return capsysbinary.readouterr().out.decode()

    return say


@pytest.mark.usefixtures("published")
def test_show__lists_all_editions_and_tells_one(asked: Asked) -> None:
    lines = asked("show").splitlines()
    one = asked("show", TWO)

    assert [line.split("　")[0] for line in lines] == [f"{CITY}-responsibility_list-1", TWO, ONE]
    assert one.startswith(f"权力清单 2026年第2号（{TWO}），4 项\n")
    assert "市政府第6次常务会议　〔2026〕6号" in one
    assert f"{OWN}　市灯笼局　行使 2 项，不再行使 1 项" in one and f"{OTHER}　市河道局　行使 1 项\n" in one


@pytest.mark.usefixtures("published")
def test_show__in_json_has_digest_and_units(asked: Asked) -> None:
    found = json.loads(asked("show", "power_list-2", "--format", "json"))

    assert (found["code"], found["entries"], len(found["digest"])) == (TWO, 4, 64)
    assert found["units"][0] == {"unit": OWN, "name": "市灯笼局", "stand": 2, "ended": 1}
    assert len(json.loads(asked("show", "--format", "json"))["editions"]) == 3


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["power_list", "--on", "2026-05-10"], ONE),
        (["power_list", "--on", str(TODAY)], TWO),
        ([f"{CITY}-power_list"], TWO),
    ],
)
def test_list__alone_is_the_edition_in_force_that_day(asked: Asked, words: list[str], code: str) -> None:
    assert f"（{code}）" in asked("show", *words)


@pytest.mark.usefixtures("published")
def test_diff__tells_words(asked: Asked) -> None:
    text = asked("diff", ONE, TWO)

    assert text.startswith("权力清单 2026年第1号 → 权力清单 2026年第2号：新增 1 项，取消 1 项，修改 1 项\n")
    assert f"修改　{UNLIT_CODE}　市灯笼局　" in text and "承诺时限：[-20-]{+10+}个工作日\n" in text
    assert f"取消　{PLASTIC_CODE}" in text and f"新增　{CODES[2]}" in text
    assert asked("diff", TWO, TWO).endswith("：没有不同\n")
    assert asked("diff", ONE, TWO, "--unit", OTHER).endswith("：没有不同\n")


@pytest.mark.usefixtures("published")
def test_diff__in_json_and_tables(asked: Asked, tmp_path: Path) -> None:
    found = json.loads(asked("diff", ONE, TWO, "--format", "json"))
    rows = list(
        csv.DictReader(io.StringIO(asked("diff", ONE, TWO, "--format", "csv").removeprefix("\ufeff")))
    )
    path = Path(asked("diff", ONE, TWO, "--format", "xlsx").strip())

    assert {one["kind"] for one in found["changes"]} == {"added", "ended", "changed"}
    assert ("承诺时限", "20个工作日", "10个工作日") in {
        (one["哪一栏"], one["原来"], one["现在"]) for one in rows
    }
    assert path.parent == tmp_path and len(list(openpyxl.load_workbook(path).active.rows)) == len(rows) + 1


@pytest.mark.usefixtures("published")
def test_export__writes_every_kind_of_file(asked: Asked, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(asked("export", TWO).removeprefix("\ufeff"))))
    found = json.loads(asked("export", TWO, "--format", "json", "--unit", OWN))
    book = Path(asked("export", "responsibility_list", "--format", "xlsx").strip())
    pack = Path(asked("export", TWO, "--format", "zip", "--output", tmp_path / "pack.zip").strip())

    assert [row["状态"] for row in rows] == ["在列", "取消", "在列", "在列"]
    assert [one["code"] for one in found["entries"]] == [UNLIT_CODE, PLASTIC_CODE, CODES[2]]
    assert book.name == f"{CITY}-responsibility_list-1.xlsx" and zipfile.is_zipfile(book)
    assert verify(pack).faults == [] and pack.name == "pack.zip"


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "灯笼"], "不能是 灯笼"),
        (["show", f"{CITY}-power_list-9"], "没有公布过"),
        (["show", "power_list", "--on", "2020-01-01"], "2020-01-01 没有现行的"),
        (["diff", TWO, "responsibility_list"], "不是同一份清单"),
        (["diff", ONE, TWO, "--unit", "360900099"], "没有部门 360900099"),
        (["export", TWO, "--unit", "360900099"], "没有部门 360900099"),
        (["export", TWO, "--format", "zip", "--unit", OWN], "整版"),
        (["export", TWO, "--format", "pdf"], "没有这个选择"),
        (["export", TWO, "--output", "/dev/null/x.csv"], "建不了文件夹"),
    ],
)
def test_what_cannot_be__is_said_in_a_line(asked: Asked, words: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        asked(*words)


def test_edition__not_shown_yet_or_of_no_city_is_not_there(asked: Asked) -> None:
    with pytest.raises(CommandError, match="还没有建立城市"):
        asked("show")
    a_city()
    an_edition([a_power()], shown_on=None)

    assert asked("show") == "还没有公布过清单。\n"
    with pytest.raises(CommandError, match="没有公布过"):
        asked("export", ONE)


@pytest.mark.requirement("G-hostile")
def test_hostile_text__steers_no_terminal(asked: Asked) -> None:
    a_city()
    codes = [f"{UNLIT_CODE[:11]}{number:04d}00" for number in range(1, len(HOSTILE) + 1)]
    an_edition([a_power(code) for code in codes])
    an_edition(
        [
            a_power(code, name=text, unit_name=text, remark=text)
            for code, text in zip(codes, HOSTILE, strict=True)
        ]
    )

    told = asked("show", TWO) + asked("diff", ONE, TWO)
    assert [
        one for one in told if one not in "\t\n" and (ord(one) < 32 or one in "\x7f\x9b\u202e\u2028")
    ] == []
    assert sum(line.startswith("修改　") for line in told.splitlines()) == len(HOSTILE)
