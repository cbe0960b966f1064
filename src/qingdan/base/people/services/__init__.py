"""Accounts, appointments, invitations, units replaced with their people, and a whole city from a workbook."""

from qingdan.base.people.services.accounts import change_account, open_account, set_active
from qingdan.base.people.services.appointments import appoint, end_appointment, end_stand_in, let_stand_in
from qingdan.base.people.services.city import apply_city, import_city, read_city, rows_of
from qingdan.base.people.services.invitations import accept_invitation, invite
from qingdan.base.people.services.reorganisation import reorganise

__all__ = [
    "accept_invitation",
    "apply_city",
    "appoint",
    "change_account",
    "end_appointment",
    "end_stand_in",
    "import_city",
    "invite",
    "let_stand_in",
    "open_account",
    "read_city",
    "reorganise",
    "rows_of",
    "set_active",
]
