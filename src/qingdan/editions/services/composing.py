"""Writing an edition: called by `lists` alone, inside the act that publishes (an import contract says so)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit
from qingdan.base.snapshots.services import freeze, freeze_many
from qingdan.editions.models import Edition, EditionEntry, EditionShown
from qingdan.editions.queries.shown import newest_edition
from qingdan.rules.review import ListKind

EDITION_KIND, ENTRY_KIND = "edition", "edition_entry"
FORM = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """One item of an edition to be: `content` is frozen as it is and holds its code, unit, category and name."""

    content: Mapping[str, Any]
    in_force: bool


def write_edition(
    *,
    region: str,
    kind: ListKind,
    campaign: str,
    effective_on: date,
    resolution: Mapping[str, Any],
    entries: Iterable[NewEntry],
    by: Actor,
    at: datetime,
) -> Edition:
    """The next edition of a region's list: entries frozen one by one, the manifest code → digest frozen over them.

    The same entries give the same digests. Nothing of it can be changed afterwards.
    """
    last = newest_edition(region, kind)
    number = last.number + 1 if last else 1
    chosen = list(entries)
    contents = [one.content for one in chosen]
    keys = freeze_many(ENTRY_KIND, contents, region=region, at=at)
    digests = {one["code"]: key for one, key in zip(contents, keys, strict=True)}
    manifest = {
        "form": FORM,
        "region": region,
        "list": kind.value,
        "number": number,
        "campaign": campaign,
        "effective_on": effective_on.isoformat(),
        "resolution": dict(resolution),
        "previous": last.digest if last else "",
        "entries": digests,
    }
    edition = Edition.objects.create(
        region_id=region,
        list_kind=kind,
        number=number,
        code=f"{region}-{kind}-{number}",
        campaign=campaign,
        effective_on=effective_on,
        digest=freeze(EDITION_KIND, manifest, region=region, at=at),
        resolution=dict(resolution),
        entries=len(chosen),
        previous=last,
        composed_by=by.username,
        composed_at=at,
    )
    _write_entries(edition, chosen, digests)
    facts = {"digest": edition.digest, "entries": len(chosen), "resolution": dict(resolution)}
    append("EditionComposed", f"edition:{edition.code}", by=_program(by), at=at, data=facts)
    return edition


def show_edition(edition: Edition, *, on: date, by: Actor, at: datetime) -> None:
    """The first channel was proved: from now on the public sees the edition. Shown again: once."""
    _, new = EditionShown.objects.get_or_create(
        edition=edition, defaults={"region_id": edition.region_id, "on": on, "at": at}
    )
    if new:
        facts = {"digest": edition.digest}
        append("EditionShown", f"edition:{edition.code}", by=_program(by), at=at, data=facts)


def _program(by: Actor) -> Actor:
    """The program writes what comes of a step of the list: the evidence pack tells these acts in full, to everybody.

    Who took the step is named by the step's own event.
    """
    return replace(SYSTEM, region=by.region, regions=by.regions)


def _write_entries(edition: Edition, chosen: list[NewEntry], digests: Mapping[str, str]) -> None:
    units = dict(Unit.objects.filter(region=edition.region_id).values_list("code", "pk"))
    EditionEntry.objects.bulk_create(
        EditionEntry(
            region_id=edition.region_id,
            edition=edition,
            unit_id=units[one.content["unit"]],
            order=order,
            code=one.content["code"],
            digest=digests[one.content["code"]],
            category=one.content["category"],
            name=one.content["name"],
            disposition=one.content.get("disposition", ""),
            in_force=one.in_force,
        )
        for order, one in enumerate(chosen, 1)
    )
