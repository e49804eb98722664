"""What every tenant starts with; safe to call again."""

from django.db import transaction

from kernel.accounts import actions as accounts
from kernel.accounts.actor import Actor
from kernel.accounts.models import Role, Unit
from kernel.modules.manifest import Module
from tenants.customization import actions as customization
from tenants.customization.models import Value
from tenants.isolation.current import tenant
from tenants.portal.usual_roles import ROLES

UNITS = (
    "Dinas Pekerjaan Umum",
    "Dinas Lingkungan Hidup",
    "Dinas Perhubungan",
    "Dinas Perumahan dan Kawasan Permukiman",
    "Dinas Kependudukan dan Pencatatan Sipil",
    "Dinas Komunikasi dan Informatika",
)
# Colours and motifs of the demo's regions; others take one by their code, so that each looks its own.
FACES = {
    "36.71": ("#0b5394", "ombak"),
    "73.71": ("#801b31", "layar"),
    "91.71": ("#00673a", "sisik"),
}
COLOURS = ("#1f4e8c", "#7a3b12", "#3d5a1e", "#5b2a86", "#0f5f6b", "#8a1f5c", "#55461a", "#1d3f72")
MOTIFS = ("kotak", "anyam", "tumpal", "kawung", "lereng", "ombak", "layar", "sisik")
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


@transaction.atomic
def baseline(by: Actor) -> None:
    """Make the roles that every region has."""
    for key, indonesian, english, permissions in ROLES:
        Role.objects.get_or_create(
            key=key, defaults={"title_id": indonesian, "title_en": english, "permissions": permissions}
        )


@transaction.atomic
def grant_defaults(module: Module) -> None:
    """Give the module's permissions to the roles that its manifest names; take none away."""
    for role in Role.objects.select_for_update().order_by("pk"):
        wanted = [permission.name for permission in module.permissions if role.key in permission.roles]
        missing = [name for name in wanted if name not in role.permissions and "*" not in role.permissions]
        if missing:
            role.permissions = [*role.permissions, *missing]
            role.save(update_fields=["permissions"])


@transaction.atomic
def sample(by: Actor) -> None:
    """Fill a region of the demo: units, a face, an address that says it is a sample."""
    for name in UNITS:
        if not Unit.objects.filter(name=name).exists():
            accounts.add_unit(name, by=by)
    customization.suggest(Value.Kind.BRAND, _face(), by=by)


def _face() -> dict[str, object]:
    here = tenant()
    number = sum(ord(letter) for letter in here.region_code or here.slug)
    colour, motif = FACES.get(here.region_code or "", (COLOURS[number % len(COLOURS)], MOTIFS[number % len(MOTIFS)]))
    return {
        "colour": colour,
        "motif": motif,
        "address": "Jalan Contoh Nomor 1",
        "hours": f"Senin–Jumat, 08.00–16.00 {ZONES.get(here.time_zone, '')}".strip(),
        "is_sample": True,
    }
