"""What the demonstration's units arranged for their opinions: partners and receivers asked, merges, rows of 附件3."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Refused
from qingdan.data.labels import SEVERAL
from qingdan.demo.sample_items import SampleItem
from qingdan.powers.models import Consent, Handover, LawChange, PowerItem
from qingdan.powers.services.consents import answer_consent
from qingdan.powers.services.consolidating import merge_items
from qingdan.powers.services.dispositions import ask_receivers
from qingdan.powers.services.law_changes import answer_law_change, propose_law_change
from qingdan.powers.services.partners import set_partners
from qingdan.powers.services.referrals import keep_referral
from qingdan.rules.power_item import Disposition
from qingdan.rules.role import Role

REASONS: Mapping[Disposition, str] = {
    Disposition.DEVOLVE: "nearby",
    Disposition.TRANSFER: "trade_rules",
    Disposition.CONSOLIDATE: "similar",
    Disposition.REFER_UP: "law_above",
}
"""The reason of an opinion, where the sample names none."""

_ANSWERED = 0.8  # of the questions; the rest waits for somebody to try it
_HANDOVER_AFTER = timedelta(days=60)
_COUNTY = "360902"  # 袁州区, whose 编办 is asked to take items over

Made = Sequence[tuple[PowerItem, SampleItem]]


def arrange(made: Made, *, ready: bool, by: Actor, at: datetime) -> None:
    """Does for each item what its opinion asks for; `ready`: all questions are answered, else most of them.

    What a unit got wrong is refused here as it is on the desk, and stays for people to put right.
    """
    for item, sample in made:
        with suppress(Refused):
            _name_partners(item, by, at)
        if arranged := _ARRANGED.get(
            Disposition(item.disposition) if item.disposition else Disposition.RETAIN
        ):
            with suppress(Refused):
                arranged(item, sample, by, at)
    _merge([item for item, _ in made if item.disposition == Disposition.CONSOLIDATE], by, at)
    _answer(by, 1.0 if ready else _ANSWERED, at)


def _name_partners(item: PowerItem, by: Actor, at: datetime) -> None:
    names = [*item.joint_partners.split(SEVERAL), item.joint_lead]
    codes = dict(Unit.objects.filter(region_id=by.region, name__in=names).values_list("name", "code"))
    partners = [code for name, code in codes.items() if name != item.joint_lead]
    if partners and codes.get(item.joint_lead) == by.unit:
        number, version = item.draft_number, item.version
        set_partners(number=number, version=version, lead=by.unit, partners=partners, by=by, at=at)


def _refer(item: PowerItem, sample: SampleItem, by: Actor, at: datetime) -> None:
    if row := sample.referral:
        values = {"holder": row.holder, "change": row.change, "receiver": row.receiver, "reason": row.reason}
        keep_referral(number=item.draft_number, values=values, by=by, at=at)


def _hand_down(item: PowerItem, _: SampleItem, by: Actor, at: datetime) -> None:
    on = day_of(at + _HANDOVER_AFTER)
    Handover.objects.create(region_id=item.region_id, item=item, mode="statutory", on=on)
    office = Unit.objects.get(region_id=_COUNTY, name__endswith="编办").code
    ask_receivers(number=item.draft_number, units=[office], by=by, at=at)


def _change_law(item: PowerItem, sample: SampleItem, by: Actor, at: datetime) -> None:
    if not (item.law_change and sample.bases):
        return
    basis = sample.bases[0]
    propose_law_change(
        number=item.draft_number,
        instrument=basis.title,
        locator=basis.locator,
        ground=item.reason_code,
        proposal=item.law_change,
        by=by,
        at=at,
    )


_ARRANGED: Mapping[Disposition, Callable[[PowerItem, SampleItem, Actor, datetime], None]] = {
    Disposition.REFER_UP: _refer,
    Disposition.DEVOLVE: _hand_down,
    Disposition.ABOLISH: _change_law,
}


def _merge(items: Sequence[PowerItem], by: Actor, at: datetime) -> None:
    """Items that name the same target go into the one of that name."""
    for target in items:
        sources = [one.draft_number for one in items if one is not target and target.name in one.receiver]
        if sources and target.name in target.receiver:
            with suppress(Refused):
                merge_items(target=target.draft_number, sources=sources, by=by, at=at)


def _answer(by: Actor, share: float, at: datetime) -> None:
    """The units asked agree, and the 法制办 accepts the proposals: most of them."""
    random = Random(f"answers:{by.unit}")
    for row in (
        Consent.objects.filter(item__unit__code=by.unit, answer="").select_related("unit").order_by("pk")
    ):
        if random.random() < share:
            _agree(row, by, at)
    legal = replace(by, roles=frozenset({Role.LEGAL_AFFAIRS}))
    for change in LawChange.objects.filter(unit__code=by.unit, answered_at=None).order_by("pk"):
        if random.random() < share:
            with suppress(Refused):
                answer_law_change(
                    code=change.code, verdict="accepted", answer="列入修改建议", by=legal, at=at
                )


def _agree(row: Consent, by: Actor, at: datetime) -> None:
    region = row.unit.region_id
    roles = frozenset({Role.LIAISON, Role.COUNTY_OFFICE} if region != by.region else {Role.LIAISON})
    asked = replace(by, region=region, unit=row.unit.code, roles=roles)
    with suppress(Refused):
        answer_consent(code=row.code, answer="agree", by=asked, at=at)
