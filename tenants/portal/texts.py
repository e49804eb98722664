"""Texts of the home that belong to data of the kernel."""

from django.utils.translation import gettext_lazy as _

PILLAR_LINES = {
    "L": _("A place that is good to live in"),
    "I": _("A place where business is easy"),
    "V": _("A place that is a joy to visit"),
    "E": _("Government in your hand"),
}
