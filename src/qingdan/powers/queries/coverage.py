"""法定职责必须为: grants of the law library to a unit that nobody of the unit cites."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.campaigns.queries.plans import campaign_in_hand
from qingdan.linter.coverage import cover
from qingdan.linter.propose import Draft, Proposal
from qingdan.powers.models import Grants, PowerItem
from qingdan.powers.queries.as_register import department_of
from qingdan.powers.queries.laws import law_library, law_state
from qingdan.powers.queries.mandates import unit_for
from qingdan.powers.queries.register import scheme_of_template
from qingdan.registers.model import Register, RegisterRow, SheetReading
from qingdan.rules.canonical import digest
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.citation import Citation, CitationKind
from qingdan.rules.grants.grant import GrantTrust
from qingdan.rules.grants.organs import OrganLevel
from qingdan.rules.legal_basis import InstrumentLevel
from qingdan.rules.power_item import Category


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantShown:
    """A grant as an item would name it; `key` tells it in forms; `trust`: suggested, check_article, uncertain."""

    key: str
    category: str
    name: str
    title: str
    locator: str
    quoted: str
    granted_to: str
    trust: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveragePage:
    """What is known of a unit: `read_at` None: the library was not read for it yet. `stale`: library or name changed
    since; `has_texts`: there is something to read.
    """

    campaign: str
    unit: str
    unit_name: str
    editable: bool
    has_texts: bool
    read_at: datetime | None
    on: date | None
    stale: bool
    instruments: int
    cited: int
    missing: tuple[GrantShown, ...]


def coverage_page(actor: Actor, *, unit: str = "") -> CoveragePage:
    """The grants of a unit ("": the own one) that no item of it or its subordinate bodies cites. Raises Missing.

    Kinds that this clean-up leaves out are not asked for.
    """
    owner = unit_for(actor, unit)
    campaign = campaign_in_hand(owner.region_id)
    kept = Grants.objects.filter(unit=owner).first()
    scheme = scheme_of_template(campaign.template)
    grants = [one for one in proposals_of(kept) if scheme.excluded_category(one.category) is None]
    items = PowerItem.objects.kept().visible_to(actor).filter(campaign=campaign)
    items = items.filter(Q(unit=owner) | Q(unit__supervising=owner))
    draft = Draft(department=owner.name, on=campaign.notice_on, instruments=0, items=tuple(grants))
    found = cover(draft, [_register(items.values_list("basis_printed", flat=True))])
    with law_library() as library:
        has_texts = library.has_texts()
    return CoveragePage(
        campaign=campaign.code,
        unit=owner.code,
        unit_name=owner.name,
        editable=owner.code in actor.own_units and campaign.closed_at is None,
        has_texts=has_texts,
        read_at=kept.at if kept else None,
        on=kept.on if kept else None,
        stale=kept is not None and kept.state != grants_state(owner),
        instruments=kept.instruments if kept else 0,
        cited=len(found.cited),
        missing=tuple(_shown(one, scheme) for one in found.missing),
    )


def grants_state(unit: Unit) -> str:
    """What the grants of a unit were read from: the library and the name of the unit in the law."""
    return digest([law_state(), department_of(unit)])


def proposals_of(kept: Grants | None) -> list[Proposal]:
    """The grants that were kept."""
    return [_proposal(one) for one in kept.articles] if kept else []


def key_of(proposal: Proposal) -> str:
    """What tells a grant from the others of its unit."""
    return digest([proposal.category, proposal.title, proposal.locator, proposal.name])[:16]


def kept_form_of(proposal: Proposal) -> dict[str, Any]:
    """A grant as JSON."""
    version = proposal.version.isoformat() if proposal.version else ""
    return {**asdict(proposal), "levels": sorted(proposal.levels), "version": version}


def _proposal(kept: Mapping[str, Any]) -> Proposal:
    return Proposal(
        category=Category(kept["category"]),
        name=kept["name"],
        citation=_citation(kept["citation"]),
        paragraph=kept["paragraph"],
        quoted=kept["quoted"],
        granted_to=kept["granted_to"],
        levels=frozenset(map(OrganLevel, kept["levels"])),
        trust=GrantTrust(kept["trust"]),
        instrument_level=InstrumentLevel(kept["instrument_level"]),
        document_number=kept["document_number"],
        version=date.fromisoformat(kept["version"]) if kept["version"] else None,
        also=tuple(map(_citation, kept["also"])),
    )


def _citation(kept: Mapping[str, Any]) -> Citation:
    return Citation(**{**kept, "kind": CitationKind(kept["kind"])})


def _register(printed: Any) -> Register:
    rows = tuple(
        RegisterRow(
            sheet=None, rows=(place,), values={"legal_basis": bases}, cells={}
        )
        for place, bases in enumerate(printed, 1)
        if bases
    )  # fmt: skip
    sheet = SheetReading(name=None, header_row=None, columns={}, rows=rows, nil_lines=())
    return Register(path="", department="", sheets=(sheet,))


def _shown(one: Proposal, scheme: Scheme) -> GrantShown:
    return GrantShown(
        key=key_of(one),
        category=scheme.name_of(scheme.filed_as(one.category)),
        name=one.name,
        title=one.title,
        locator=one.locator,
        quoted=one.quoted,
        granted_to=one.granted_to,
        trust=one.trust.value,
    )
