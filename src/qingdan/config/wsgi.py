"""What the server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingdan.config.settings")
_city = get_wsgi_application()

import qingdan.config.urls  # noqa: E402, F401  (needs the settings; loads all pages)
from qingdan.config.memory import look_rarely  # noqa: E402
from qingdan.web.portal.kept import Door  # noqa: E402

application = Door(_city)
look_rarely()
