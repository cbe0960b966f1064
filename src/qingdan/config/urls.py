"""Addresses of the site."""

from django.urls import include, path

from qingdan.web.api.docking import URLS as DOCKING
from qingdan.web.api.interface import api
from qingdan.web.api.urls import urlpatterns as open_data
from qingdan.web.desk.account.invitation import accept, invitation
from qingdan.web.desk.account.sign_in import urlpatterns as sign_in
from qingdan.web.desk.urls import urlpatterns as desk
from qingdan.web.own.urls import urlpatterns as own
from qingdan.web.portal.urls import urlpatterns as portal
from qingdan.web.shared.pages import display, healthz

urlpatterns = [
    path("desk/", include((desk, "desk"))),  # first: the others are tried one after the other
    path("", include((portal, "portal"))),
    path("", include((open_data, "open"))),
    path("", include((own, "own"))),
    path("api/v1/docking/", DOCKING),
    path("api/v1/", api.urls),
    path("healthz", healthz, name="healthz"),
    path("display", display, name="display"),
    path("accounts/", include(sign_in)),
    path("invitation/", accept, name="accept_invitation"),
    path("invitation/<slug:token>/", invitation, name="invitation"),
]

handler400 = "qingdan.web.shared.errors.bad_request"
handler403 = "qingdan.web.shared.errors.forbidden"
handler404 = "qingdan.web.portal.errors.not_found"
handler500 = "qingdan.web.shared.errors.server_error"
