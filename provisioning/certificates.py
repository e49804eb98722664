"""The certificate that a tenant was deleted, signed (Ed25519): whoever has it can verify it without us.

It is one JSON text, signed as it is written, so `openssl` alone can say whether it is ours. The public key stands in
it; its fingerprint is told beforehand, with the archive that a region leaves with.
"""

import base64
import hashlib
import json
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from django.conf import settings

from provisioning.backups.queries import AFTER_LEAVING
from provisioning.models import Backup, Deletion
from tenants.isolation.owners import structure_owner
from tenants.registry.models import Tenant

FORMAT = "live-deletion-certificate-1"


def issue(deletion: Deletion, tenant: Tenant, *, at: datetime) -> tuple[str, str]:
    """Return the certificate of a deletion that ends now, and its signature in Base64."""
    text = json.dumps(_facts(deletion, tenant, at), indent=1, ensure_ascii=False) + "\n"
    return text, sign(text)


def sign(text: str) -> str:
    """Return the signature of a text in Base64."""
    return base64.b64encode(_key().sign(text.encode())).decode()


def is_ours(text: str, signature: str) -> bool:
    """Say whether this installation signed the text."""
    return _is_signed(_key().public_key(), text, signature)


def _facts(deletion: Deletion, tenant: Tenant, at: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "certificate": deletion.key,
        "issued_by": f"LIVE Partnership, {settings.PLATFORM_DOMAIN}",
        "tenant": {
            "number": deletion.number,
            "key": tenant.key,
            "name": tenant.name,
            "region_code": tenant.region_code,
            "domains": list(tenant.domains.values_list("domain", flat=True)),
            "schema": tenant.schema_name,
            "roles": [tenant.role_name, structure_owner(tenant.role_name)],
        },
        "ordered": {"at": deletion.created_at.isoformat(), "by": deletion.asked_by.name},
        "deleted_at": at.isoformat(),
        "deleted": deletion.figures,
        "copies_made": deletion.copies,
        "backups_still_to_expire": [_backup(row, at) for row in Backup.objects.filter(tenant=tenant, state="kept")],
        "public_key": public_key(),
    }


def _backup(row: Backup, at: datetime) -> dict[str, Any]:
    """Return when a backup was taken, and when it is deleted: one that is older already, within the hour."""
    taken = row.taken_at or row.created_at
    ends = max(taken + AFTER_LEAVING, at)
    return {"backup": row.key, "taken_at": taken.isoformat(), "expires_at": ends.isoformat(), "bytes": row.size}


def public_key() -> str:
    """Return the key with which certificates are verified, in PEM."""
    return _key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def fingerprint(pem: str) -> str:
    """Return the SHA-256 of a public key as it is written in PEM, to be read out."""
    return hashlib.sha256(pem.encode()).hexdigest()


def is_genuine(text: str, signature: str) -> bool:
    """Say whether the certificate is as it was signed, by the key that stands in it."""
    return _is_signed(load_pem_public_key(json.loads(text)["public_key"].encode()), text, signature)


def _is_signed(key: Any, text: str, signature: str) -> bool:
    try:
        key.verify(base64.b64decode(signature), text.encode())
    except (InvalidSignature, ValueError):  # what is no Base64
        return False
    return True


def _key() -> Ed25519PrivateKey:
    """Return the private key, made of the installation's secret of any length."""
    seed = hashlib.sha256(b"deletion certificates\n" + settings.CERTIFICATE_SECRET.encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)
