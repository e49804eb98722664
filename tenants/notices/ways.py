"""Where a notice leads, in the language of who reads it."""

from django.conf import settings
from django.urls import get_urlconf, set_urlconf, translate_url
from django.utils.translation import override


def in_language(path: str, language: str) -> str:
    """Return a path of the portal in another language; as it is where that one has the same, or it is no page of ours.

    Jobs mail it, in which no request has said whose addresses they are.
    """
    before = get_urlconf()
    set_urlconf(settings.TENANT_URLCONF)
    try:
        with override(settings.LANGUAGE_CODE):  # in which paths are kept
            return translate_url(path, language)
    finally:
        set_urlconf(before)
