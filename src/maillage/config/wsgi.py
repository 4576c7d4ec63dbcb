"""Entry point of the web server."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from maillage.config.verifications import murs_au_demarrage  # noqa: E402 - models load after Django

murs_au_demarrage()
