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


class ChangedMeanwhile(Conflict):
    """Somebody wrote what was about to be dropped, after it was archived."""

    code = "changed-meanwhile"

    def __init__(self, module: str) -> None:
        message = _(
            "The content of %(module)s changed after it was archived. Nothing was dropped. Go on, to archive anew."
        )
        super().__init__(message % {"module": module})


class StillOn(Conflict):
    """A module that is enabled was about to be dropped."""

    code = "still-on"

    def __init__(self, module: str) -> None:
        super().__init__(_("The module %(module)s is on. Disable it first.") % {"module": module})


class StillOpen(Conflict):
    """A portal that people use was about to be restored."""

    code = "still-open"

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s is open, so nothing was changed. Order the restore anew.") % {"name": name})


class NotFitting(Conflict):
    """A row of an archive refers to one that was deleted meanwhile."""

    code = "not-fitting"

    def __init__(self, module: str) -> None:
        super().__init__(
            _("The content of %(module)s refers to something that was deleted meanwhile. Nothing was changed.")
            % {"module": module}
        )
