"""The link through which an operator enters, right after she asked for it."""

from datetime import timedelta

from kernel.signing import Kind

DOOR = Kind("support-door", max_age=timedelta(minutes=2))
