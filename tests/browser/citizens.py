"""Citra, a citizen with an account in which there is something of everything, for walks through her own pages."""

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.test import Client
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestedCredentialData

from app_modules.complaints import actions as complaints
from app_modules.complaints.models import Category
from kernel.accounts.actor import CITIZEN, PLATFORM
from kernel.ids import new_id
from tenants.areas.models import Area
from tenants.citizens import tokens
from tenants.citizens.models import Citizen, CitizenPasskey, CitizenSession
from tenants.notices import actions as notices
from tenants.notices import queries
from tenants.personal import account, actions
from tenants.personal.models import DataRequest

# What a walk through her account must have opened.
PAGES = {
    *("citizen", "citizen_details", "citizen_email", "citizen_nik", "citizen_passkeys", "my_data", "ask_about_my_data"),
    *("citizen_notices", "citizen_notice_choices", "open_citizen_notice", "complaints:follow"),
}


def come(client: Client) -> None:
    """Log Citra in with this browser, in the region that the code is in; she has read one of her notices."""
    citra = Citizen.objects.create(
        name="Citra", email="citra@example.org", phone="+6281234567890", registered_at=timezone.now()
    )
    CitizenPasskey.objects.create(citizen=citra, name="Ponsel Citra", credential=_credential())
    _report(citra)
    _ask(citra)
    notices.read(queries.newest(citra.as_actor())[-1])
    for _browser in range(2):
        client.cookies[settings.CITIZEN_COOKIE] = token = tokens.new()
        CitizenSession.objects.create(citizen=citra, token_hash=tokens.digest(token))


def _credential() -> str:
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    return websafe_encode(AttestedCredentialData.create(b"\0" * 16, b"ponsel", key))


def _report(citra: Citizen) -> None:
    village = Area.objects.filter(level=Area.Level.VILLAGE).order_by("code")[0]
    lamp = Category.objects.get(key="lampu")
    report = complaints.Report(
        submission=new_id(), description="Lampu padam", category=lamp, village=village, citizen_key=citra.key
    )
    complaints.answer(complaints.receive(report, by=CITIZEN), note="Lampu diganti", by=PLATFORM)


def _ask(citra: Citizen) -> None:
    herself = account.subject_of(citra)
    asked = actions.ask(herself, DataRequest.Kind.ACCESS, "Siapa yang mendapat data saya")
    actions.answer(asked, "Hanya Dinas Sosial", is_done=True, by=PLATFORM)
    actions.ask(herself, DataRequest.Kind.CORRECTION, "Nama saya salah")
