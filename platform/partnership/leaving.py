"""The pages on which a region leaves: ordering its deletion, calling it off, and the certificate at the end."""

import base64
import json
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.accounts.permissions import may, needs
from kernel.accounts.queries import actor_of
from partnership import pages, queries
from partnership.forms import DeleteForm
from partnership.permissions import PROVISION, VIEW
from partnership.progress import progress
from provisioning import certificates, deletions
from provisioning.errors import OrderRefused
from provisioning.exports import actions as exports
from provisioning.models import Deletion
from tenants.registry.models import Tenant

# The signed text, its signature and the key, as they are downloaded.
PARTS = (TEXT, SIGNATURE, KEY) = ("surat.json", "surat.sig", "kunci.pem")
VERIFY = f"openssl pkeyutl -verify -pubin -inkey {KEY} -rawin -in {TEXT} -sigfile {SIGNATURE}"


def deleting(tenant: Tenant) -> list[str]:
    """Return what ordering a deletion does, a sentence for each."""
    day = date_format(timezone.localtime(deletions.due(tenant)), "j F Y")
    called_off = _("Nothing is deleted before %(day)s. Until then it can be called off here.") % {"day": day}
    people = _("The region's administrators get a mail that says until when it can be called off.")
    return [
        _("It begins within the hour. The portal of which this is a copy stays.")
        if tenant.copied_from_id
        else called_off,
        *([people] if tenant.state in deletions.HAS_PEOPLE else []),
        _("Then all tables, files, accounts, domains, jobs and archives of %(name)s are deleted. Nobody can undo that.")
        % {"name": tenant.name},
        _("What stays: a signed certificate that says when, by whom and how much was deleted, and our own history."),
    ]


@needs(PROVISION)
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """Say what deleting a region does, ask for its name, and order it; or say what must be done first."""
    tenant = get_object_or_404(Tenant, key=key)
    # What must be done first is done on the page that this leads to.
    back = ("suspend" if tenant.state == Tenant.State.LIVE else "region", key)
    return pages.told(request, back, lambda: _delete(request, tenant))


def _delete(request: HttpRequest, tenant: Tenant) -> HttpResponse:
    deletions.require_closed(tenant)
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return redirect("deletion", key=deletions.ask(tenant, form.cleaned_data["name"], by=actor_of(request)).key)
        except OrderRefused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    title = _("Delete %(name)s") % {"name": tenant.name}
    change = pages.Change(title, verb=_("Order the deletion"), plan=deleting(tenant), is_dangerous=True)
    return pages.change_page(request, tenant, change, form)


@needs(VIEW)
def deletion(request: HttpRequest, key: str) -> HttpResponse:
    """Show a deletion: until when it can be called off, how far it is, or what was deleted."""
    found = get_object_or_404(Deletion, key=key)
    run = deletions.run_of(found)
    context = {
        "trail": pages.trail(_("Deletion of %(name)s") % {"name": found.name}),
        "deletion": found,
        "run": progress(run) if run else None,
        "may_call_off": found.state == Deletion.State.WAITING and may(actor_of(request), PROVISION),
    }
    return pages.page(request, "partnership/deletion.html", context)


@require_POST
@needs(PROVISION)
def call_off(request: HttpRequest, key: str) -> HttpResponse:
    """Let a region stay whose deletion has not begun."""
    found = get_object_or_404(Deletion, key=key)
    try:
        deletions.call_off(found, by=actor_of(request))
        messages.success(request, _("Called off. %(name)s stays as it is.") % {"name": found.name})
    except OrderRefused as error:
        messages.error(request, error.message)
    return redirect("deletion", key=key)


def certificate(request: HttpRequest, key: str) -> HttpResponse:
    """Show a certificate to whoever has its address: the region has no accounts here any more."""
    found = get_object_or_404(Deletion, key=key, state=Deletion.State.DONE)
    facts = json.loads(found.certificate)
    context = {
        "deletion": found,
        "facts": facts,
        "copies": [row | {"made_at": datetime.fromisoformat(row["made_at"])} for row in facts.get("copies_made", [])],
        "backups": [
            [datetime.fromisoformat(row[name]) for name in ("taken_at", "expires_at")]
            for row in facts["backups_still_to_expire"]
        ],
        "is_genuine": certificates.is_genuine(found.certificate, found.signature),
        "fingerprint": certificates.fingerprint(facts["public_key"]),
        "parts": PARTS,
        "command": VERIFY,
    }
    return render(request, "partnership/certificate.html", context)


def certificate_part(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """Send what a certificate is verified with: its text, the signature, the key."""
    found = get_object_or_404(Deletion, key=key, state=Deletion.State.DONE)
    if part not in PARTS:
        raise Http404
    text = found.certificate.encode()
    content = {TEXT: text, SIGNATURE: base64.b64decode(found.signature), KEY: _public_key(text)}[part]
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{part}"'
    return response


def _public_key(text: bytes) -> bytes:
    return str(json.loads(text)["public_key"]).encode()


@require_POST
@needs(PROVISION)
def ask_for_copy(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for a copy of a region's data, which its administrators then find in their console."""
    tenant = get_object_or_404(Tenant, key=key, state__in=Tenant.MADE)
    exports.order(tenant, by=actor_of(request))
    messages.success(request, _("Asked for. Its administrators download it in their console."))
    return redirect("region", key=key)


@needs(PROVISION)
def copy_progress(request: HttpRequest, key: str) -> HttpResponse:
    """Give the fragment that says how far a region's copy is; asked for every two seconds while it is being made."""
    tenant = get_object_or_404(Tenant, key=key, state__in=Tenant.MADE)
    return pages.page(request, "partnership/_copy.html", {"tenant": tenant, "copy": queries.last_copy(tenant)})
