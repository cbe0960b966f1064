"""The letter with an invitation's link: mailed when a server is set, else shown once to be handed over on paper."""

from dataclasses import dataclass

from django.urls import reverse

from qingdan.base.messages.services import mail_now
from qingdan.base.people.models import User
from qingdan.data.wording import note_words
from qingdan.rules.note import Note
from qingdan.web.shared.request import DeskRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """To whom, with which link; `mailed`: the server took it, so it is not shown."""

    name: str
    username: str
    link: str
    mailed: bool


def letter(request: DeskRequest, user: User, token: str) -> Letter:
    """Writes it, and mails it when it can be."""
    link = request.build_absolute_uri(reverse("invitation", args=[token]))
    facts = {"name": user.name, "username": user.username, "link": link}
    subject = note_words(Note(key="account.invitation_subject", params={}))
    words = note_words(Note(key="account.invitation_text", params=facts)).strip()
    return Letter(**facts, mailed=mail_now(user.email, subject, words))
