"""Why an account is not linked."""

from django.utils.translation import gettext as _

from kernel.errors import Conflict


class LinkedAlready(Conflict):
    """The person has linked this region."""

    code = "region-linked-already"

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s is in your list already.") % {"name": name})


class OfferUsed(Conflict):
    """An offer is agreed to once, by one person."""

    code = "region-offer-used"

    def __init__(self) -> None:
        super().__init__(_("This link was used already. Begin again in the region that you came from."))
