"""A tenant as django-tenants' documentation has it."""

from django_tenants.models import DomainMixin, TenantMixin


class Client(TenantMixin):
    """Saved, it gets its schema by migrations."""

    auto_create_schema = True

    class Meta:
        app_label = "stock"


class Host(DomainMixin):
    """A domain, which django-tenants wants to exist."""

    class Meta:
        app_label = "stock"
