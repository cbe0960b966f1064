"""One version of a filing: what is in it, signing it, handing it in, receiving and returning it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.data.schemes import load_scheme
from qingdan.data.wording import wording
from qingdan.filings.queries.comparison import compare
from qingdan.filings.queries.department import principals_of
from qingdan.filings.queries.documents import forms_of, version_papers
from qingdan.filings.queries.filings import (
    FiledVersion,
    frozen_content,
    get_unit_for,
    get_version_for,
    history_of_filing,
    versions_of,
)
from qingdan.filings.queries.printing import parts_of
from qingdan.filings.services.access import RECEIVING, SENDING
from qingdan.filings.services.handing_in import file_filing, receive_filing, return_filing
from qingdan.filings.services.signing import confirm_original, sign_filing, sign_on_paper
from qingdan.rules.review import ListKind
from qingdan.rules.role import DRAFTING, REVIEWING, Role
from qingdan.web.desk.filing.words import about, happened_words
from qingdan.web.shared.factor import with_factor
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(DRAFTING | REVIEWING)
Words = dict[str, Any]


@page(*SEEN_BY)
def filing(request: DeskRequest) -> HttpResponse:
    """The version in hand of the own unit, or what to do when there is none."""
    unit = get_unit_for(request.actor, request.GET.get("unit", ""))
    versions = versions_of(request.actor, unit.code)
    if not versions:
        return render(request, "desk/filing/none.html", {"unit": unit.code, "unit_name": unit.name})
    return render(request, "desk/filing/version.html", _context(request, versions[0]))


@page(*SEEN_BY)
def version(request: DeskRequest, campaign: str, unit: str, number: int) -> HttpResponse:
    """A version: content, papers, signature, receipt, what may be done now."""
    found = get_version_for(request.actor, campaign, unit, number)
    return render(request, "desk/filing/version.html", _context(request, found))


@page(*SEEN_BY)
def history(request: DeskRequest, campaign: str, unit: str) -> HttpResponse:
    """Everything that was done with a unit's filing: who, when, which digest."""
    owner = get_unit_for(request.actor, unit)
    happened = history_of_filing(request.actor, campaign, unit)
    versions = versions_of(request.actor, unit, campaign)
    lines = [(one, happened_words(one.kind, one.data)) for one in happened]
    context = {
        "lines": lines,
        "versions": versions,
        "unit_name": owner.name,
        "unit": unit,
        "campaign": campaign,
    }
    return render(request, "desk/filing/history.html", context)


@page(*SEEN_BY)
def comparison(request: DeskRequest, campaign: str, unit: str, number: int, before: int) -> HttpResponse:
    """Two versions side by side."""
    new = get_version_for(request.actor, campaign, unit, number)
    old = get_version_for(request.actor, campaign, unit, before)
    found = compare(frozen_content(old), frozen_content(new))
    scheme = load_scheme()
    names = {one.value: scheme.name_of(one) for one in scheme.listed} | {
        "": wording()["nil.whole"]["message"]
    }
    nil = [[names.get(key, key) for key in side] for side in found.nil] if found.nil else None
    kinds = {kind: found.of_kind(kind) for kind in ("added", "removed", "changed")}
    context = {"new": new, "old": old, "found": found, "nil": nil, **kinds}
    return render(request, "desk/filing/comparison.html", context)


@act(Role.PRINCIPAL, on=version)
@with_factor
def sign(request: DeskRequest, campaign: str, unit: str, number: int) -> HttpResponse:
    """The principal signs."""
    sign_filing(
        campaign=campaign,
        unit=unit,
        number=number,
        digest=request.POST.get("digest", ""),
        by=request.actor,
        at=request.at,
    )
    return _done(campaign, unit, number, "filing_signed")


@act(*sorted(SENDING), on=version)
def paper(request: DeskRequest, campaign: str, unit: str, number: int) -> HttpResponse:
    """The scan of the signed and stamped printout."""
    sign_on_paper(
        campaign=campaign,
        unit=unit,
        number=number,
        digest=request.POST.get("digest", ""),
        signatory=request.POST.get("signatory", ""),
        upload=request.FILES.get("file"),
        by=request.actor,
        at=request.at,
    )
    return _done(campaign, unit, number, "filing_signed")


@act(*sorted(SENDING), on=version)
def hand_in(request: DeskRequest, campaign: str, unit: str, number: int) -> HttpResponse:
    """To the 编办, for a receipt."""
    file_filing(
        campaign=campaign,
        unit=unit,
        number=number,
        digest=request.POST.get("digest", ""),
        by=request.actor,
        at=request.at,
    )
    return _done(campaign, unit, number, "filing_filed")


@act(*sorted(RECEIVING), on=version)
def original(request: DeskRequest, campaign: str, unit: str, number: int) -> HttpResponse:
    """The original was seen."""
    confirm_original(campaign=campaign, unit=unit, number=number, by=request.actor, at=request.at)
    return _done(campaign, unit, number, "original_seen")


@act(*sorted(RECEIVING), on=version)
def receive(request: DeskRequest, campaign: str, unit: str, number: int) -> HttpResponse:
    """Taken over for review."""
    receive_filing(campaign=campaign, unit=unit, number=number, by=request.actor, at=request.at)
    return _done(campaign, unit, number, "filing_received")


@act(*sorted(RECEIVING), on=version)
def send_back(request: DeskRequest, campaign: str, unit: str, number: int) -> HttpResponse:
    """Returned with reasons."""
    return_filing(
        campaign=campaign,
        unit=unit,
        number=number,
        reason=request.POST.get("reason", ""),
        by=request.actor,
        at=request.at,
    )
    return _done(campaign, unit, number, "filing_returned")


def _done(campaign: str, unit: str, number: int, said: str) -> HttpResponse:
    return done(reverse("desk:filing_version", args=[campaign, unit, number]), said=said)


def _context(request: DeskRequest, found: FiledVersion) -> Words:
    actor = request.actor
    papers = version_papers(actor, found.campaign, found.unit, found.number)
    owner = get_unit_for(actor, found.unit)
    same = versions_of(actor, found.unit, found.campaign, found.kind)
    others = [one for one in same if one.number != found.number]
    own = found.unit in actor.own_units
    words = wording()
    return {
        "version": found,
        "others": others,
        "earlier": [one for one in others if one.number < found.number],
        "parts": [
            (name, measure.format(n=count))
            for part, count in parts_of(papers.content)
            for name, measure in [words[f"part.{part}"]["message"].split("|")]
        ],
        "forms": [(form, words[f"paper.{form.partition('.')[0]}"]["message"]) for form in forms_of(papers)],
        "campaign_name": papers.content["campaign_name"],
        "voided_for": about(found.voided_for),
        "principals": principals_of(owner, day_of(request.at)),
        "signs": Role.PRINCIPAL in actor.roles and actor.unit == found.unit,
        "sends": own and bool(actor.roles & SENDING),
        "receives": bool(actor.roles & RECEIVING) and not own,
        "fresh": actor.showed_factor(request.at),
        "own": own,
        "long": papers.is_long and found.kind is ListKind.POWER,
        "bundle": "bundle.pdf" if found.kind is ListKind.POWER else "duties.pdf",
        "duties": papers.content["items"] if found.kind is ListKind.RESPONSIBILITY else None,
    }
