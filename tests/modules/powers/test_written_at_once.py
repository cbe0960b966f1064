"""Thousands of rows written by one statement: each stands as if it had been written alone, and has its history."""

import pytest
from django.apps import apps
from tests.builders import NOW, TODAY
from tests.builders_powers import LIAISON, MISPLACED, OWN, UNLIT, an_item

from qingdan.base.orgs.models import Unit
from qingdan.base.transactions import reading, writing
from qingdan.campaigns.models import Campaign
from qingdan.powers.models import ItemCheck, LegalBasis, PowerItem
from qingdan.powers.services.bulk import NewItem, add_items
from qingdan.powers.services.many import delete_items

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-022")]
MANY = 300


def _add(count: int = MANY) -> list[PowerItem]:
    new = [
        NewItem(
            fields={
                "category": "penalty",
                "name": f"对第{n}种灯笼的“处罚”\n\\",
                "transition_from": "2026-07-01",
            },
            bases=(UNLIT, MISPLACED) if n % 2 else (UNLIT,),
            origin="upload",
            problems=[{"rule": str(n), "severity": "warning", "scope": "register"}],
        )
        for n in range(count)
    ]
    with writing(LIAISON):
        campaign, unit = Campaign.objects.get(), Unit.objects.get(code=OWN)
        return add_items(campaign=campaign, unit=unit, items=new, on=TODAY, by=LIAISON, at=NOW)


def test_add_items__what_is_handed_back_is_what_is_kept() -> None:
    an_item()
    made = _add()
    with reading(LIAISON):
        kept = list(PowerItem.objects.order_by("order")[1:])
        for one, stands in zip(made, kept, strict=True):
            for field in PowerItem._meta.concrete_fields:
                assert getattr(one, field.attname) == getattr(stands, field.attname), field.attname
    assert [one.draft_number for one in kept] == [f"{OWN}-{n + 2:05}" for n in range(MANY)]


def test_add_items__each_has_its_own_bases_and_check() -> None:
    made = _add()
    with reading(LIAISON):
        bases = LegalBasis.objects.order_by("item_id", "order").values_list("item__name", "locator")
        checks = ItemCheck.objects.order_by("item_id").values_list("item__name", "problems", "warnings")
        wanted = [
            (one.name, place) for n, one in enumerate(made) for place in ("第三条", "第四条")[: 1 + n % 2]
        ]
        assert list(bases) == wanted
        assert [(name, found[0]["rule"], count) for name, found, count in checks] == [
            (one.name, str(n), 1) for n, one in enumerate(made)
        ]


def test_add_items__none() -> None:
    assert _add(0) == []


def test_history__one_line_a_row_of_a_statement() -> None:
    numbers = [one.draft_number for one in _add(3)]
    delete_items(numbers=numbers[:2], by=LIAISON, at=NOW)
    with reading(LIAISON):
        lines = apps.get_model("powers", "PowerItemEvent").objects.order_by("pgh_id")
        found = list(lines.values_list("pgh_label", "draft_number"))
        bases = apps.get_model("powers", "LegalBasisEvent").objects.count()
    assert found == [("insert", one) for one in numbers] + [("update", one) for one in numbers[:2]]
    assert bases == 4
