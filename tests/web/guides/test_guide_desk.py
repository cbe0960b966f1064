"""Guides on the desk: coverage, the form and its rows, the form builder, publishing, versions (RQ-A1, RQ-G4)."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.builders_account import signed_in
from tests.builders_cases import GUIDE, LAMP
from tests.builders_files import PDF
from tests.builders_guides import SECOND, a_guided_city, begun, published, typed, written

from qingdan.base.actor import Actor
from qingdan.base.transactions import reading
from qingdan.guides.models import Guide

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A1", "RQ-G4")]
LIST = "/desk/guides/"
HERE = f"{LIST}{LAMP}/"
People = dict[str, Actor]


@pytest.fixture
def people(db: None) -> People:
    return a_guided_city()


def client(people: People, role: str) -> Client:
    return signed_in(people[role].username)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())))


def kept(people: People) -> dict[str, Any]:
    with reading(people["liaison"]):
        return dict(Guide.objects.get(code=LAMP).content)


def test_list__says_what_is_missing_and_counts(people: People) -> None:
    written()
    begun(SECOND)
    page = words(client(people, "liaison").get(LIST))

    assert "要上网的 2 项，已经能网上申请 0 项" in page
    assert "指南没有公布" in page and "流程图不能运行" in page and "草稿，可以公布" in page
    assert re.search("草稿，[0-9]+ 处必须改", page)


def test_list__counts_an_item_on_line_once_it_can_be_applied_for(people: People) -> None:
    published()

    assert "已经能网上申请 1 项" in words(client(people, "service_centre").get(LIST))
    assert "已公布，第 1 版" in words(client(people, "service_centre").get(LIST))
    assert "没有要上网的审批事项" in words(client(people, "foreign").get(LIST))


def test_begin__opens_the_guide_with_what_is_wrong(people: People) -> None:
    answer = client(people, "liaison").post(f"{LIST}begin/", {"item": LAMP}, follow=True)

    assert answer.redirect_chain[0][0] == f"{HERE}?said=guide_begun"
    assert "没有写申请条件" in words(answer) and "法定时限 20个工作日" in words(answer)


def test_begin__of_what_is_no_item_or_another_units_is_missing(people: People) -> None:
    for who, item in (("liaison", "36090000101999900"), ("foreign", LAMP)):
        assert client(people, who).post(f"{LIST}begin/", {"item": item}).status_code == 404


def test_save__keeps_every_text(people: People) -> None:
    begun()
    answer = client(people, "liaison").post(f"{HERE}save/", typed(hours="整天", scope="挂灯以前"))

    assert answer.status_code == 302
    content = kept(people)
    unsaid = {"fields"}
    assert {name: content[name] for name in GUIDE if name not in unsaid} == {
        name: GUIDE[name] if name != "materials" else content["materials"]
        for name in GUIDE
        if name not in unsaid
    } | {"hours": "整天"}
    assert [one["name"] for one in content["materials"]] == ["灯笼合格证", "房屋证明", "消防意见"]


@pytest.mark.parametrize(
    ("then", "names"),
    [
        ("material add 0", ["灯笼合格证", "房屋证明", "消防意见", ""]),
        ("material up 3", ["灯笼合格证", "消防意见", "房屋证明"]),
        ("material down 1", ["房屋证明", "灯笼合格证", "消防意见"]),
        ("material drop 2", ["灯笼合格证", "消防意见"]),
        ("material drop 9", ["灯笼合格证", "房屋证明", "消防意见"]),
        ("nonsense", ["灯笼合格证", "房屋证明", "消防意见"]),
    ],
)
def test_row_button__saves_and_changes_the_rows(people: People, then: str, names: list[str]) -> None:
    begun()
    client(people, "liaison").post(f"{HERE}save/", typed(then=then))

    assert [one["name"] for one in kept(people)["materials"]] == names


def test_stale_edit__shows_both_and_loses_nothing(people: People) -> None:
    version = written()
    answer = client(people, "liaison").post(f"{HERE}save/", typed(version - 1, hours="半夜"))

    assert answer.status_code == 422 and kept(people)["hours"] == GUIDE["hours"]
    page = words(answer)
    assert "别人改过" in page and "办理时间 现在的 工作日9点到17点 你写的 半夜" in page
    assert (
        'value="半夜"' in answer.content.decode()
        and f'name="version" value="{version}"' in answer.content.decode()
    )


def test_words_for_a_number__are_refused_beside_their_field(people: People) -> None:
    begun()
    sent = typed(**{"material-1-copies": "几份", "trips": "12"})
    page = client(people, "liaison").post(f"{HERE}save/", sent).content.decode()

    assert 'id="e-material-1-copies">要填 0 到 99 的整数' in page and 'id="e-trips">' in page
    assert 'value="几份"' in page


def test_file__is_kept_for_its_material_and_given_out(people: People) -> None:
    begun()
    file = SimpleUploadedFile("申请书.pdf", PDF)
    writer = client(people, "liaison")
    writer.post(f"{HERE}save/", typed(**{"material-1-form": file}))
    code = kept(people)["materials"][0]["form"]

    given = writer.get(f"{HERE}files/{code}/")
    assert b"".join(given.streaming_content) == PDF  # type: ignore[attr-defined]
    assert client(people, "foreign").get(f"{HERE}files/{code}/").status_code == 404
    writer.post(f"{HERE}save/", typed(2, **{"material-1-form": code}))
    assert kept(people)["materials"][0]["form"] == code
    writer.post(f"{HERE}save/", typed(3, **{"material-1-form": ""}))
    assert kept(people)["materials"][0]["form"] == ""


def test_file_of_another_guide__is_not_taken_by_its_code(people: People) -> None:
    begun()
    client(people, "liaison").post(f"{HERE}save/", typed(**{"material-1-form": "f" * 24}))

    assert kept(people)["materials"][0]["form"] == ""


def test_file_of_a_wrong_kind__is_refused_beside_its_field(people: People) -> None:
    begun()
    file = SimpleUploadedFile("申请书.pdf", b"<html><script>1</script></html>")
    answer = client(people, "liaison").post(f"{HERE}save/", typed(**{"material-2-sample": file}))

    assert answer.status_code == 422 and 'id="e-material-2-sample"' in answer.content.decode()


def test_builder__names_new_fields_by_itself(people: People) -> None:
    begun()
    writer = client(people, "liaison")
    writer.post(f"{HERE}form/save/", {"version": "1", "then": "field add 0"})
    writer.post(
        f"{HERE}form/save/", {"version": "2", "then": "field add 0", **_field(1, "field1", label="街道")}
    )

    assert [(one["name"], one["label"]) for one in kept(people)["fields"]] == [
        ("field1", "街道"),
        ("field2", ""),
    ]
    assert "第 2 栏没有写名称" in words(writer.get(HERE + "form/")) or "必须改" in words(writer.get(HERE))


def _field(place: int, name: str, **cells: str) -> dict[str, str]:
    return {f"field-{place}-{cell}": word for cell, word in {"name": name, "type": "text", **cells}.items()}


def test_trial__checks_the_answers_and_keeps_nothing(people: People) -> None:
    version = written()
    writer = client(people, "liaison")
    wrong = writer.get(f"{HERE}form/try/", {"answer-street": "灯火路", "answer-lamps": "一百"})
    right = writer.get(f"{HERE}form/try/", {"answer-street": "灯火路", "answer-lamps": "9"})

    assert "盏数要填数字（单位：盏）" in words(wrong) and "填对了" in words(right)
    with reading(people["liaison"]):
        assert Guide.objects.get(code=LAMP).version == version


def test_schema__is_given_out(people: People) -> None:
    written()
    schema = json.loads(client(people, "service_centre").get(f"{HERE}form/schema/").content)

    assert schema["required"] == ["street", "lamps"] and schema["properties"]["lamps"]["x-maximum"] == 99


def test_publish__is_for_somebody_else_and_shows_what_changes(people: People) -> None:
    published()
    written(3, hours="整天")
    head = client(people, "principal")
    page = words(head.get(f"{HERE}versions/"))

    assert "和第 1 版不同的地方" in page and "办理时间 工作日9点到17点 整天" in page
    assert client(people, "liaison").post(f"{HERE}publish/", {"version": "4"}).status_code == 404
    assert head.post(f"{HERE}publish/", {"version": "3"}).status_code == 422
    assert head.post(f"{HERE}publish/", {"version": "4"}).status_code == 302
    assert "第 2 版" in words(head.get(f"{HERE}versions/?from=1&to=2"))
    assert "第 1 版到第 2 版" in words(head.get(f"{HERE}versions/?from=1&to=2"))


def test_publish__with_blockers_is_refused_with_all_of_them(people: People) -> None:
    version = written(conditions=[], hours="")
    answer = client(people, "service_centre").post(f"{HERE}publish/", {"version": str(version)})

    assert answer.status_code == 422
    assert "没有写申请条件" in words(answer) and "没有写办理时间" in words(answer)


def test_withdraw__needs_a_reason(people: People) -> None:
    published()
    head = client(people, "principal")

    assert head.post(f"{HERE}withdraw/", {"reason": " "}).status_code == 422
    assert head.post(f"{HERE}withdraw/", {"reason": "灯不够"}).status_code == 302
    assert "灯不够" in words(head.get(f"{HERE}versions/"))


def test_other_units__find_no_guide(people: People) -> None:
    written()
    stranger = client(people, "foreign")
    pages = ("", "form/", "form/try/", "form/schema/", "versions/")

    assert [stranger.get(HERE + one).status_code for one in pages] == [404] * 5
    assert stranger.post(f"{HERE}save/", typed(2)).status_code == 404


def test_service_centre__reads_and_does_not_write(people: People) -> None:
    written()
    centre = client(people, "service_centre")

    assert "点灯许可证" in words(centre.get(HERE)) and "<textarea" not in centre.get(HERE).content.decode()
    assert centre.post(f"{HERE}save/", typed(2)).status_code == 404
    assert centre.get(f"{LIST}{SECOND}/").status_code == 404
