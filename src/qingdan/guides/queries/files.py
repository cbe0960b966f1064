"""Blank forms and samples of a guide: kept files that its materials name by their code."""

from collections.abc import Iterator, Mapping
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw
from qingdan.guides.models import Guide, GuideVersion
from qingdan.guides.queries.content import Content
from qingdan.rules.role import Role

PARTS = ("form", "sample")


def codes_in(content: Content) -> Iterator[str]:
    """Codes of the files that a guide names."""
    for one in content["materials"]:
        yield from (one[part] for part in PARTS if one.get(part))


def files_of(content: Content) -> dict[str, dict[str, Any]]:
    """Name, kind, digest and size of the files that a guide names, by code: what a version says of them."""
    found = StoredFile.objects.filter(code__in=list(codes_in(content)))
    return {
        one.code: {"name": one.name, "kind": one.kind, "digest": one.digest, "size": one.size}
        for one in found
    }


def names_of(content: Content) -> Mapping[str, str]:
    """Names of the files that a guide names, by code."""
    return {code: str(facts["name"]) for code, facts in files_of(content).items()}


def published_file(item_code: str, code: str) -> StoredFile:
    """A file that a published version names, whichever. Raises Missing: a draft's files are nobody's yet."""
    versions = GuideVersion.objects.filter(guide__code=item_code).order_by("-number")
    digests = versions.values_list("digest", flat=True)
    if not any(code in thaw(digest).get("files", {}) for digest in digests):
        raise Missing
    return _file(code)


def draft_file(by: Actor, item_code: str, code: str) -> StoredFile:
    """A file that a draft names, for whoever works on it. Raises Missing."""
    guide = guide_for(by, item_code)
    if code not in set(codes_in(guide.content)):
        raise Missing
    return _file(code)


def guide_for(by: Actor, item_code: str) -> Guide:
    """The guide, for its unit and for the service centre of the region. Raises Missing."""
    found = Guide.objects.select_related("unit").filter(code=item_code).first()
    centre = found is not None and Role.SERVICE_CENTRE in by.roles and found.region_id == by.region
    if found is None or not (centre or found.unit.code in by.own_units):
        raise Missing
    return found


def _file(code: str) -> StoredFile:
    found = StoredFile.objects.filter(code=code).first()
    if found is None:
        raise Missing
    return found
