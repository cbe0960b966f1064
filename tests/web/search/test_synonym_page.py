"""搜索用词: the office says what people call things; the next search finds it."""

import pytest
from django.test import Client
from tests.builders import CITY, NOW, PASSWORD, SETTER, a_city
from tests.builders_account import signed_in

from qingdan.base.events.models import Event
from qingdan.base.people.services.accounts import open_account
from qingdan.base.people.services.appointments import appoint
from qingdan.base.transactions import reading, writing
from qingdan.data.search_words import load_synonyms
from qingdan.editions.models import Synonym
from qingdan.editions.queries.search import search
from qingdan.editions.queries.synonyms import KEPT, OFF, SHIPPED, Word, words_of
from qingdan.editions.services.indexing import search_entry, write_rows
from qingdan.editions.services.synonyms import MOST_MEANINGS, MOST_WORDS
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G-search")]
DESK = "/desk/search/"
SHIPPED_WORD = next(iter(load_synonyms()))
FIRST, *OTHERS = load_synonyms()[SHIPPED_WORD]


@pytest.fixture
def office() -> Client:
    """Somebody of 市编办."""
    a_city()
    open_account(username="office", name="何渡", password=PASSWORD, by=SETTER, at=NOW)
    appoint(username="office", unit=f"{CITY}002", role=Role.ESTABLISHMENT_OFFICE, by=SETTER, at=NOW)
    return signed_in("office")


def _word(word: str) -> Word:
    with reading(SETTER):
        return next(one for one in words_of(SETTER) if one.word == word)


def _found(words: str) -> list[str]:
    with reading(SETTER):
        return [one.name for one in search(words, limit=3)]


def test_what_is_added__is_searched_at_once_and_taken_away_again(office: Client) -> None:
    with writing(SETTER):
        entry = {"region": CITY, "kind": "power_item", "code": "1", "unit_name": "市灯笼局"}
        write_rows([search_entry(**entry, name="点灯人资格认定", address="/", texts=())])
    assert _found("灯证") == []

    added = office.post(f"{DESK}add/", {"word": " 燈證 ", "means": "点灯人资格"})
    assert _found("怎么办灯证") == ["点灯人资格认定"]
    page = office.get(added["Location"])
    assert "已记下" in page.text and "本地加的" in page.text
    office.post(f"{DESK}remove/", {"word": "灯证", "means": "点灯人资格"})

    assert _found("灯证") == []
    with reading(SETTER):
        kinds = Event.objects.filter(subject=f"synonyms:{CITY}").order_by("pk")
        assert [one.kind for one in kinds] == ["SynonymAdded", "SynonymRemoved"]
        assert kinds[0].data == {"word": "灯证", "means": "点灯人资格"}


REFUSALS = (
    ("", "点灯人资格", "word", "要填"),
    ("灯", "点灯人资格", "word", "至少写 2 个字"),
    ("灯证", "", "means", "要填"),
    ("灯证", "灯", "means", "至少写 2 个字"),
    ("灯证", "燈證", "means", "两种说法一样"),
    ("灯" * 41, "点灯人资格", "word", "41"),
    (SHIPPED_WORD, FIRST, "means", "已经记过了"),
)


@pytest.mark.parametrize(("word", "means", "field", "words"), REFUSALS)
def test_what_is_unfit__is_refused_beside_its_field(
    office: Client, word: str, means: str, field: str, words: str
) -> None:
    answer = office.post(f"{DESK}add/", {"word": word, "means": means})

    assert answer.status_code == 422 and f'id="e-{field}"' in answer.text and words in answer.text
    with reading(SETTER):
        assert not Synonym.objects.exists()


def test_a_word_of_the_program__keeps_its_meanings_when_one_is_added_or_removed(office: Client) -> None:
    assert _word(SHIPPED_WORD).origin == SHIPPED
    office.post(f"{DESK}add/", {"word": SHIPPED_WORD, "means": "点灯许可"})
    assert _word(SHIPPED_WORD).means == (FIRST, *OTHERS, "点灯许可")
    office.post(f"{DESK}remove/", {"word": SHIPPED_WORD, "means": FIRST})

    assert (_word(SHIPPED_WORD).means, _word(SHIPPED_WORD).origin) == ((*OTHERS, "点灯许可"), KEPT)
    office.post(f"{DESK}restore/", {"word": SHIPPED_WORD})
    assert (_word(SHIPPED_WORD).means, _word(SHIPPED_WORD).origin) == ((FIRST, *OTHERS), SHIPPED)


def test_a_word_of_the_program_without_meaning__is_not_used(office: Client) -> None:
    for means in (FIRST, *OTHERS):
        office.post(f"{DESK}remove/", {"word": SHIPPED_WORD, "means": means})

    assert _word(SHIPPED_WORD).origin == OFF
    assert "程序自带，本地不用" in office.get(DESK, {"find": SHIPPED_WORD}).text


def test_the_list__is_searched_and_paged(office: Client) -> None:
    assert f"{len(load_synonyms())} 个说法，第 1 页" in office.get(DESK).text
    found = office.get(DESK, {"find": FIRST})
    assert SHIPPED_WORD in [one.word for one in found.context["here"].object_list]
    assert "没有这样的说法" in office.get(DESK, {"find": "没有的事"}).text
    assert office.get(DESK, {"page": "9999"}).status_code == 200


def test_what_is_not_there__is_not_removed_or_restored(office: Client) -> None:
    assert office.post(f"{DESK}remove/", {"word": "灯证", "means": "点灯许可"}).status_code == 404
    assert office.post(f"{DESK}restore/", {"word": "灯证"}).status_code == 404


def test_too_many__are_refused(office: Client) -> None:
    rows = [("灯证", f"点灯{number}号") for number in range(MOST_MEANINGS)]
    rows += [(f"灯照{number}号", "点灯许可") for number in range(MOST_WORDS - 1)]
    with writing(SETTER):
        Synonym.objects.bulk_create(
            Synonym(region_id=CITY, word=word, means=means, by="office", at=NOW) for word, means in rows
        )

    meanings = office.post(f"{DESK}add/", {"word": "灯证", "means": "点灯人资格"})
    words = office.post(f"{DESK}add/", {"word": "灯牌", "means": "点灯人资格"})
    assert meanings.status_code == 422 and f"最多对应 {MOST_MEANINGS} 个名称" in meanings.text
    assert words.status_code == 422 and f"最多记 {MOST_WORDS} 个说法" in words.text
