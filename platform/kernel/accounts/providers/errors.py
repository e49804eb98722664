"""Why a provider is not taken, and why somebody does not come in by it."""

from kernel.errors import DomainError


class ProviderFault(DomainError):
    """What is wrong with the provider itself, said to who sets it up; `field` is where."""

    code = "provider-fault"

    def __init__(self, message: str, field: str = "issuer") -> None:
        super().__init__(message)
        self.field = field


class NotLetIn(DomainError):
    """Why somebody does not come in, and what she can do."""

    code = "not-let-in-by-provider"
