"""A region's portal: its own pages, and those of every module (the middleware hides what is off here)."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from kernel.accounts import urls as accounts
from kernel.modules import registry
from provisioning.backups import urls as backups
from tenants.citizens import urls as citizens
from tenants.customization.views import theme
from tenants.elsewhere import urls as elsewhere
from tenants.files.views import file
from tenants.notices import urls as notices
from tenants.personal import urls as personal
from tenants.portal import urls as portal
from tenants.portal.views.public import robots
from tenants.support import urls as support

Patterns = list[URLPattern | URLResolver]


def module_patterns() -> Patterns:
    """Return each module's public pages under its path, and its console pages under `konsol/`."""
    patterns: Patterns = []
    for module in registry.modules():
        dotted = f"{registry.PACKAGE}.{module.name}.urls"
        urls: Any = import_module(dotted) if find_spec(dotted) else None
        if hasattr(urls, "urlpatterns"):
            patterns.append(path(f"{module.path}/", include((urls.urlpatterns, module.name))))
        if hasattr(urls, "console_urlpatterns"):
            mounted = include((urls.console_urlpatterns, f"{module.name}_console"))
            patterns.append(path(f"konsol/{module.path}/", mounted))
    return patterns


pages: Patterns = [
    *portal.urlpatterns,
    *support.urlpatterns,
    *personal.urlpatterns,
    *citizens.urlpatterns,
    *notices.urlpatterns,
    *elsewhere.urlpatterns,
    *backups.urlpatterns,
    *accounts.urlpatterns,
    *module_patterns(),
]
urlpatterns: Patterns = [
    path("berkas/<slug:key>/", file, name="file"),
    path("tema/<slug:digest>.css", theme, name="theme"),
    path("robots.txt", robots, name="robots"),
    *i18n_patterns(*pages, prefix_default_language=False),
]
handler400 = "tenants.portal.failures.bad_request"
handler403 = "tenants.portal.failures.not_permitted"
handler404 = "tenants.portal.failures.not_found"
handler500 = "tenants.portal.failures.failed"
