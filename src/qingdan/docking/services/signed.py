"""Who sent a request: a docked system that signed it just now, with a nonce that it never used before."""

from dataclasses import replace
from datetime import datetime

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.orgs.models import Region
from qingdan.base.rows import insert
from qingdan.base.transactions import reading, writing
from qingdan.docking.models import Partner, PartnerNonce
from qingdan.docking.services.keys import good_secrets
from qingdan.rules.signed_request import Signable, signing_fault

Caller = Partner
"""A docked system as the interface hands it on to services, which knows no tables."""


class NotSigned(Exception):
    """Nobody we know sent this, or not now; `key` is the reason in the wording table ("docking.<key>")."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


def signed_by(*, account: str, said: Signable, given: str, at: datetime) -> Partner:
    """The system in use that signed a request; its nonce is used up, whatever becomes of the request.

    `account` is region and code ("360900-lanterns"). An unknown system and a wrong signature get one answer. Raises
    NotSigned.
    """
    region, _, code = account.partition("-")
    if not Region.objects.filter(code=region[:12]).exists():
        raise NotSigned("signature_wrong")
    by = replace(SYSTEM, region=region, regions=(region,))
    with reading(by):
        known = Partner.objects.select_related("unit").filter(region_id=region, code=code, active=True)
        partner = known.first()
    fault = signing_fault(good_secrets(partner, at) if partner else (), said, given, now=int(at.timestamp()))
    if partner is None or fault:
        raise NotSigned(f"signature_{fault.value}" if fault else "signature_wrong")
    if not _use(partner, said.nonce, by=by, at=at):
        raise NotSigned("nonce_used")
    return partner


def _use(partner: Partner, nonce: str, *, by: Actor, at: datetime) -> bool:
    line = {"region_id": partner.region_id, "partner_id": partner.pk, "nonce": nonce, "at": at}
    with writing(by):
        return bool(insert(PartnerNonce, [line], but_known=True))
