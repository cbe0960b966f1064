"""The register of a unit as pages show it: tabs of categories, rows, what is wrong with them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import InnerOffice, Unit
from qingdan.base.refusal import Missing
from qingdan.campaigns.queries.plans import campaign_in_hand
from qingdan.data.campaigns import load_campaign
from qingdan.data.schemes import load_scheme
from qingdan.powers.models import ItemCheck, NilLine, PowerItem
from qingdan.powers.queries.open_findings import warned
from qingdan.powers.queries.rows import Row, incomplete, rows_of
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.power_item import Category

ROWS = 200
NIL, DELETED, UNSORTED = "nil", "deleted", "unsorted"
BLOCKED, WARNED, CLEAN, INCOMPLETE = "blocker", "warning", "none", "incomplete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What of the register is asked for.

    `tab`: a category, nil, deleted, unsorted (no category chosen), "" the first with items; `problem`: blocker,
    warning, none, incomplete or the code of a rule; `page` from 1; `around`: an item whose page is meant.
    """

    tab: str = ""
    words: str = ""
    problem: str = ""
    disposition: str = ""
    page: int = 1
    around: str = ""

    @property
    def deleted(self) -> bool:
        """Whether what was deleted is asked for."""
        return self.tab == DELETED

    @property
    def filters(self) -> bool:
        """Whether only some rows of the register are asked for."""
        return bool(self.words or self.problem or self.disposition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A tab with the number of its rows: of those asked for, where only some are."""

    key: str
    name: str
    count: int
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPage:
    """A register as one page of it. `units` are the registers the person may choose from: code and name."""

    campaign: str
    campaign_name: str
    unit: str
    unit_name: str
    units: tuple[tuple[str, str], ...]
    editable: bool
    tabs: tuple[Tab, ...]
    chosen: Chosen
    rows: tuple[Row, ...]
    count: int
    pages: int
    codes: tuple[str, ...]
    nil: tuple[str, ...]
    offices: tuple[str, ...]


def scheme_of_template(template: str) -> Scheme:
    """The categories that a campaign's template works with."""
    return load_scheme(load_campaign(template).scheme)


def register_of(actor: Actor, *, unit: str = "", chosen: Chosen) -> RegisterPage:
    """The register of a unit ("": the own one) in the campaign in hand of its region.

    Raises Missing where it may not be seen.
    """
    owner = _unit(actor, unit)
    campaign = campaign_in_hand(owner.region_id)
    scheme = scheme_of_template(campaign.template)
    items = PowerItem.objects.visible_to(actor).filter(campaign=campaign, unit=owner)
    nil = tuple(
        NilLine.objects.filter(campaign=campaign, unit=owner)
        .order_by("pk")
        .values_list("category", flat=True)
    )
    tabs = _tabs(_filtered(items, chosen), scheme, () if chosen.filters else nil, chosen.tab)
    here = next(one for one in tabs if one.here)
    found = _filtered(_in_tab(items, here.key), chosen)
    count = found.count() if here.count and here.key != NIL else 0
    pages = max(1, -(-count // ROWS))
    page = min(max(_page_around(found, chosen) if count else 1, 1), pages)
    return RegisterPage(
        campaign=campaign.code,
        campaign_name=campaign.name,
        unit=owner.code,
        unit_name=owner.name,
        units=_choices(actor),
        editable=owner.code in actor.own_units and campaign.closed_at is None,
        tabs=tabs,
        chosen=Chosen(
            tab=here.key,
            words=chosen.words,
            problem=chosen.problem,
            disposition=chosen.disposition,
            page=page,
        ),
        rows=rows_of(found[(page - 1) * ROWS : page * ROWS], items) if count else (),
        count=count,
        pages=pages,
        codes=_codes(items.kept()),
        nil=tuple(scheme.name_of(Category(key)) if key else "全部类别" for key in nil),
        offices=tuple(InnerOffice.objects.filter(unit=owner).values_list("name", flat=True)),
    )


def _page_around(items: QuerySet[PowerItem], chosen: Chosen) -> int:
    if not chosen.around:
        return chosen.page
    numbers = list(items.values_list("draft_number", flat=True))
    return numbers.index(chosen.around) // ROWS + 1 if chosen.around in numbers else chosen.page


def _unit(actor: Actor, code: str) -> Unit:
    """The unit whose register is asked for, where the person may see it."""
    wanted = code or actor.unit
    found = Unit.objects.filter(code=wanted, region_id__in=actor.regions).first()
    if found is None or not actor.may_see(wanted):
        raise Missing
    return found


def _choices(actor: Actor) -> tuple[tuple[str, str], ...]:
    codes = Unit.objects.filter(code__in=actor.own_units).order_by("order", "code")
    return tuple(codes.values_list("code", "name"))


def _tabs(items: QuerySet[PowerItem], scheme: Scheme, nil: Sequence[str], asked: str) -> tuple[Tab, ...]:
    kept = Count("pk", filter=Q(deleted_at__isnull=True))
    by_category = dict(items.order_by().values_list("category").annotate(kept=kept))
    deleted = items.filter(deleted_at__isnull=False).count()
    named = [(key.value, scheme.name_of(key), by_category.pop(key, 0)) for key in scheme.listed]
    others = [(key, _name(scheme, key), count) for key, count in by_category.items() if key and count]
    last = [
        (UNSORTED, "没选类别", by_category.get("", 0)),
        (NIL, "零报告", len(nil)),
        (DELETED, "已删除", deleted),
    ]
    shown = [one for one in (*named, *others, *last) if one[2] or one[0] == asked] or named[:1]
    first = next((key for key, _, _ in shown if key == asked), shown[0][0])
    return tuple(Tab(key=key, name=name, count=count, here=key == first) for key, name, count in shown)


def _name(scheme: Scheme, key: str) -> str:
    known = {entry.category.value for entry in scheme.categories}
    return scheme.name_of(Category(key)) if key in known else key


def _in_tab(items: QuerySet[PowerItem], tab: str) -> QuerySet[PowerItem]:
    if tab == DELETED:
        return items.filter(deleted_at__isnull=False)
    kept = items.filter(deleted_at__isnull=True)
    return kept.filter(category="" if tab == UNSORTED else tab)


def _filtered(items: QuerySet[PowerItem], chosen: Chosen) -> QuerySet[PowerItem]:
    for word in chosen.words.split()[:5]:
        fields = (
            "name",
            "sub_item",
            "basis_printed",
            "office",
            "implementing_body",
            "remark",
            "draft_number",
        )
        holds = Q()
        for name in fields:
            holds |= Q(**{f"{name}__icontains": word})
        items = items.filter(holds)
    if chosen.disposition:
        items = items.filter(disposition="" if chosen.disposition == "none" else chosen.disposition)
    return _with_problem(items, chosen.problem).order_by("order", "pk")


def _with_problem(items: QuerySet[PowerItem], problem: str) -> QuerySet[PowerItem]:
    checks = ItemCheck.objects.filter(item=OuterRef("pk"))
    match problem:
        case "":
            return items
        case "blocker":
            return items.filter(Exists(checks.filter(blockers__gt=0)))
        case "warning":
            return items.filter(pk__in=warned(items))
        case "none":
            return items.filter(~Exists(checks.filter(Q(blockers__gt=0) | Q(warnings__gt=0))))
        case "incomplete":
            return items.filter(incomplete())
        case code:
            return items.filter(Exists(checks.filter(problems__contains=[{"code": code}])))


def _codes(items: QuerySet[PowerItem]) -> tuple[str, ...]:
    """The codes of all rules that found something in the register."""
    path = Value("$[*].code")
    each = Func(
        F("problems"),
        path,
        function="jsonb_path_query",
        template="%(function)s(%(expressions)s::jsonpath) #>> '{}'",
    )
    return tuple(
        ItemCheck.objects.filter(item__in=items)
        .annotate(code=Func(each, output_field=TextField(), template="%(expressions)s"))
        .order_by("code")
        .values_list("code", flat=True)
        .distinct()
    )
