"""Addresses of open data: those of the city as they are, those of a county behind its code."""

from django.urls import URLPattern, path

from qingdan.web.api import downloads, feeds, grants, guides
from qingdan.web.portal.addresses import CONVERTERS, DOWNLOADS

assert CONVERTERS  # they are registered
_EDITION = "lists/<public_list:kind>/<public_number:number>"

_LIST = "lists/<public_list:kind>"
MADE: tuple[tuple[str, object, str], ...] = (
    (f"{_EDITION}/download", downloads.edition_file, "edition"),
    (f"{_LIST}/download", downloads.list_file, "list"),
    (f"{_LIST}/difference/download", downloads.difference_file, "difference"),
)
"""As files of every kind."""

Address = tuple[str, object, dict[str, str], str]
OF_A_PLACE: tuple[Address, ...] = (
    *(
        (f"{start}.{ext}", view, {"ext": ext}, f"{name}_{ext}")
        for start, view, name in MADE
        for ext in DOWNLOADS
    ),
    (f"{_EDITION}/manifest.json", downloads.manifest, {}, "manifest"),
    (f"{_EDITION}/items.ndjson", downloads.items, {}, "items"),
    (f"{_EDITION}/evidence.zip", downloads.evidence, {}, "evidence"),
    ("anchors.json", downloads.published_anchors, {}, "anchors"),
    *((f"grants.{ext}", grants.grants_file, {"ext": ext}, f"grants_{ext}") for ext in ("csv", "json")),
    ("feeds/changes.atom", feeds.atom, {}, "atom"),
    ("feeds/changes.json", feeds.json_feed, {}, "json_feed"),
)
OF_THE_SITE: tuple[Address, ...] = (
    ("qingdan_verify.py", downloads.verifier, {}, "verifier"),
    ("guides/<public_item:code>/files/<slug:file>", guides.guide_file, {}, "guide_file"),
    (
        "guides/<public_item:code>/<public_number:number>/form.schema.json",
        guides.guide_schema,
        {},
        "guide_schema",
    ),
)


def _paths() -> list[URLPattern]:
    counties = [
        (f"<public_region:region>/{route}", view, more, f"county_{name}")
        for route, view, more, name in OF_A_PLACE
    ]
    every = (*OF_A_PLACE, *OF_THE_SITE, *counties)
    return [path(route, view, more, name=name) for route, view, more, name in every]  # type: ignore[call-overload]


urlpatterns = _paths()
