"""What each criterion of the acceptance report counts: rows of cases and what belongs to them, each met or not.

Every row has the same five columns, so that a figure and the list behind it are one question.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import BooleanField, Exists, F, Model, OuterRef, Q, QuerySet, Value, When
from django.db.models import Case as Either
from django.db.models.functions import TruncDate

from qingdan.base.clock import SHANGHAI
from qingdan.cases.models import (
    Case,
    CaseObjection,
    CasePaper,
    CaseRequest,
    CaseTask,
    EarlierCase,
)
from qingdan.cases.queries.trial import Scope
from qingdan.licences.models import Licence
from qingdan.rules.case_papers import PaperKind

_Row = TypeVar("_Row", bound=Model)
Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days of a region, both counted, and which cases."""

    region: str
    since: date
    until: date
    scope: Scope = Scope.ALL

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """From the first moment to the first one after."""
        end = self.until + timedelta(days=1)
        return (
            datetime(self.since.year, self.since.month, self.since.day, tzinfo=SHANGHAI),
            datetime(end.year, end.month, end.day, tzinfo=SHANGHAI),
        )


def received(period: Period) -> QuerySet[Case]:
    """Cases that came in: of a pair at two levels the one that was taken in, as everywhere here."""
    first, after = period.instants
    return scoped(Case.objects.counted().filter(received_at__gte=first, received_at__lt=after), period)


def decided(period: Period) -> QuerySet[Case]:
    """Cases that were decided."""
    return scoped(Case.objects.counted().filter(decided_on__range=(period.since, period.until)), period)


def _accepted(period: Period) -> QuerySet[Case]:
    """Where it was accepted first: what came up was accepted below already."""
    found = Case.objects.filter(accepted_on__range=(period.since, period.until), accepted_before=False)
    return scoped(found, period)


def _within(here: str, elsewhere: str) -> Q:
    """Decided by a last day; of a pair each clock is kept: handed on by the one here, decided by the one there."""
    alone = Q(handed_on=None, decided_on__lte=F(here))
    kept = Q(handed_on__lte=F(here)) | Q(handed_on__isnull=False, **{f"{here}__isnull": True})
    return alone | (kept & Q(decided_on__lte=F(elsewhere)))


IN_LAW = _within("decision_due_on", "elsewhere_due_on")


def scoped(found: QuerySet[_Row], period: Period, prefix: str = "") -> QuerySet[_Row]:
    """Of the region and the data asked for; `prefix`: the way from a row to its case."""
    found = found.filter(region=period.region)
    if period.scope is Scope.ALL:
        return found
    return found.filter(**{f"{prefix}trial": period.scope is Scope.TRIAL})


def _rows(found: QuerySet[Any], on: Any, met: Q | Exists, prefix: str = "") -> Rows:
    names = {"row_number": "number", "row_name": "item_name", "row_unit": "unit__name"}
    columns = {column: F(prefix + name) for column, name in names.items()}
    rows: Rows = found.annotate(**columns, row_on=on, row_met=_whether(met))
    return rows


def _whether(met: Q | Exists) -> Either:
    """Never null: what cannot be compared is not met."""
    return Either(When(met, then=Value(True)), default=Value(False), output_field=BooleanField())


def _on(column: str) -> TruncDate:
    return TruncDate(column, tzinfo=SHANGHAI)


def _in_list(period: Period) -> Rows:
    met = Q(entry__in_force=True, entry__code=F("item_code"))
    return _rows(received(period), _on("received_at"), met)


def _receipts(period: Period) -> Rows:
    """A branch has them with its joint application, whose one receipt stands in the file of one of its branches."""
    receipts = CasePaper.objects.filter(kind=PaperKind.RECEIPT)
    alone = Q(Exists(receipts.filter(case=OuterRef("pk")))) & ~Q(secret_digest="")
    wholes = receipts.filter(case__region=period.region).exclude(case__joint="").values("case__joint")
    return _rows(received(period), _on("received_at"), alone | Q(joint__in=wholes))


def _answered(period: Period) -> Rows:
    return _rows(_accepted(period), F("accepted_on"), Q(deemed=False))


def _told_once(period: Period) -> Rows:
    return _rows(received(period).filter(rounds__gte=1), _on("received_at"), Q(rounds=1))


def _charted(period: Period) -> Rows:
    tasks = CaseTask.objects.filter(case=OuterRef("pk"))
    return _rows(_accepted(period), F("accepted_on"), Q(Exists(tasks)))


def _posts(period: Period) -> Rows:
    first, after = period.instants
    found = scoped(CaseTask.objects.filter(done_at__gte=first, done_at__lt=after), period, "case__")
    return _rows(found, _on("done_at"), ~Q(post="") & ~Q(done_by=""), "case__")


def _in_law(period: Period) -> Rows:
    return _rows(decided(period), F("decided_on"), IN_LAW)


def _as_promised(period: Period) -> Rows:
    return _rows(decided(period), F("decided_on"), _within("promised_due_on", "elsewhere_promised_on"))


def _late_reasons(period: Period) -> Rows:
    late = decided(period).exclude(IN_LAW).exclude(decision_due_on=None, handed_on=None)
    return _rows(late, F("decided_on"), ~Q(overdue_reason=""))


def _requests(period: Period) -> Rows:
    first, after = period.instants
    asked = CaseRequest.objects.filter(
        action__in=["suspend", "extend"], asked_at__gte=first, asked_at__lt=after
    )
    met = Q(approved__isnull=False) & ~Q(answered_by=F("asked_by"))
    return _rows(scoped(asked, period, "case__"), _on("asked_at"), met, "case__")


def _objections(period: Period) -> Rows:
    first, after = period.instants
    found = scoped(CaseObjection.objects.filter(at__gte=first, at__lt=after), period, "case__")
    dated = found.annotate(answered_on=_on("answered_at"))
    met = Q(answered_on__lte=F("due_on")) | Q(answered_at__isnull=True, due_on__gte=period.until)
    return _rows(dated, _on("at"), met, "case__")


def _published(period: Period) -> Rows:
    found = scoped(Licence.objects.filter(issued_on__range=(period.since, period.until)), period)
    columns = {"row_number": F("number"), "row_name": F("kind"), "row_unit": F("unit__name")}
    met = _whether(Q(withheld="", trial=False))
    return found.annotate(**columns, row_on=F("issued_on"), row_met=met)


def _online(period: Period) -> Rows:
    return _rows(received(period), _on("received_at"), Q(channel__in=["web", "mobile"]))


def _earlier(period: Period) -> Rows:
    found = EarlierCase.objects.filter(region=period.region, stands=True)
    return _rows(found, F("submitted_on"), Q(stands=True))


def _trial_marked(period: Period) -> Rows:
    met = Q(number__regex=r"-9[0-9]{4}-[0-9A-Z]$")
    return _rows(received(period).filter(trial=True), _on("received_at"), met)


QUERIES: Mapping[str, Callable[[Period], Rows]] = {
    "in_list": _in_list,
    "receipts": _receipts,
    "answered": _answered,
    "told_once": _told_once,
    "charted": _charted,
    "posts": _posts,
    "in_law": _in_law,
    "as_promised": _as_promised,
    "late_reasons": _late_reasons,
    "requests": _requests,
    "objections": _objections,
    "published": _published,
    "online": _online,
    "earlier": _earlier,
    "trial_marked": _trial_marked,
}
"""Criterion → the rows that it counts."""
