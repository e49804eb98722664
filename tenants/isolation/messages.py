"""Messages for the next page, in a cookie that only this tenant reads."""

from django.contrib.messages.storage.cookie import CookieStorage

from kernel import signing


class TenantCookieStorage(CookieStorage):
    """Django's cookie storage, signed for the current place."""

    @property
    def key_salt(self) -> str:
        return f"{signing.current_scope()}:messages"
