"""Pages of drafts say beforehand what an edit would do to the filing that stands."""

from collections.abc import Callable
from datetime import date

import pytest
from tests.builders_account import signed_in
from tests.builders_filings import a_ready_unit, filed, received, sent, signed
from tests.builders_powers import OWN, a_campaign

from qingdan.filings.models import Filing
from qingdan.flows.models import FlowChart
from qingdan.powers.models import PowerItem

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-050")]
STATES: tuple[tuple[Callable[[], Filing], str], ...] = (
    (sent, "这里一改，这一版作废"),
    (signed, "这里一改，第 1 版的签字作废，要重新送签、签字。"),
    (filed, "要重新送签、签字、报送"),
    (received, "现在不能改。要改，请市编办退回"),
)


def _pages() -> list[str]:
    number, chart = PowerItem.objects.get().draft_number, FlowChart.objects.get().code
    item = f"/desk/register/items/{number}/"
    return [
        f"/desk/register/?unit={OWN}",
        item,
        f"{item}disposition",
        f"/desk/charts/?unit={OWN}",
        f"/desk/charts/{chart}/edit",
        f"/desk/department/report/?unit={OWN}",
        f"/desk/department/nil/?unit={OWN}",
    ]


def _told(words: str, username: str = "liaison") -> list[bool]:
    client = signed_in(username)
    return [words in client.get(page).content.decode() for page in _pages()]


@pytest.mark.parametrize(("reach", "words"), STATES)
def test_pages_of_drafts__tell_what_an_edit_undoes(reach: Callable[[], Filing], words: str) -> None:
    a_ready_unit()
    reach()

    assert all(_told(words))


def test_pages_of_drafts__say_nothing_while_nothing_was_sent() -> None:
    a_ready_unit()

    assert not any(_told("这里一改"))


def test_register__of_a_newer_campaign_is_held_by_none_of_the_one_before() -> None:
    a_ready_unit()
    received()
    register, item, *_ = _pages()
    a_campaign(code="lanterns-2027", notice_on=date(2027, 5, 1))
    client = signed_in("liaison")

    assert "现在不能改" not in client.get(register).content.decode()
    assert "现在不能改" in client.get(item).content.decode()
