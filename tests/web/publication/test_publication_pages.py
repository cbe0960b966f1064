"""From cleared items to the last site as people work it: drafts, the meeting, editions on their sites (R-060…R-062)."""

from io import BytesIO
from typing import Any

import docx
import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from tests.builders import CITY
from tests.builders_filings import LATER, OFFICE, PRINCIPAL
from tests.builders_lists import (
    PROGRAM,
    at_legality,
    cleared_again,
    signed_off,
    tabled_again,
    the_draft,
    the_reviews,
)
from tests.builders_powers import CAMPAIGN
from tests.builders_review_desk import changed, supplemented
from tests.builders_reviews import POWER
from tests.modules.lists.outside_site import a_site

from qingdan.base.clock import day_of, now
from qingdan.base.jobs.tasks import carry_out
from qingdan.base.transactions import reading, writing
from qingdan.consultations.models import Opinion, Round
from qingdan.editions.models import Edition
from qingdan.lists.models import ListProgress
from qingdan.lists.services.proving import prove_in_order
from qingdan.reviews.models import Review
from qingdan.reviews.services.revising import adjust_item, revise_item

pytestmark = pytest.mark.requirement("R-060", "R-061", "R-062", "R-110")
Clients = dict[str, Client]
LIST = {"campaign": CAMPAIGN, "kind": POWER.value}
MEETING = {"meeting": "市政府第6次常务会议", "number": "〔2026〕6号", "on": "2026-11-20", "result": "adopted"}


def _at(name: str, *more: object) -> str:
    return reverse(f"desk:publication_{name}", args=[CAMPAIGN, POWER, *more])


def _state(client: Client, **more: str) -> Any:
    return client.get(reverse("desk:publication"), LIST | more)


def _compose(client: Client) -> Any:
    return client.post(reverse("desk:publication_compose"), LIST)


def _resolve(client: Client, **changed: str | list[str]) -> Any:
    return client.post(_at("resolve"), MEETING | {"digest": the_draft().digest} | changed)


def _adopted(city: Clients) -> None:
    _compose(city["office"])
    assert _resolve(city["clerk"], on=_today()).status_code == 302


def _published(city: Clients) -> str:
    """Adopted and composed: the code of the edition, on no site yet."""
    _adopted(city)
    answer = city["office"].post(reverse("desk:publication_publish"), LIST | {"effective_on": _today()})
    assert answer.status_code == 302, answer.text
    with reading(OFFICE):
        return Edition.objects.get().code


def _today() -> str:
    return day_of(now()).isoformat()


def _edition(name: str, code: str) -> str:
    return reverse(f"desk:publication_{name}", args=[code])


def _progress() -> str:
    with reading(OFFICE):
        return ListProgress.objects.get().state


def test_the_state__says_how_many_are_cleared_and_whose_the_next_act_is(city: Clients) -> None:
    text = _state(city["office"]).text

    assert "2 / 2 项" in text and "编成审议稿第 1 稿</button>" in text
    assert "由编办编成审议稿第 1 稿，什么都不缺" in _state(city["clerk"]).text
    assert "权力清单公布以后，才拟责任清单" in _state(city["office"], kind="responsibility_list").text


def test_units_that_filed_nothing__are_named_before_a_draft_is_composed(city: Clients) -> None:
    page = _state(city["office"])

    assert "市河道局" in page.context["desk"].unfiled and "市灯笼局" not in page.context["desk"].unfiled
    assert "的登记表没有收下" in page.text


def test_an_obstacle__has_its_count_its_rows_and_what_to_do(city: Clients) -> None:
    with writing(OFFICE):
        asked = Round.objects.get()
        Opinion.objects.create(
            region_id=CITY, round=asked, code="a" * 32, audience="public", text="太亮", at=LATER
        )
    text = _state(city["office"]).text

    assert "还有 1 条意见没有答复是否采纳" in text and reverse("desk:consultations") in text
    assert "编成审议稿第 1 稿</button>" not in text
    refused = _compose(city["office"])
    assert refused.status_code == 422 and 'id="e-send"' in refused.text


@pytest.mark.parametrize(
    ("who", "sees", "reads"),
    [
        ("office", 200, 200),
        ("clerk", 200, 200),
        ("lawyer", 200, 200),
        ("centre", 200, 404),
        ("group", 404, 404),
        ("unit", 404, 404),
    ],
)
def test_the_pages__are_for_who_decides_and_publishes(city: Clients, who: str, sees: int, reads: int) -> None:
    tabled_again()

    assert _state(city[who]).status_code == sees
    assert city[who].get(_at("draft", 1)).status_code == reads
    assert city[who].get(_at("meeting")).status_code == reads


def test_nobody_else__takes_the_acts(city: Clients) -> None:
    for who in ("clerk", "lawyer", "centre", "unit"):
        assert _compose(city[who]).status_code == 404
    tabled_again()
    for who in ("office", "lawyer", "centre", "unit"):
        assert _resolve(city[who]).status_code == 404


def test_a_draft__is_composed_once_and_shown_with_counts_and_digest(city: Clients) -> None:
    answer = _compose(city["office"])
    twice = _compose(city["office"])
    page = city["clerk"].get(answer.headers["Location"])

    assert twice.status_code == 422 and "刷新页面" in twice.text
    assert the_draft().digest in page.text and "行政处罚" in page.text
    assert page.context["counts"][-1] == ("合计", [2, 0, 0, 0, 0, 0], 2)
    assert [one.kind for one in page.context["lines"]] == ["same", "same"]
    assert city["office"].get(_at("draft", 2)).status_code == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"meeting": ""}, "meeting"),
        ({"number": ""}, "number"),
        ({"on": ""}, "on"),
        ({"on": "2026-02-31"}, "on"),
        ({"on": "2999-01-01"}, "on"),
        ({"result": "maybe"}, "result"),
        ({"digest": "0" * 64}, "digest"),
        ({"result": "amended"}, "amendments"),
        ({"result": "amended", "item": ["36090000199999999"], "text": ["写明对象"]}, "amendments"),
        ({"result": "rejected"}, "reason"),
    ],
)
def test_a_wrong_decision__is_told_beside_its_field(
    city: Clients, changed: dict[str, Any], field: str
) -> None:
    tabled_again()
    refused = _resolve(city["clerk"], **changed)

    assert refused.status_code == 422
    assert f'id="e-{field}"' in refused.text and f'id="f-{field}"' in refused.text
    assert _progress() == "tabled"


def test_a_stale_form__neither_decides_on_nor_withdraws_another_draft(city: Clients) -> None:
    tabled_again()
    old = the_draft().digest
    city["office"].post(reverse("desk:publication_withdraw"), LIST | {"reason": "漏印了一页", "number": "1"})
    assert "没有等会议的审议稿" in city["clerk"].get(_at("meeting")).text
    _compose(city["office"])

    refused = _resolve(city["clerk"], digest=old, on=_today())
    assert refused.status_code == 422 and "看到的不是这一稿" in refused.text
    assert old in refused.text and the_draft().digest in refused.text
    again = {"reason": "漏印了一页", "number": "1"}
    stale = city["office"].post(reverse("desk:publication_withdraw"), LIST | again)
    assert stale.status_code == 422 and the_draft().closed_at is None


def test_what_was_typed_for_a_draft_that_is_gone__is_shown(city: Clients) -> None:
    tabled_again()
    digest, gone = the_draft().digest, LIST | {"reason": "漏印了一页", "number": "1"}
    city["office"].post(reverse("desk:publication_withdraw"), gone)

    amended = {"result": "amended", "item": ["3609", ""], "text": ["写明对象", ""], "reason": "再议"}
    refused = city["clerk"].post(_at("resolve"), MEETING | {"digest": digest} | amended)
    assert refused.status_code == 422
    for typed in (MEETING["meeting"], MEETING["number"], "要改的 3609", "写明对象", "再议"):
        assert typed in refused.text
    again = city["office"].post(reverse("desk:publication_withdraw"), gone)
    assert again.status_code == 422 and "漏印了一页" in again.text


def test_a_draft__is_not_withdrawn_without_reason(city: Clients) -> None:
    tabled_again()
    refused = city["office"].post(reverse("desk:publication_withdraw"), LIST)

    assert refused.status_code == 422 and 'id="e-reason"' in refused.text and "<details open>" in refused.text


def test_amendments__make_a_new_draft_that_is_resolved_again(city: Clients) -> None:
    tabled_again()
    first = the_reviews()[0]
    _resolve(
        city["clerk"], result="amended", on=_today(), item=[first.public_code, ""], text=["写明实施对象", ""]
    )

    text = _state(city["office"]).text
    assert "上次会议要求修改的事项还有 1 项没有改" in text and "写明实施对象" in text
    assert "等会议" not in city["clerk"].get(_at("draft", 1)).text
    _revised(first.number)
    _compose(city["office"])
    page = city["clerk"].get(_at("draft", 2), {"against": "draft", "shown": "changed"})
    assert [one.number for one in page.context["lines"]] == [first.number]
    assert "<ins>沿街商户</ins>" in page.text
    assert _resolve(city["clerk"], on=_today()).status_code == 302 and _progress() == "adopted"
    assert _resolve(city["clerk"], on=_today()).status_code == 422


def _revised(number: str) -> None:
    """Changed as the meeting wants it, consented to, cleared again."""
    one = the_reviews()[0]
    revise_item(
        campaign=CAMPAIGN,
        number=number,
        version=one.version,
        values={"subject": "沿街商户"},
        reason="按会议要求",
        by=OFFICE,
        at=now(),
    )
    signed_off(PRINCIPAL)
    cleared_again()


def test_the_edition__is_composed_after_the_meeting_only(city: Clients) -> None:
    _adopted(city)
    publish = reverse("desk:publication_publish")

    for day in ("", "2026-01-01"):
        refused = city["office"].post(publish, LIST | {"effective_on": day})
        assert refused.status_code == 422 and 'id="e-effective_on"' in refused.text
    assert city["clerk"].post(publish, LIST).status_code == 404
    answer = city["office"].post(publish, LIST | {"effective_on": _today()})
    assert answer.status_code == 302 and _progress() == "publishing"


def test_the_sites__come_one_after_the_other(city: Clients) -> None:
    code = _published(city)
    address = _edition("edition", code)
    page = city["centre"].get(address)
    assert [one.state for _, one in page.context["steps"]] == ["open", "waiting", "waiting", "waiting"]
    assert "<form" not in page.text.partition("<main")[2]
    early = city["office"].post(_edition("prove_one", code), {"channel": f"{CITY}001-4"})
    assert early.status_code == 422 and "要按顺序来" in early.text

    city["office"].post(_edition("prove_one", code), {"channel": f"{CITY}005-1"})
    page = city["office"].get(address)
    assert [one.state for _, one in page.context["steps"]] == ["done", "open", "waiting", "waiting"]


def test_all_sites__are_looked_at_by_the_worker(city: Clients) -> None:
    code = _published(city)
    answer = city["office"].post(_edition("prove", code))
    assert answer.headers["Location"] == city["office"].post(_edition("prove", code)).headers["Location"]
    assert "正在核对" in city["office"].get(_edition("edition", code)).text
    job = answer.headers["Location"].split("/")[-2]
    carry_out(code=job, regions=[CITY], post=f"{CITY}002")

    assert _edition("edition", code) in city["office"].get(answer.headers["Location"]).text
    assert _progress() == "published"
    assert "要改，逐项调整" in _state(city["office"]).text


@pytest.mark.parametrize(
    ("changed_heads", "field"), [({"centre": ""}, "centre"), ({"centre": f"{CITY}002"}, "send")]
)
def test_who_publishes__is_three_units(city: Clients, changed_heads: dict[str, str], field: str) -> None:
    heads = {"government": f"{CITY}005", "office": f"{CITY}002", "centre": f"{CITY}006"}
    refused = city["office"].post(reverse("desk:publication_channels_save"), heads | changed_heads)

    assert refused.status_code == 422 and f'id="e-{field}"' in refused.text


def test_a_site_outside__is_named_since_when_it_is_stuck(city: Clients, settings: LazySettings) -> None:
    with a_site() as site:
        settings.CHANNEL_HOSTS = (site.host,)
        heads = {"government": f"{CITY}005", "office": f"{CITY}002", "centre": f"{CITY}006"}
        save = reverse("desk:publication_channels_save")
        refused = city["office"].post(save, heads | {f"outside-{CITY}002": "http://elsewhere.example/"})
        assert refused.status_code == 422 and f'id="e-outside-{CITY}002"' in refused.text
        city["office"].post(save, heads | {f"outside-{CITY}002": site.address})
        code = _published(city)
        prove_in_order(edition=code, by=PROGRAM, at=now())
        text = city["office"].get(_edition("edition", code)).text
        assert "起没有公布" in text and "网页上没有清单的摘要值" in text
        assert "卡住 1 处" in _state(city["office"]).text
        given = city["office"].get(_edition("edition", code).rstrip("/") + f"/sites/{CITY}002-2/")
        site.page = b"".join(given).decode()
        city["office"].post(_edition("prove_one", code), {"channel": f"{CITY}002-2"})
        page = city["office"].get(_edition("edition", code))
        assert [one.state for _, one in page.context["steps"]] == ["done", "done", "open", "waiting"]


def test_a_published_item__is_found_for_adjustment(city: Clients) -> None:
    code, first = _published(city), the_reviews()[0]
    prove_in_order(edition=code, by=PROGRAM, at=now())
    revise = reverse("desk:revise", args=[CAMPAIGN, POWER, first.number])

    for words in (first.public_code, first.name):
        assert revise in city["office"].get(_edition("edition", code), {"q": words}).text
    adjust = reverse("desk:adjust", args=[CAMPAIGN, POWER, first.number])
    city["office"].post(adjust, {"version": the_reviews()[0].version, "why": "法规修改"})
    text = _state(city["office"]).text
    assert _progress() == "reviewing" and "部门正在修改" in text and "第 1 版" in text


def test_a_correction__is_published_as_a_second_edition_beside_the_first(city: Clients) -> None:
    first = _published(city)
    prove_in_order(edition=first, by=PROGRAM, at=now())
    one = the_reviews()[0]
    _adjusted(one)
    _compose(city["office"])

    page = city["office"].get(_at("draft", 2))
    assert page.context["against_name"] == "现行版" and "<ins>沿街商户</ins>" in page.text
    assert [(line.kind, line.carried) for line in page.context["lines"]] == [
        ("changed", False),
        ("same", True),
    ]
    assert _resolve(city["clerk"], on=_today()).status_code == 302
    city["office"].post(reverse("desk:publication_publish"), LIST | {"effective_on": _today()})
    text = _state(city["office"]).text
    assert "第 1 版" in text and "第 2 版正在依次公布" in text
    second = city["office"].get(_edition("edition", first.replace("-1", "-2"))).text
    assert _edition("edition", first) in second and "两版都保留" in second


def _adjusted(one: Review) -> None:
    """Taken back, changed and signed by its unit, through every gate again."""
    what = {"campaign": CAMPAIGN, "number": one.number, "version": one.version}
    adjust_item(**what, kind=POWER, reason="法规修改", by=OFFICE, at=LATER)  # type: ignore[arg-type]
    changed(subject="沿街商户", number=one.number)
    supplemented()
    at_legality()
    cleared_again()


def test_a_print__is_made_once_by_the_worker_for_all_readers(city: Clients) -> None:
    tabled_again()
    asked = city["clerk"].post(_at("draft_print", 1), {"form": "docx"})
    assert city["clerk"].post(_at("draft_print", 1), {"form": "exe"}).status_code == 404
    assert "正在做" in city["clerk"].get(_at("draft", 1)).text
    carry_out(code=asked.headers["Location"].split("/")[-2], regions=[CITY], post=f"{CITY}002")
    page = city["lawyer"].get(_at("draft", 1))
    address = next(one.file for one in page.context["prints"] if one.file)

    file = city["lawyer"].get(reverse("desk:publication_print", args=[address]))
    rows = docx.Document(BytesIO(b"".join(file))).tables[-1].rows
    assert [cell.text for cell in rows[2].cells][:3] == [
        "1",
        the_reviews()[0].public_code,
        the_reviews()[0].name,
    ]
    assert (
        reverse("desk:publication_print", args=[address]) in city["clerk"].get(asked.headers["Location"]).text
    )
    assert city["centre"].get(reverse("desk:publication_print", args=[address])).status_code == 404


def test_what_was_decided__stays_on_the_page(city: Clients) -> None:
    _adopted(city)

    assert "市政府第6次常务会议" in _state(city["lawyer"]).text
    assert "通过" in city["lawyer"].get(_at("draft", 1)).text
    assert "结果已经记下" in city["clerk"].get(_at("meeting")).text
