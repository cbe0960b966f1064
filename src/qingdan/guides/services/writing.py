"""Writing a guide: begun from the entry of an edition, worked on, published as a version, withdrawn."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.files.services import Upload
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, Refused, Stale, refusal, refuse_if
from qingdan.base.snapshots.queries import thaw
from qingdan.base.snapshots.services import freeze
from qingdan.base.transactions import writing
from qingdan.editions.models import EditionEntry
from qingdan.guides.models import Guide, GuideState, GuideVersion, GuideWithdrawal
from qingdan.guides.queries.content import BLANK
from qingdan.guides.queries.desk import PUBLISHING
from qingdan.guides.queries.files import files_of
from qingdan.guides.queries.problems import blockers_of
from qingdan.guides.queries.published import entry_in_force
from qingdan.guides.queries.texts import RowChange, changed, texts_of
from qingdan.guides.services.attaching import with_files
from qingdan.guides.services.indexing import forget_guide, index_guide
from qingdan.rules.role import DRAFTING, Role

SNAPSHOT = "guide"


def start_guide(*, item_code: str, by: Actor, at: datetime) -> str:
    """Begins the guide of an item in force, with what its entry says already; its code. Raises Refused, Missing."""
    with writing(by):
        entry = entry_in_force(by.region, item_code, day_of(at))
        if entry is None or entry.unit.code not in by.own_units:
            raise Missing
        guide, made = Guide.objects.get_or_create(
            code=item_code,
            defaults={
                "region_id": by.region,
                "unit": Unit.objects.get(pk=entry.unit_id),
                "name": entry.name,
                "content": begun_content(thaw(entry.digest)),
                "updated_by": by.username,
                "updated_at": at,
            },
        )
        if made:
            guide.blockers = len(blockers_of(guide, entry))
            guide.save(update_fields=["blockers"])
            append("GuideBegun", f"guide:{item_code}", by=by, at=at, unit=guide.unit.code)
        return guide.code


def begun_content(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A new guide of an entry: its limits, and nothing that nobody said."""
    values = entry["values"]
    return {
        **BLANK,
        "statutory": values.get("statutory_limit", ""),
        "promised": values.get("promised_limit", ""),
    }


def save_guide(
    *,
    code: str,
    version: int,
    content: Mapping[str, Any],
    change: RowChange | None = None,
    uploads: Mapping[str, Upload] | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Keeps the draft, right or wrong; the new version. Raises Missing, Stale, Refused (a file that is not taken).

    `uploads`: files by the field they are for ("material-2-form"); `change`: what is done with a row after that.
    """
    with writing(by):
        guide = _get(code, by, version)
        if not by.roles & DRAFTING:
            raise Missing
        attached = with_files(guide, content, uploads or {}, by=by, at=at)
        written = {**BLANK, **guide.content, **attached}
        guide.content = changed(written, change) if change else written
        entry = entry_in_force(guide.region_id, code, day_of(at))
        if entry and (listed := thaw(entry.digest)["values"].get("statutory_limit", "")):
            guide.content["statutory"] = listed  # the list says it, the guide repeats it
        guide.blockers = len(blockers_of(guide, entry))
        guide.version += 1
        guide.updated_by, guide.updated_at = by.username, at
        guide.save()
        append("GuideSaved", f"guide:{code}", by=by, at=at, unit=guide.unit.code)
        return guide.version


def publish_guide(*, code: str, version: int, by: Actor, at: datetime) -> int:
    """Makes the draft a version by which people apply; its number. Raises Refused with all blockers, Missing, Stale."""
    with writing(by):
        guide = _get(code, by, version)
        if not by.roles & PUBLISHING:
            raise Missing
        entry = entry_in_force(guide.region_id, code, day_of(at))
        if entry is None:
            raise Refused([refusal("case.item_in_force")])
        own = refusal("guide.own_draft") if guide.updated_by == by.username else None
        refuse_if(*blockers_of(guide, entry), own)
        number = GuideVersion.objects.filter(guide=guide).count() + 1
        content = published_content(guide, entry)
        made = GuideVersion.objects.create(
            region_id=guide.region_id, guide=guide, number=number, entry=entry,
            digest=freeze(SNAPSHOT, content, region=guide.region_id, at=at),
            published_by=by.username, published_at=at,
        )  # fmt: skip
        guide.state = GuideState.PUBLISHED
        guide.version += 1
        guide.save(update_fields=["state", "version"])
        index_guide(guide, content)
        facts = {"number": number, "digest": made.digest, "entry": entry.digest}
        append("GuidePublished", f"guide:{code}", by=by, at=at, unit=guide.unit.code, data=facts)
        return number


def withdraw_guide(*, code: str, reason: str, by: Actor, at: datetime) -> None:
    """Nobody applies by it any more; open cases keep their version. Raises Refused, Missing."""
    with writing(by):
        guide = _get(code, by)
        last = GuideVersion.objects.filter(guide=guide).order_by("-number").first()
        if not by.roles & PUBLISHING or last is None or guide.state != GuideState.PUBLISHED:
            raise Missing
        if not reason.strip():
            raise Refused([refusal("desk.required", "reason")])
        GuideWithdrawal.objects.create(
            region_id=guide.region_id, version=last, reason=reason.strip(), by=by.username, at=at
        )
        forget_guide(code)
        guide.state = GuideState.WITHDRAWN
        guide.version += 1
        guide.save(update_fields=["state", "version"])
        append("GuideWithdrawn", f"guide:{code}", by=by, at=at, unit=guide.unit.code, data={"reason": reason})


def published_content(guide: Guide, entry: EditionEntry) -> dict[str, Any]:
    """What a version says: the draft, and the entry that it pins."""
    said = thaw(entry.digest)
    return {
        **guide.content,
        "code": guide.code,
        "name": guide.name,
        "unit": guide.unit.code,
        "unit_name": said["unit_name"],
        "category": said["category"],
        "edition": entry.edition.code,
        "entry": entry.digest,
        "bases": said["bases"],
        "files": files_of(guide.content),
    }


def _get(code: str, by: Actor, version: int | None = None) -> Guide:
    """The guide, its row locked, for its unit and the service centre."""
    found = Guide.objects.select_for_update(of=("self",)).select_related("unit").filter(code=code).first()
    centre = Role.SERVICE_CENTRE in by.roles and found is not None and found.region_id == by.region
    if found is None or not (centre or found.unit.code in by.own_units):
        raise Missing
    if version is not None and version != found.version:
        raise Stale(texts_of(found.content), found.version)
    return found
