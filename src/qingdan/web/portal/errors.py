"""What is answered where there is no page: on the desk the desk's words, everywhere else the public page for it."""

from django.http import HttpRequest, HttpResponse

from qingdan.web.portal.pages import missing
from qingdan.web.shared import errors

OF_STAFF = ("/desk/", "/accounts/", "/invitation/")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    if request.path.startswith(OF_STAFF):
        return errors.not_found(request, exception)
    return missing(request)
