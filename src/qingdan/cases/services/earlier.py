"""原系统的办件和用户 (RQ-A5): a workbook read, looked at, brought in by one act, taken back as one.

Nothing of the list, of clocks or of decisions follows from them, so taking back is never too late; accounts that
somebody uses by then stay.
"""

from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from qingdan.applicants.models import Applicant
from qingdan.applicants.services.accounts import bring_account
from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.people.models import User
from qingdan.base.people.services.invitations import new_link
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.cases.models import EarlierAccount, EarlierBatch, EarlierCase
from qingdan.cases.queries.earlier import UNUSED, demand_centre
from qingdan.cases.queries.earlier_workbook import (
    EarlierRow,
    EarlierRows,
    read_earlier_workbook,
    refuse_named,
)
from qingdan.cases.services.earlier_rows import EarlierPlan, plan_earlier
from qingdan.rules.codes.identification import normalise
from qingdan.rules.role import Role

LONGEST_SYSTEM, LONGEST_WHY = 60, 200
GIVING_LINKS = frozenset({Role.WINDOW, Role.SERVICE_CENTRE})


def read_earlier(*, path: Path, system: str, by: Actor, at: datetime) -> str:
    """Reads a workbook and keeps its rows until they are brought in; its code. `system`: the earlier system's name.

    Raises Refused with the cells that cannot be, Missing.
    """
    demand_centre(by)
    nameless = None if system.strip() else refusal("desk.required", "system")
    refuse_if(nameless, too_long(system, "system", LONGEST_SYSTEM))
    rows = read_earlier_workbook(path)
    with writing(by):
        _plan(rows, by, at)
        EarlierBatch.objects.filter(region=by.region, brought_at=None).delete()
        batch = EarlierBatch.objects.create(
            region_id=by.region, system=system.strip(), cases=len(rows["cases"]), users=len(rows["users"]),
            rows={key: [asdict(row) for row in some] for key, some in rows.items()},
            digest=sha256(path.read_bytes()).hexdigest(), read_by=by.username, read_by_name=by.name, read_at=at,
        )  # fmt: skip
        facts = {"cases": batch.cases, "users": batch.users, "file": batch.digest}
        append("EarlierRead", f"earlier:{batch.code}", by=by, at=at, data=facts)
    return batch.code


def bring_earlier(*, code: str, by: Actor, at: datetime) -> None:
    """Brings all of it in, judged anew by what stands now, or nothing. Raises Refused, Missing."""
    with writing(by):
        batch = _batch(by, code)
        if batch.brought_at:
            raise Refused([refusal("earlier.brought")])
        plan = _plan(_rows_of(batch), by, at)
        for one in plan.cases:
            one.batch = batch
        EarlierCase.objects.bulk_create(plan.cases, batch_size=500)
        _bring_accounts(batch, plan, by=by, at=at)
        batch.rows, batch.brought_at = {}, at
        batch.users = len(plan.accounts) + len(plan.again)
        batch.save()
        facts = {"cases": batch.cases, "users": batch.users, "known": plan.known}
        append("EarlierBrought", f"earlier:{code}", by=by, at=at, data=facts)


def undo_earlier(*, code: str, why: str, by: Actor, at: datetime) -> None:
    """Takes a batch back: its cases are found no more, its accounts that nobody used are stopped.

    Raises Refused, Missing.
    """
    with writing(by):
        batch = _batch(by, code)
        refuse_if(
            None if batch.brought_at else refusal("earlier.not_brought"),
            refusal("earlier.undone") if batch.undone_at else None,
            None if why.strip() else refusal("desk.required", "why"),
            too_long(why, "why", LONGEST_WHY),
        )
        EarlierCase.objects.filter(batch=batch).update(stands=False)
        unused = EarlierAccount.objects.filter(UNUSED, batch=batch)
        stopped = User.objects.filter(pk__in=unused.values("account")).update(is_active=False)
        batch.undone_at, batch.undone_why = at, why.strip()
        batch.save()
        facts = {"why": why.strip(), "stopped": stopped}
        append("EarlierUndone", f"earlier:{code}", by=by, at=at, data=facts)


def link_for_user(*, id_number: str, by: Actor, at: datetime) -> tuple[User, str]:
    """The account of the earlier system of whom stands there with the document, and the token of its link.

    For accounts that nobody has used. Raises Refused: there is none such of this number, Missing.
    """
    if not by.roles & GIVING_LINKS:
        raise Missing
    number = normalise(id_number)
    with writing(by):
        users = Applicant.objects.filter(id_number=number).values("user")
        found = EarlierAccount.objects.filter(UNUSED, region=by.region, account__in=users)
        one = found.select_related("account").first() if number else None
        if one is None:
            raise Refused([refusal("earlier.no_account", "id_number")])
        token = new_link(one.account, at)
        append("Invited", f"account:{one.account.username}", by=by, at=at, data={"earlier": True})
        return one.account, token


def _plan(rows: EarlierRows, by: Actor, at: datetime) -> EarlierPlan:
    plan = plan_earlier(rows, by.region, day_of(at))
    refuse_named(plan.problems)
    return plan


def _bring_accounts(batch: EarlierBatch, plan: EarlierPlan, *, by: Actor, at: datetime) -> None:
    for user in plan.again:
        user.is_active = True
        user.save(update_fields=["is_active"])
    users = [*plan.again, *(bring_account(new=new, by=by, at=at) for new in plan.accounts)]
    EarlierAccount.objects.bulk_create(
        EarlierAccount(region_id=batch.region_id, batch=batch, account=user) for user in users
    )


def _batch(by: Actor, code: str) -> EarlierBatch:
    demand_centre(by)
    batch = EarlierBatch.objects.select_for_update().filter(region=by.region, code=code).first()
    if batch is None:
        raise Missing
    return batch


def _rows_of(batch: EarlierBatch) -> EarlierRows:
    return {key: [EarlierRow(**row) for row in some] for key, some in batch.rows.items()}
