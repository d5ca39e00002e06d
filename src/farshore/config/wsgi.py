"""The back as a WSGI application, for `farshore run` and for any other server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "farshore.config.settings")

application = get_wsgi_application()
