"""Addresses of adoption and publication."""

from django.urls import URLPattern, path

from qingdan.web.desk.publication import channels, drafts, editions, meeting, progress
from qingdan.web.desk.review import urls as review

assert review.urlpatterns  # its module names the kinds of parameters that stand in our addresses too

_LIST = "publication/<slug:campaign>/<list:kind>"
_DRAFT = f"{_LIST}/drafts/<int:number>"
_EDITION = "publication/editions/<slug:code>"

urlpatterns: list[URLPattern] = [
    path("publication/", progress.publication, name="publication"),
    path("publication/compose", progress.compose, name="publication_compose"),
    path("publication/withdraw", progress.withdraw, name="publication_withdraw"),
    path("publication/publish", progress.publish, name="publication_publish"),
    path("publication/sites/", channels.channels, name="publication_channels"),
    path("publication/sites/save", channels.save, name="publication_channels_save"),
    path("publication/prints/<slug:code>/", drafts.printed, name="publication_print"),
    path(f"{_EDITION}/", editions.edition, name="publication_edition"),
    path(f"{_EDITION}/sites/<slug:channel>/", editions.outside_page, name="publication_page"),
    path(f"{_EDITION}/prove", editions.prove, name="publication_prove"),
    path(f"{_EDITION}/prove-one", editions.prove_one, name="publication_prove_one"),
    path(f"{_DRAFT}/", drafts.draft, name="publication_draft"),
    path(f"{_DRAFT}/print", drafts.print_draft, name="publication_draft_print"),
    path(f"{_LIST}/meeting/", meeting.meeting, name="publication_meeting"),
    path(f"{_LIST}/meeting/record", meeting.resolve, name="publication_resolve"),
]
