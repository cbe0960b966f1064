"""The draft of a unit as rows of the official form."""

from dataclasses import dataclass

from qingdan.base.actor import Actor
from qingdan.campaigns.queries.plans import campaign_in_hand
from qingdan.data.labels import DISPOSITION_NAMES
from qingdan.powers.models import LegalBasis, NilLine, PowerItem
from qingdan.powers.queries.as_register import transition_of
from qingdan.powers.queries.filed import number_mark
from qingdan.powers.queries.mandates import unit_for
from qingdan.powers.queries.register import scheme_of_template
from qingdan.registers.writing.form_rows import FormBasis, FormRow
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.power_item import Category, Disposition

_AS_THEY_ARE = (
    "item_code", "name", "sub_item", "implementing_body", "body_kind", "office", "joint", "joint_lead",
    "joint_partners", "level", "subject", "statutory_limit", "promised_limit", "fee", "use_count", "reason",
    "receiver", "law_change",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedRegister:
    """A register ready to be written: its unit, rows, names of categories without items."""

    unit_name: str
    rows: tuple[FormRow, ...]
    nil: tuple[str, ...]


def register_to_export(actor: Actor, unit: str) -> ExportedRegister:
    """The kept items of a unit in the campaign in hand of its region. Raises Missing where they may not be seen."""
    owner = unit_for(actor, unit)
    campaign = campaign_in_hand(owner.region_id)
    scheme = scheme_of_template(campaign.template)
    items = PowerItem.objects.visible_to(actor).kept().filter(campaign=campaign, unit=owner)
    bases: dict[int, list[FormBasis]] = {}
    for row in LegalBasis.objects.filter(item__in=items).order_by("item_id", "order"):
        bases.setdefault(row.item_id, []).append(_basis(row))
    nil = NilLine.objects.filter(campaign=campaign, unit=owner).exclude(category="").order_by("pk")
    return ExportedRegister(
        unit_name=owner.name,
        rows=tuple(
            FormRow(values=_values(one, scheme), bases=tuple(bases.get(one.pk, ())))
            for one in items.order_by("order", "pk")
        ),
        nil=tuple(scheme.name_of(Category(key)) for key in nil.values_list("category", flat=True)),
    )


def _values(item: PowerItem, scheme: Scheme) -> dict[str, str]:
    """Texts by column. The draft number goes along in the remark: so a form sent back finds its items."""
    values: dict[str, str] = {name: getattr(item, name) for name in _AS_THEY_ARE}
    values["category"] = scheme.name_of(Category(item.category)) if item.category else ""
    values["disposition"] = DISPOSITION_NAMES[Disposition(item.disposition)] if item.disposition else ""
    values["transition"] = transition_of(item)
    values["remark"] = "\n".join(filter(None, (item.remark, number_mark(item.draft_number))))
    return values


def _basis(row: LegalBasis) -> FormBasis:
    return FormBasis(
        title=row.instrument, document_number=row.document_number, locator=row.locator, quoted=row.quotation
    )
