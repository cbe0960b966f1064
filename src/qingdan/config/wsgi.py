"""What the server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingdan.config.settings")
_city = get_wsgi_application()

from qingdan.web.portal.kept import Door  # noqa: E402  (needs the settings)

application = Door(_city)
