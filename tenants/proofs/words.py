"""What a verification found, as people read it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.proofs.models import Verification

# By `kernel.audit.chain.Problem`.
PROBLEMS = {
    "changed": gettext_lazy(
        "Entry no. %(sequence)s is not as it was when it was sealed: it was changed or exchanged, or one before it was "
        "taken out."
    ),
    "seal": gettext_lazy("The seal of entry no. %(sequence)s was changed. The entry itself is as it was sealed."),
    "entry_gone": gettext_lazy("Entry no. %(sequence)s was deleted: only its seal is left."),
    "gone": gettext_lazy("Entry no. %(sequence)s is missing from the chain: its seal was deleted."),
    "added": gettext_lazy("Entry no. %(sequence)s was put between others afterwards."),
    "rewritten": gettext_lazy(
        "The entries from no. %(since)s to no. %(sequence)s were written anew: they do not lead to the proof that was "
        "kept outside."
    ),
    "cut": gettext_lazy(
        "The end of the history is missing from no. %(sequence)s on: the proof kept outside is of a longer one."
    ),
    "time": gettext_lazy("Entry no. %(sequence)s has a date that does not fit its place: it was put there afterwards."),
    "unsealed": gettext_lazy(
        "An entry has waited for its seal for more than an hour: it was put there afterwards, or sealing stands still."
    ),
    "head": gettext_lazy("A proof that was kept outside was changed: its signature is not ours."),
}


def problem(found: Verification) -> str:
    """Return what is wrong with the first bad row; empty where all is as it was."""
    if not found.problem:
        return ""
    return str(PROBLEMS[found.problem]) % {"sequence": found.sequence, "since": found.since}


def row(found: Verification) -> str:
    """Return by what the first bad row is found again; empty where nothing of it is left."""
    if not found.key:
        return ""
    return _("Its key is %(key)s, its time %(at)s.") % {"key": found.key, "at": f"{found.at:%Y-%m-%d %H:%M:%S} UTC"}
