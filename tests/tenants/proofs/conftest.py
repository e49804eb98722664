"""Sari's browser on her region, and Rani's on the platform."""

from tests.partnership.conftest import rani
from tests.tenants.portal.conftest import console

__all__ = ["console", "rani"]
