"""What the news module does in the background."""

from app_modules.news import reading
from tenants.jobs.registry import job


@job("news.take_reads")
def take_reads() -> None:
    """Move the counted readers from Redis to the articles."""
    reading.take()
