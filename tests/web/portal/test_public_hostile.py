"""Whatever is asked of public pages or written into what they show: an answer, and nothing executes."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import resolve
from tests.builders_editions import BASIS, CHART, a_power, a_step, an_edition, duties_of
from tests.web.acting_tags import acting
from tests.web.api.hostile_texts import HOSTILE
from tests.web.portal.public_pages import PASSING, PUBLISHED

from qingdan.rules.review import ListKind
from qingdan.web.portal.urls import urlpatterns

pytestmark = [pytest.mark.usefixtures("public_city"), pytest.mark.requirement("G-hostile")]
PARTS = {"home", "lists", "item", "differences", "comments", "display"}
FORMS = ("/comments/send/", "/comments/track/look/", "/display/keep/")
WORDS = (
    "on", "unit", "category", "q", "against", "changes", "page", "from", "to", "item", "kind", "back", "text", "author",
    "contact", "number", "query_code", "size", "website",
)  # fmt: skip
SENT = {
    "nul": b"a\x00",
    "not UTF-8": b"\xff\xfe\x80",
    "more digits than are read": b"9" * 5_000,
    "out of range": b"99999999999999999999",
    "digits of other scripts": "１٣²".encode(),
    "the last day": b"9999-12-31",
    "the first day": b"0001-01-01",
    "below zero": b"-1",
    "long": "灯".encode() * 1_500,
    "marks and directions": "\u202e\u200b\u2028\x0b\x1f\x85'\"><script>=1+1\r\n../".encode(),
}
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}{% now 'Y' %}&amp;\u202e"


@pytest.mark.parametrize("address", [one.partition("?")[0] for one in (*PUBLISHED, *PASSING)])
def test_page__answers_whatever_its_query_holds(address: str) -> None:
    client = Client(raise_request_exception=False)
    queries = {kind: "&".join(f"{word}={quote(sent)}" for word in WORDS) for kind, sent in SENT.items()}

    assert [
        kind for kind, query in queries.items() if client.get(f"{address}?{query}").status_code >= 500
    ] == []


@pytest.mark.parametrize("address", FORMS)
def test_form__answers_whatever_is_sent(address: str) -> None:
    client = Client(raise_request_exception=False)
    kind = "application/x-www-form-urlencoded"
    bodies = {name: "&".join(f"{word}={quote(sent)}" for word in WORDS) for name, sent in SENT.items()}

    assert [
        name for name, body in bodies.items() if client.post(address, body, kind).status_code >= 500
    ] == []


def _published(text: str) -> None:
    """A power and its duty, every field of which is the text."""
    step = a_step(1, text, "start", post=text, content=text, document=text)
    texts = dict.fromkeys(("office", "level", "subject", "fee", "remark", "promised_limit", "sub_item"), text)
    bases = [BASIS | {"quotation": text}, dict.fromkeys(BASIS, text)]
    chart = CHART | {"name": text, "steps": [step, *CHART["steps"][1:]]}
    power = a_power(name=text, unit_name=text, bases=bases, chart=chart, **texts)
    an_edition([power])
    an_edition([duties_of(power, duty=text, post=text, exemption=text)], kind=ListKind.RESPONSIBILITY)


def test_entry__of_every_hostile_text_leaves_pages_without_anything_that_acts() -> None:
    _published(" 灯 ".join(one[:300] for one in HOSTILE))

    pages = {address: Client().get(address).content.decode() for address in PUBLISHED}
    assert {address: found for address, page in pages.items() if (found := acting(page))} == {}
    assert "&lt;svg onload=alert(1)&gt;" in pages[PUBLISHED[11]]


def test_entry__of_hostile_words_is_shown_as_words() -> None:
    _published(EVIL)

    for address in PUBLISHED:
        page = Client().get(address).content.decode()
        assert "<script" not in page and "<img" not in page and "alert(1)</" not in page, address
        assert "{{ 7*7 }}" in page or "7*7" not in page


def test_query__is_shown_as_words() -> None:
    page = Client().get("/lists/power_list/", {"q": EVIL, "unit": EVIL, "category": EVIL}).content.decode()

    assert "<script" not in page and "<img" not in page and "&lt;script&gt;" in page


def test_every_address__is_tried_here() -> None:
    tried = {resolve(one.partition("?")[0]).func for one in (*PUBLISHED, *PASSING, *FORMS)}

    ours = [one for one in urlpatterns if one.callback.__module__.rpartition(".")[2] in PARTS]
    assert [one.name for one in ours if one.callback not in tried] == []
