"""How far a unit is, category by category, and what still keeps its filing from being signed.

Readings. Only kept items (保留) need a chart: their own, or that of their category in their body, as in `flows`. A
filing is signed as a whole: one open line of any kind keeps it back, a warning as long as it has no reason. The report
is asked for from everybody (plan, part of the filing), a unit without any item too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Sum, Value

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.campaigns.models import Campaign, Contact
from qingdan.data.labels import DISPOSITION_NAMES
from qingdan.filings.models import CleaningReport
from qingdan.filings.queries.content import SECTIONS, bodies_of, charts_of, items_of
from qingdan.flows.models import FlowChart
from qingdan.powers.models import Consent, ItemCheck, Justification, NilLine, PowerItem, Referral
from qingdan.powers.queries.consents import JOINT, OBJECT
from qingdan.powers.queries.dispositions import needs_of
from qingdan.powers.queries.referrals import referral_line
from qingdan.powers.queries.register import scheme_of_template
from qingdan.powers.queries.rows import incomplete
from qingdan.responsibilities.queries.filed import duty_progress
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.power_item import Category, Disposition
from qingdan.rules.problem import Problem, Severity
from qingdan.rules.review import ListKind
from qingdan.rules.role import Role

CONTACTS = ("deputy", "liaison")
TEXT_MISSING = "C25"
_TOLD = {"needs.disposition", "needs.office", "needs.referral"}  # by the lines of fields left empty, of 附件3
_LAW_CHANGE = "needs.law_change_waiting"  # for the answer of 法制办
_NO_TEXT = '$[*] ? (@.code == "C25" && @.severity == "blocker")'


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryProgress:
    """A category of a unit. `charted` of the `retained` items have a chart; `dispositions`: name → number of items.

    `state`: blocked, ready, nil (零报告), contradicts (a nil line beside items), silent (neither items nor a nil line).
    """

    category: str
    name: str
    items: int
    filled: int
    clean: int
    retained: int
    charted: int
    dispositions: tuple[tuple[str, int], ...]
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something that keeps the filing back (`bad`, `warn`), or that is in order (`ok`). `key` has its words.

    `params` fill them; `parts` are figures in more detail: name of a category or section, number; `item` is the draft
    number of the first item meant, where one is repaired after the other.
    """

    key: str
    mark: str
    params: Mapping[str, str | int]
    parts: tuple[tuple[str, int], ...] = ()
    item: str = ""

    @property
    def keeps_back(self) -> bool:
        """Whether nothing can be signed before it is done."""
        return self.mark != "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A unit's categories and open lines. `bodies`: names of the subordinate bodies whose items go along."""

    categories: tuple[CategoryProgress, ...]
    lines: tuple[Line, ...]
    whole_nil: bool
    bodies: tuple[str, ...]

    @property
    def open_lines(self) -> tuple[Line, ...]:
        """What keeps the filing back."""
        return tuple(one for one in self.lines if one.keeps_back)

    def total(self, field: str) -> int:
        """The sum of a figure over all categories."""
        return sum(getattr(one, field) for one in self.categories)


def progress_of(campaign: Campaign, unit: Unit, *, on: date) -> Progress:
    """The progress of a unit with its subordinate bodies, in a fixed number of queries. For who may see its drafts.

    `on` is the day whose law counts where the campaign names none.
    """
    bodies = bodies_of(unit)
    scheme = scheme_of_template(campaign.template)
    found = _Found(campaign, unit, bodies, scheme, on)
    categories = tuple(found.categories())
    return Progress(
        categories=categories,
        lines=tuple(sorted(found.lines(categories), key=lambda line: not line.keeps_back)),
        whole_nil="" in found.nil,
        bodies=tuple(one.name for one in bodies[1:]),
    )


def duty_lines(campaign: Campaign, unit: Unit) -> tuple[Line, ...]:
    """What keeps the unit's duties back (C30, R-017), and how many there are."""
    found = duty_progress(campaign, bodies_of(unit))
    counts = {"duties_none": 0 if found.sheets else 1, "duties_empty": found.empty, "duties_lacking": found.lacking,
              "duties_stale": found.stale}  # fmt: skip
    lines = [Line(key=f"filing.{key}", mark="bad", params={"count": n}) for key, n in counts.items() if n]
    whole = Line(key="filing.duties_there", mark="ok", params={"count": found.sheets})
    return tuple(lines) or (whole,)


def open_lines_of(campaign: Campaign, unit: Unit, kind: ListKind, *, on: date) -> tuple[Line, ...]:
    """What keeps a unit's filing for a list back."""
    if kind is ListKind.RESPONSIBILITY:
        return tuple(one for one in duty_lines(campaign, unit) if one.keeps_back)
    return progress_of(campaign, unit, on=on).open_lines


class _Found:
    """What the tables say of a unit, read once."""

    def __init__(
        self, campaign: Campaign, unit: Unit, bodies: Sequence[Unit], scheme: Scheme, on: date
    ) -> None:
        self.campaign, self.unit, self.scheme, self.on = campaign, unit, scheme, on
        self.bodies = bodies
        self.items = items_of(campaign, bodies)
        self.charts = charts_of(campaign, bodies)
        self.counts = list(_counted(self.items))
        nil = NilLine.objects.filter(campaign=campaign, unit=unit)
        self.nil = set(nil.values_list("category", flat=True))

    def categories(self) -> Iterator[CategoryProgress]:
        """Those of the scheme in their order, then others that have items."""
        listed = [one.value for one in self.scheme.listed]
        others = sorted({row["category"] for row in self.counts} - set(listed))
        for key in (*listed, *others):
            yield self._category(key, [row for row in self.counts if row["category"] == key])

    def _category(self, key: str, rows: Sequence[Mapping[str, Any]]) -> CategoryProgress:
        sums = {name: sum(row[name] for row in rows) for name in ("items", "filled", "unblocked", "ready")}
        retained = [row for row in rows if row["disposition"] == Disposition.RETAIN]
        charted = sum(row["charted"] for row in retained)
        kept = sum(row["items"] for row in retained)
        by_opinion = {row["disposition"]: row["items"] for row in rows}
        return CategoryProgress(
            category=key,
            name=name_of_category(self.scheme, key),
            items=sums["items"],
            filled=sums["filled"],
            clean=sums["unblocked"],
            retained=kept,
            charted=charted,
            dispositions=tuple(
                (name, by_opinion[one]) for one, name in DISPOSITION_NAMES.items() if one in by_opinion
            ),
            state=self._state(key, sums, charted == kept),
        )

    def _state(self, key: str, sums: Mapping[str, int], charted: bool) -> str:
        said = key in self.nil or "" in self.nil
        if not sums["items"]:
            return "nil" if said else "silent"
        if said:
            return "contradicts"
        return "ready" if charted and sums["ready"] == sums["items"] else "blocked"

    def lines(self, categories: Sequence[CategoryProgress]) -> Iterator[Line]:
        """What keeps the filing back, and what is in order."""
        yield from self._findings()
        yield from self._of_charts(categories)
        yield from self._of_report()
        yield from self._of_nil(categories)
        yield from self._of_dispositions()
        yield from self._of_people()

    def _findings(self) -> Iterator[Line]:
        checks = ItemCheck.objects.filter(item__in=self.items)
        lacking = Func(F("problems"), Value(_NO_TEXT), template=_ARRAY_LENGTH, output_field=IntegerField())
        found: Mapping[str, int | None] = checks.annotate(lacking=lacking).aggregate(
            blocking=Sum("blockers"),
            warning=Sum("warnings"),
            no_text=Sum("lacking"),
            troubled=Count("pk", filter=Q(blockers__gt=F("lacking"))),
        )
        no_text = found["no_text"] or 0
        if count := (found["blocking"] or 0) - no_text:
            params = {"count": count, "items": found["troubled"] or 0}
            yield Line(key="filing.blockers", mark="bad", params=params)
        if no_text:
            yield Line(key="filing.no_text", mark="bad", params={"count": no_text})
        if count := self.items.filter(~_has(ItemCheck)).count():
            yield Line(key="filing.unchecked", mark="bad", params={"count": count})
        unfilled = self.items.filter(incomplete()).exclude(_has(ItemCheck, blockers__gt=0)).count()
        if unfilled:
            yield Line(key="filing.incomplete", mark="bad", params={"count": unfilled})
        said = _justified(self.items)
        if count := (found["warning"] or 0) - said:
            yield Line(key="filing.warnings", mark="warn", params={"count": count, "said": said})
        if not no_text and any(row["items"] for row in self.counts):
            yield Line(key="filing.texts_there", mark="ok", params={})

    def _of_charts(self, categories: Sequence[CategoryProgress]) -> Iterator[Line]:
        missing = tuple((one.name, gap) for one in categories if (gap := one.retained - one.charted))
        if missing:
            count = sum(gap for _, gap in missing)
            yield Line(key="filing.no_chart", mark="bad", params={"count": count}, parts=missing)
        if count := self.charts.filter(blockers__gt=0).count():
            yield Line(key="filing.chart_blockers", mark="bad", params={"count": count})

    def _of_report(self) -> Iterator[Line]:
        report = CleaningReport.objects.filter(campaign=self.campaign, unit=self.unit).first()
        empty = [name for name in SECTIONS if not (report and getattr(report, name).strip())]
        if empty:
            parts = tuple((name, 1) for name in empty)
            yield Line(key="filing.report", mark="bad", params={"count": len(empty)}, parts=parts)
        else:
            yield Line(key="filing.report_there", mark="ok", params={})

    def _of_nil(self, categories: Sequence[CategoryProgress]) -> Iterator[Line]:
        for state, key in (("silent", "filing.silent"), ("contradicts", "filing.contradicts")):
            found = tuple((one.name, one.items) for one in categories if one.state == state)
            if found:
                yield Line(key=key, mark="bad", params={"count": len(found)}, parts=found)
        if self.nil and all(one.state not in ("silent", "contradicts") for one in categories):
            yield Line(key="filing.nil_there", mark="ok", params={})
        yield from self._of_referrals()

    def _of_referrals(self) -> Iterator[Line]:
        items = list(self.items.filter(disposition=Disposition.REFER_UP).select_related("unit", "campaign"))
        typed = {one.item_id: one for one in Referral.objects.filter(item__in=items)} if items else {}
        gaps = sum(bool(referral_line(one, typed.get(one.pk)).missing) for one in items)
        if gaps:
            yield Line(key="filing.referral_gaps", mark="bad", params={"count": gaps})
        elif items:
            yield Line(key="filing.referrals_there", mark="ok", params={"count": len(items)})

    def _of_dispositions(self) -> Iterator[Line]:
        """What dispositions still need (`rules.disposition_needs`), and the answers of co-implementers beside them."""
        items = list(self.items.select_related("unit", "campaign").order_by("unit", "order", "pk"))
        needs = needs_of(_people_of(self.unit, self.bodies), items, on=self.on)
        lacking = [number for number, found in needs.items() if any(map(_is_lacking, found))]
        if lacking:
            yield Line(key="filing.needs", mark="bad", params={"count": len(lacking)}, item=lacking[0])
        yield from _law_changes(needs)
        waiting = {number for number, found in needs.items() if any(map(_is_waiting, found))}
        asked = Consent.objects.filter(item__in=self.items, kind=JOINT, unit__valid_until=None)
        objected = set(asked.filter(answer=OBJECT).values_list("item__draft_number", flat=True))
        waiting |= set(asked.filter(answer="").values_list("item__draft_number", flat=True))
        if objected:
            yield Line(key="filing.objected", mark="bad", params={"count": len(objected)})
        if waiting:
            yield Line(key="filing.unanswered", mark="warn", params={"count": len(waiting)})

    def _of_people(self) -> Iterator[Line]:
        kinds = set(
            Contact.objects.filter(
                participation__campaign=self.campaign, participation__unit=self.unit, until=None
            ).values_list("kind", flat=True)
        )
        if missing := tuple((one, 1) for one in CONTACTS if one not in kinds):
            yield Line(key="filing.contacts", mark="bad", params={"count": len(missing)}, parts=missing)


def _people_of(unit: Unit, bodies: Sequence[Unit]) -> Actor:
    """Whoever drafts for the unit and its bodies: what their filing lacks does not depend on who looks."""
    return Actor(
        username="",
        name="",
        roles=frozenset({Role.DRAFTER}),
        region=unit.region_id,
        regions=(unit.region_id,),
        unit=unit.code,
        charges=tuple(one.code for one in bodies[1:]),
    )


def _is_lacking(need: Problem) -> bool:
    """Whether a need is one that no other line tells."""
    return need.severity is Severity.BLOCKER and need.key not in _TOLD


def _is_waiting(need: Problem) -> bool:
    return need.severity is Severity.WARNING and need.key != _LAW_CHANGE


def _law_changes(needs: Mapping[str, Sequence[Problem]]) -> Iterator[Line]:
    """取消 that waits for 法制办 (R-034)."""
    waiting = [number for number, found in needs.items() if any(one.key == _LAW_CHANGE for one in found)]
    if waiting:
        yield Line(key="filing.law_change", mark="warn", params={"count": len(waiting)}, item=waiting[0])


_ARRAY_LENGTH = "jsonb_array_length(jsonb_path_query_array(%(expressions)s::jsonpath))"


def name_of_category(scheme: Scheme, key: str) -> str:
    """The name of a category; of one that the scheme does not know its key, "" while none is chosen."""
    known = {entry.category.value for entry in scheme.categories}
    return scheme.name_of(Category(key)) if key in known else key


def _counted(items: QuerySet[PowerItem]) -> Iterable[Mapping[str, Any]]:
    """Items by category and opinion: all, filled in, without blocker, without anything open, with a chart."""
    own = FlowChart.objects.filter(item=OuterRef("pk"))
    of_category = FlowChart.objects.filter(
        unit=OuterRef("unit"),
        campaign=OuterRef("campaign"),
        category=OuterRef("category"),
        item=None,
    )
    found = items.order_by().annotate(
        is_clean=_has(ItemCheck, blockers=0),
        has_chart=Exists(own) | Exists(of_category),
        is_open=_has(ItemCheck, warnings__gt=0) & ~_has(Justification),
    )
    whole = ~incomplete()
    return found.values("category", "disposition").annotate(
        items=Count("pk"),
        filled=Count("pk", filter=whole),
        unblocked=Count("pk", filter=Q(is_clean=True)),
        ready=Count("pk", filter=whole & Q(is_clean=True, is_open=False)),
        charted=Count("pk", filter=Q(has_chart=True)),
    )


def _has(model: type[ItemCheck] | type[Justification], **more: int) -> Exists:
    return Exists(model._default_manager.filter(item=OuterRef("pk"), **more))


def _justified(items: QuerySet[PowerItem]) -> int:
    """How many warnings stand with a reason: one reason may be for several findings of one kind on an item."""
    given: dict[int, set[str]] = {}
    for item, key in Justification.objects.filter(item__in=items).values_list("item_id", "key"):
        given.setdefault(item, set()).add(key)
    kept = ItemCheck.objects.filter(item__in=given).values_list("item_id", "problems")
    return sum(
        one["severity"] == "warning" and one["key"] in given[item]
        for item, problems in kept
        for one in problems
    )
