"""What an applicant is told of a registration: in the account, and from there by e-mail."""

from collections.abc import Mapping
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.messages.services import send
from qingdan.base.people.models import User
from qingdan.base.transactions import writing
from qingdan.data.registrations import words_of
from qingdan.data.wording import wording
from qingdan.registrations.models import Registration

TOLD: Mapping[str, str] = {
    "RegistrationReceived": "received",
    "RegistrationDefectsNotified": "defects",
    "RegistrationLapsed": "lapsed",
    "RegistrationAccepted": "accepted",
    "RegistrationDeemedAccepted": "accepted",
    "RegistrationNotAccepted": "not_accepted",
    "RegistrationExtended": "extended",
    "RegistrationRefused": "refused",
    "RegistrationIssued": "issued",
    "RegistrationShared": "shared",
}
"""Kinds of events → keys of their words ("registration.told_<key>")."""


def tell_applicant(*, number: str, kind: str, event: str, by: Actor, at: datetime) -> int:
    """Tells the account that applied; how many. `event`: its digest, told once."""
    with writing(by):
        found = Registration.objects.filter(number=number, at_window=False).exclude(number="").first()
        if found is None:
            return 0
        facts = {"name": found.name, "kind": words_of("kinds")[found.kind], "number": number}
        return send(
            subject=wording()["registration.told_subject"]["message"].format(**facts),
            text=wording()[f"registration.told_{TOLD[kind]}"]["message"].format(**facts),
            link=f"/my/registrations/{number}/",
            once=f"registration:{number}:{event[:20]}",
            users=User.objects.filter(username=found.made_by),
            by=by,
            at=at,
        )
