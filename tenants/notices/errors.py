"""Why an address cannot be corrected."""

from django.utils.translation import gettext as _

from kernel.errors import Conflict


class NotFailing(Conflict):
    """Mails arrive at the address, or somebody corrected it already."""

    code = "address-not-failing"

    def __init__(self) -> None:
        super().__init__(_("Mails arrive at this address again. Nothing has to be corrected."))


class AddressTaken(Conflict):
    """Another person logs in with the address."""

    code = "address-taken"

    def __init__(self) -> None:
        super().__init__(_("Another person here has this address. Write another one."))
