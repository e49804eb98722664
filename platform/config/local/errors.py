"""What `./dev` says in one sentence instead of a traceback."""


class Refusal(Exception):
    """Something is missing or in the way; the message says what to do."""
