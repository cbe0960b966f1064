"""The pack of a real edition: whole, the same each time, without a person in it, and found out when it is changed."""

import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from tests.builders import CITY, NOW, SETTER, TODAY, a_city
from tests.builders_editions import a_power, an_edition
from tests.builders_lists import ADOPTED_AT, a_published_city
from tests.builders_powers import a_law_library
from tests.evidence.packs import checked, rows_of, with_rows

from qingdan.base.clock import day_of
from qingdan.base.events.services import append, seal_until
from qingdan.base.people.models import User
from qingdan.base.refusal import Missing
from qingdan.base.transactions import reading, writing
from qingdan.editions.models import Edition
from qingdan.lists.queries.evidence import anchors, opinion_statistics, verifier_source, write_pack
from qingdan.verify_pack import NAMES

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G-evidence")]
SEALED_ON = day_of(ADOPTED_AT) + timedelta(days=1)


@pytest.fixture(scope="module")
def law_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The law library, once."""
    a_law_library(tmp_path_factory.mktemp("lanterns"))


@pytest.fixture
def edition(law_home: None) -> Edition:
    """Published on all channels, its day sealed."""
    made = a_published_city()
    seal_until(SEALED_ON)
    return made


def test_pack__of_a_published_edition_is_whole(edition: Edition) -> None:
    parts = _parts(edition.code)
    found = checked(parts, _anchors())

    assert found.faults == []
    assert set(parts) == {*NAMES, "qingdan_verify.py", "README.txt"}
    assert any(one.startswith(f"对照相符：到 {day_of(ADOPTED_AT)} 为止") for one in found.notes)
    assert not any("第" in one and one.startswith("没有对照") for one in found.notes)


def test_pack__holds_items_proofs_and_acts(edition: Edition) -> None:
    parts = _parts(edition.code)

    assert len(rows_of(parts, "items.ndjson")) == edition.entries
    proofs, acts = ([one["event"] for one in rows_of(parts, f"{name}.ndjson")] for name in ("proofs", "acts"))
    assert {one["data"]["digest"] for one in proofs} == {edition.digest}
    assert [one["data"]["step"] for one in proofs] == [1, 2, 3, *[4] * (len(proofs) - 3)]
    assert [one["kind"] for one in acts] == ["EditionComposed", "EditionShown", "EditionPublished"]
    assert json.loads(parts["resolution.json"])["meeting"] == "市政府第6次常务会议"
    assert parts["qingdan_verify.py"] == verifier_source()


def test_pack__made_again_is_the_same_bytes(edition: Edition) -> None:
    first = _pack(edition.code)
    with writing(SETTER):
        append("LanternLit", "lantern:1", by=SETTER, at=NOW)
    seal_until(SEALED_ON + timedelta(days=1))

    assert _pack(edition.code) == first
    assert "其后还公布了 1 天的日签" in "".join(checked(_parts(edition.code), _anchors()).notes)


def test_pack__names_no_person(edition: Edition) -> None:
    told = b"".join(
        content for name, content in _parts(edition.code).items() if name != "qingdan_verify.py"
    ).decode()
    people = {word for user in User.objects.all() for word in (user.name, user.username)}

    assert [one for one in people if one in told] == []


def test_pack__before_the_day_is_sealed_says_so(law_home: None) -> None:
    edition = a_published_city()
    target = BytesIO()
    with reading(SETTER):
        sealed = write_pack(target, edition.code)

    assert not sealed
    assert "还没有日签" in "".join(checked(_parts(edition.code)).notes)


def test_rewritten_history__is_found_against_the_anchors(edition: Edition) -> None:
    parts, known = _parts(edition.code), _anchors()
    known["sheets"][-1]["seal"] = "0" * 64
    rows = rows_of(parts, "events.ndjson")

    assert f"的历史被改写（第 1–{len(rows)} 条事件" in "".join(checked(parts, known).faults)
    assert "少了第 3 条事件" in "".join(
        checked(with_rows(parts, "events.ndjson", [one for one in rows if one["n"] != 3])).faults
    )


def test_edition__that_the_public_does_not_see_has_no_pack() -> None:
    a_city()
    edition = an_edition([a_power()], shown_on=None)

    with pytest.raises(Missing), reading(SETTER):
        write_pack(BytesIO(), edition.code)


def test_anchors__name_the_editions_that_are_shown() -> None:
    a_city()
    shown = an_edition([a_power()])
    an_edition([a_power(promised_limit="3")], shown_on=None)

    assert _anchors()["editions"] == [{"code": shown.code, "digest": shown.digest, "shown_on": str(TODAY)}]


def test_statistics__count_rounds_of_the_list(edition: Edition) -> None:
    with reading(SETTER):
        (counted,) = opinion_statistics(edition.campaign, edition.list_kind)["rounds"]

    assert (counted["audiences"], counted["opinions"]) == (["departments"], {})


def _pack(code: str) -> bytes:
    target = BytesIO()
    with reading(replace(SETTER, regions=(CITY,))):
        write_pack(target, code)
    return target.getvalue()


def _parts(code: str) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(_pack(code))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _anchors() -> dict[str, object]:
    with reading(SETTER):
        return json.loads(json.dumps(anchors(CITY)))
