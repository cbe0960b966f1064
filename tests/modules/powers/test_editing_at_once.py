"""Sixteen people on one register at once: each in a thread with a connection of its own, on a database of its own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.db import connection, connections
from tests.builders import NOW
from tests.builders_powers import CAMPAIGN, LIAISON, OWN, UNLIT, a_register_city, an_item

from qingdan.base.actor import Actor
from qingdan.base.db.roles import drop_database, fresh_database
from qingdan.base.events.models import Event
from qingdan.base.refusal import Stale
from qingdan.base.transactions import reading
from qingdan.powers.models import PowerItem
from qingdan.powers.queries.history import history_of_item
from qingdan.powers.queries.items import get_item_for
from qingdan.powers.services.items import add_item, delete_item, move_item, save_item

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.requirement("G-hostile")]
PEOPLE, SAVES = 16, 5
COPY = "editing_at_once"


@pytest.fixture
def own_database(
    city_cluster: "Cluster", django_db_setup: None, law_home: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[None]:
    """A copy of the empty city to write into for good: what threads keep is not rolled back."""
    address = city_cluster.last_address()
    settings = connections["default"].settings_dict
    with django_db_blocker.unblock():
        _let_go()
        settings["NAME"] = fresh_database(address, COPY, template=address.name).name
        a_register_city()
        yield
        _let_go()
    settings["NAME"] = address.name
    drop_database(address, COPY)


def _let_go() -> None:
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]


def _all_at_once(work: Callable[[Actor], object]) -> list[object]:
    def one(number: int) -> object:
        try:
            return work(replace(LIAISON, username=f"person-{number}"))
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as people:
        return list(people.map(one, range(PEOPLE)))


def test_adding__gives_each_number_once() -> None:
    found = _all_at_once(
        lambda by: [an_item(f"对{by.username}第{n}种灯笼的处罚", by=by) for n in range(SAVES)]
    )

    numbers = [number for numbers in found for number in numbers]  # type: ignore[attr-defined]
    assert sorted(numbers) == [f"{OWN}-{n:05}" for n in range(1, PEOPLE * SAVES + 1)]


def test_adding__same_form_sent_by_impatient_fingers() -> None:
    found = _all_at_once(
        lambda by: add_item(campaign=CAMPAIGN, unit=OWN, values={}, once="form-1", by=by, at=NOW).number
    )

    assert found == [f"{OWN}-00001"] * PEOPLE


def test_saving_one_item__loses_no_text() -> None:
    """Everybody adds a word to the duty; who comes late reads what stands there and tries again."""
    an_item("灯")

    def write(by: Actor) -> int:
        for turn in range(SAVES):
            _add_word(by, f"〔{by.username}.{turn}〕")
        return SAVES

    assert sum(map(int, map(str, _all_at_once(write)))) == PEOPLE * SAVES
    with reading(LIAISON):
        item = get_item_for(LIAISON, f"{OWN}-00001")
        changes = history_of_item(LIAISON, item.draft_number)
    assert all(f"〔person-{n}.{turn}〕" in item.duty for n in range(PEOPLE) for turn in range(SAVES))
    assert item.version == PEOPLE * SAVES + 1 == len(changes)


def _add_word(by: Actor, word: str) -> None:
    number = f"{OWN}-00001"
    with reading(by):
        item = get_item_for(by, number)
    duty, version = item.duty, item.version
    while True:
        try:
            save_item(
                number=number, version=version, values={"remark": "", "duty": duty + word}, by=by, at=NOW
            )
        except Stale as lost:
            duty, version = lost.theirs["duty"], lost.version
        else:
            return


def test_different_acts_on_different_items__never_wait_in_a_circle() -> None:
    numbers = [an_item(f"对第{n}种灯笼不点亮的处罚") for n in range(PEOPLE)]

    def work(by: Actor) -> str:
        mine = int(by.username.rpartition("-")[2])
        number = numbers[mine]
        save_item(
            number=number, version=1, values={"name": "对同一种灯笼的处罚"}, bases=(UNLIT,), by=by, at=NOW
        )
        move_item(number=number, before=numbers[-1 - mine], by=by, at=NOW)
        save_item(number=number, version=2, values={"remark": by.username}, by=by, at=NOW)
        return ((delete_item(number=number, by=by, at=NOW) if mine % 4 == 0 else None) and "gone") or "kept"

    found = _all_at_once(work)

    assert (found.count("gone"), found.count("kept")) == (4, 12)
    with reading(LIAISON):
        assert PowerItem.objects.kept().count() == 12
    assert Event.objects.filter(kind="ItemSaved").count() == 2 * PEOPLE
