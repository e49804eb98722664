"""What a new tenant gets: categories; and, for a demo, cases that show each state."""

from app_modules.complaints.provision.categories import baseline
from app_modules.complaints.provision.samples import sample

__all__ = ["baseline", "sample"]
