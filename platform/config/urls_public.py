"""The platform's own pages."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, path

from config import health
from config.metrics import metrics
from kernel.accounts import urls as accounts
from partnership import urls as partnership

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("metrics", metrics, name="metrics"),
    *i18n_patterns(*partnership.urlpatterns, *accounts.urlpatterns, prefix_default_language=False),
]
handler400 = "tenants.portal.failures.bad_request"
handler403 = "tenants.portal.failures.not_permitted"
handler404 = "tenants.portal.failures.not_found"
handler500 = "tenants.portal.failures.failed"
