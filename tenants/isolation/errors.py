"""What goes wrong at the border of a tenant."""

from kernel.errors import DomainError


class NotInTenant(DomainError):
    """Code asked for the current tenant outside of one."""

    code = "not-in-tenant"
    status = 500

    def __init__(self) -> None:
        super().__init__("This code runs outside a tenant. Enter one with tenants.isolation.current.enter().")


class NoPlace(RuntimeError):
    """A query was about to be sent as nobody."""

    def __init__(self) -> None:
        super().__init__(
            "A query was made as nobody. Enter a tenant or the platform first, with tenants.isolation.current.enter()."
        )


class StackedStatement(RuntimeError):
    """SQL text with a semicolon: two statements, or text pasted into SQL."""

    def __init__(self) -> None:
        super().__init__(
            "SQL text may not contain a semicolon: pass values as parameters, send one statement at a time."
        )


class QuotedPlaceholder(RuntimeError):
    """SQL text with a placeholder where a value could end what it stands in."""

    def __init__(self) -> None:
        super().__init__("A placeholder stands inside quotes or a comment: write %s bare, the value brings its quotes.")


class SessionStatement(RuntimeError):
    """SQL text that is no statement about rows: it would change the session, its transaction or the structure."""

    def __init__(self) -> None:
        super().__init__(
            "SQL text may only be about rows: it begins with SELECT, INSERT, UPDATE, DELETE, WITH, EXPLAIN or COPY."
            " Enter a place with tenants.isolation.current.enter(), use transaction.atomic()."
        )


class NotStructure(RuntimeError):
    """A migration's SQL text that holds more than statements about rows and structure."""

    def __init__(self) -> None:
        super().__init__(
            "Inside a tenant the owner only sends statements about rows and structure (SELECT, CREATE, ALTER …):"
            " no SET or RESET, no beginning or end of a transaction, no DO."
        )


class EnteredInGenerator(RuntimeError):
    """A generator, or a function whose body runs later, was about to enter a place."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} may not enter a place: suspended, it would take its caller along. Enter one around the loop, or in"
            " a function that it calls."
        )


class PlaceMixedUp(RuntimeError):
    """A block ended while another, entered inside it, was still open. The code is nobody now."""

    def __init__(self) -> None:
        super().__init__("A block inside this one was never left: code after it ran in another place than it knew.")


class RowsOfAnotherPlace(RuntimeError):
    """Rows were asked for in one place and were about to be read in another."""

    def __init__(self) -> None:
        super().__init__(
            "These rows were asked for in another place. Read them there, for example with list(), before leaving it."
        )


class ConnectionGivenBack(RuntimeError):
    """A cursor was kept beyond the request or job that it was made for."""

    def __init__(self) -> None:
        super().__init__("This cursor's connection was given back when its request ended. Take a new cursor.")


class NotAName(ValueError):
    """A text that is no name of a schema or role was about to stand in SQL."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is no name of a schema or role: those are a-z, 0-9 and _, beginning with a letter.")
