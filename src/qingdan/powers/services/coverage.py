"""Reading the law library for what it grants a unit, and adding such a grant as an item (法定职责必须为)."""

from collections.abc import Callable
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.jobs.services import defer
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if
from qingdan.base.transactions import reading, writing
from qingdan.campaigns.queries.plans import campaign_in_hand
from qingdan.data.wording import message_of
from qingdan.linter.propose import NoTexts, propose
from qingdan.powers.models import Grants
from qingdan.powers.queries.as_register import department_of
from qingdan.powers.queries.coverage import grants_state, kept_form_of, key_of, proposals_of
from qingdan.powers.queries.laws import law_library
from qingdan.powers.queries.mandates import unit_for
from qingdan.powers.services.beginnings import proposed_item
from qingdan.powers.services.drafting import drafting, open_campaign
from qingdan.powers.services.items import Saved, add_item
from qingdan.powers.services.judging import law_day, scheme_of

Step = Callable[[int, int, str], object]


def ask_for_grants(*, unit: str, by: Actor, at: datetime) -> str:
    """Has the law library read for a unit; the code of the job. Raises Refused without texts, Missing."""
    with writing(by):
        owner = unit_for(by, unit)
        with law_library() as library:
            texts = library.has_texts()
        refuse_if(None if texts else refusal("upload.no_texts"))
        title = message_of(refusal("grants.title", unit=owner.name))
        job = defer("list_grants", title=title, unit=owner.code, by=by, at=at, once=True)
        append("GrantsAsked", f"job:{job}", by=by, at=at, unit=owner.code)
    return job


def list_grants(*, unit: str, step: Step, by: Actor, at: datetime) -> int:
    """Keeps what the library grants a unit today; how many grants. Done again it only replaces. Raises Refused."""
    with reading(by):
        owner = Unit.objects.select_related("supervising").get(pk=unit_for(by, unit).pk)
        campaign = campaign_in_hand(owner.region_id)
        on, state = law_day(campaign, at), grants_state(owner)
        step(1, 2, owner.name)
        try:
            with law_library() as library:
                draft = propose(library, body=department_of(owner), on=on, scheme=scheme_of(campaign))
        except NoTexts:
            raise Refused([refusal("upload.no_texts")]) from None
    with writing(by):
        kept = {
            "region_id": owner.region_id,
            "on": on,
            "state": state,
            "instruments": draft.instruments,
            "articles": [kept_form_of(one) for one in draft.items],
            "at": at,
        }
        Grants.objects.update_or_create(unit=owner, defaults=kept)
        append("GrantsListed", f"unit:{unit}", by=by, at=at, unit=unit, data={"grants": len(draft.items)})
    return len(draft.items)


def add_grant(*, unit: str, key: str, by: Actor, at: datetime) -> Saved:
    """Adds a grant to the unit's register as an item; the same one twice is one item. Raises Refused, Missing."""
    with drafting(unit, by) as owner:
        campaign = open_campaign(campaign_in_hand(by.region).code, by)
        kept = Grants.objects.filter(unit=owner).first()
        found = next((one for one in proposals_of(kept) if key_of(one) == key), None)
        refuse_if(None if found else refusal("powers.grant_gone", "grant"))
        if found is None:
            raise Missing
        new = proposed_item(found, owner, scheme_of(campaign), f"grant:{key}")
        saved = add_item(
            campaign=campaign.code,
            unit=unit,
            values=new.fields,
            bases=new.bases,
            origin=new.origin,
            once=new.origin_ref,
            by=by,
            at=at,
        )
        append("GrantAdded", f"power_item:{saved.number}", by=by, at=at, unit=unit, data={"grant": key})
    return saved
