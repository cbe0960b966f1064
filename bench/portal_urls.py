"""The addresses of the city, and one view that does nothing: five bytes through Django and all its middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from qingdan.config import urls
from qingdan.config.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def hello(_request: HttpRequest) -> HttpResponse:
    """Hello."""
    return HttpResponse(b"hello")


urlpatterns = [*urls.urlpatterns, path("hello-view", hello)]
