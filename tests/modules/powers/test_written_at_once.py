"""Thousands of rows written by one statement: each stands as if it had been written alone, and has its history."""

from datetime import date

import pytest
from django.apps import apps
from tests.builders import NOW, TODAY
from tests.builders_powers import LIAISON, MISPLACED, OWN, UNLIT, an_item

from qingdan.base.orgs.models import Unit
from qingdan.base.transactions import reading, writing
from qingdan.campaigns.models import Campaign
from qingdan.powers.models import ItemCheck, LegalBasis, PowerItem
from qingdan.powers.queries.bases import print_bases
from qingdan.powers.services.bulk import Made, NewItem, add_items
from qingdan.powers.services.many import delete_items

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-022")]
MANY = 300


def _name(n: int) -> str:
    return f"对第{n}种灯笼的“处罚”\n\\"


def _add(count: int = MANY) -> list[Made]:
    new = [
        NewItem(
            fields={
                "category": "penalty",
                "name": _name(n),
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


def test_add_items__each_is_kept_as_if_it_had_been_written_alone() -> None:
    an_item()
    made = _add()
    with reading(LIAISON):
        kept = list(PowerItem.objects.order_by("order")[1:])
        assert made == [(one.pk, one.draft_number, one.region_id, one.version) for one in kept]
        assert [one.draft_number for one in kept] == [f"{OWN}-{n + 2:05}" for n in range(MANY)]
        for n, one in enumerate(kept):
            said = {"category": "penalty", "name": _name(n), "transition_from": date(2026, 7, 1)}
            where = {name: getattr(one, name) for name in ("unit", "campaign", "draft_number", "order")}
            given = {"origin": "upload", "updated_by": "liaison", "updated_at": NOW}
            alone = PowerItem(pk=one.pk, region_id=one.region_id, **where, **said, **given)
            alone.basis_printed = print_bases((UNLIT, MISPLACED) if n % 2 else (UNLIT,))
            for field in PowerItem._meta.concrete_fields:
                assert getattr(one, field.attname) == getattr(alone, field.attname), field.attname


def test_add_items__each_has_its_own_bases_and_check() -> None:
    made = _add()
    with reading(LIAISON):
        bases = LegalBasis.objects.order_by("item_id", "order").values_list("item__name", "locator")
        checks = ItemCheck.objects.order_by("item_id").values_list("item__name", "problems", "warnings")
        wanted = [
            (_name(n), place) for n, _ in enumerate(made) for place in ("第三条", "第四条")[: 1 + n % 2]
        ]
        assert list(bases) == wanted
        assert [(name, found[0]["rule"], count) for name, found, count in checks] == [
            (_name(n), str(n), 1) for n, _ in enumerate(made)
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
