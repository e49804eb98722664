"""Why an order is refused, or a run stops."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kernel.errors import Conflict, DomainError


class OrderRefused(DomainError):
    """What was asked for cannot be done; nothing was changed. `field` says which input is wrong."""

    code = "order-refused"

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.field = field


class RunBusy(Conflict):
    """Another process carries the run out at this moment."""

    code = "run-busy"

    def __init__(self) -> None:
        super().__init__(_("Another worker is carrying out this run. Wait a few seconds."))


class ProbeFailed(DomainError):
    """The portal did not answer as it should."""

    code = "probe-failed"
    status = 500

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))


class StepFailed(DomainError):
    """A step ran, and the world is still not as it should be."""

    code = "step-failed"
    status = 500

    def __init__(self, step: str) -> None:
        super().__init__(_("The step %(step)s ran but is not done.") % {"step": step})
