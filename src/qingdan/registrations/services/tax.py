"""The first visit to the tax office: what is known is used again, only the rest is asked; no second registration."""

from collections.abc import Mapping
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import writing
from qingdan.data.registrations import tax_fields
from qingdan.registrations.models import Registration
from qingdan.registrations.queries.ground import bodies_of_unit
from qingdan.registrations.queries.tax import TAX_BODIES, tax_answers
from qingdan.registrations.services.stepping import get_registration, step_registration
from qingdan.registrations.services.visits import send_visit
from qingdan.rules.application_form import as_kept, form_problems
from qingdan.rules.canonical import digest


def report_tax(*, number: str, answers: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Fills in what the tax office needs beside what it has; `number`: of the registration that founded it.

    Raises Refused: a field is wrong or lacks, the tax bodies have not confirmed the result yet; Missing.
    """
    with writing(by):
        found = get_registration(by, number)
        if found.enterprise is None or not _may(found, by):
            raise Missing
        asked = {one.name: as_kept(one, answers[one.name]) for one in tax_fields() if one.name in answers}
        whole = {**tax_answers(found.enterprise), **asked}
        if problems := form_problems(tax_fields(), whole):
            raise Refused(problems)
        found.enterprise.tax_profile = whole
        found.enterprise.version += 1
        found.enterprise.save(update_fields=["tax_profile", "version"])
        step_registration(found, "report_tax", by=by, at=at, data={"profile": digest(whole)}, form_problems=0)
        send_visit(found, by=by, at=at)


def _may(found: Registration, by: Actor) -> bool:
    """The applicant, or an officer of a tax body."""
    own = found.made_by == by.username and not found.at_window
    return own or bool(set(bodies_of_unit(by.region, by.unit)) & TAX_BODIES)
