"""The platform's audit log as operators read it."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from kernel.accounts.models import Person
from kernel.audit.models import Entry
from kernel.modules.manifest import Act
from kernel.text import Text
from partnership.bulk import words
from provisioning.models import Batch, Deletion, Run
from tenants.portal import entries, history
from tenants.portal.contributions import Link
from tenants.portal.entries import Whole
from tenants.registry.models import Tenant

ACTS = (
    Act("provisioning.order", Text(id="Memberi perintah", en="Gave an order")),
    Act("provisioning.resume", Text(id="Melanjutkan proses", en="Resumed a run")),
    Act("provisioning.set_aside", Text(id="Menyisihkan proses yang terhenti", en="Set a stopped run aside")),
    Act("provisioning.bulk", Text(id="Mengubah banyak portal", en="Changed many portals")),
    Act("provisioning.retry_bulk", Text(id="Mencoba lagi yang gagal", en="Tried again what had failed")),
    Act("provisioning.rename", Text(id="Mengganti nama atau alamat portal", en="Renamed or moved the portal")),
    Act("regions.limits", Text(id="Mengubah kuota", en="Changed the quota")),
    Act("regions.backup_rule", Text(id="Mengubah aturan cadangan", en="Changed the backup rule")),
    Act("provisioning.delete", Text(id="Memerintahkan penghapusan portal", en="Ordered to delete the portal")),
    Act("provisioning.call_off", Text(id="Membatalkan penghapusan portal", en="Called off deleting the portal")),
    Act("provisioning.deleted", Text(id="Menghapus portal", en="Deleted the portal")),
    Act("operators.add", Text(id="Menambah operator", en="Added an operator")),
    Act("people.deactivate", Text(id="Menonaktifkan operator", en="Kept an operator out")),
    Act("regions.second_step", Text(id="Mengatur ulang langkah kedua", en="Reset a second step")),
    Act("regions.suspended", Text(id="Menutup portal sementara", en="Suspended the portal")),
)

FIELDS = {
    "steps": gettext_lazy("Steps"),
    "verb": gettext_lazy("What was done"),
    "target": gettext_lazy("To what"),
    "portals": gettext_lazy("Number of portals"),
}


def part(entries: QuerySet[Entry], behind: str) -> history.Part:
    """Return the entries that follow the one with the key `behind`, or the newest."""
    return history.part(entries, behind, acts=ACTS, named=named)


def whole(entry: Entry) -> Whole:
    """Return one entry with all that is known of it."""
    (line,) = history.lines([entry], acts=ACTS, named=named)
    return entries.whole(line, {name: str(label) for name, label in FIELDS.items()})


def named(kind: str, keys: list[str]) -> dict[str, Link]:
    """Return the names of regions, runs and people, and their pages."""
    match kind:
        case "registry.tenant":
            rows = Tenant.objects.filter(key__in=keys)
            return {row.key: Link(row.name, reverse("region", args=[row.key])) for row in rows}
        case "provisioning.run":
            return {row.key: _run(row) for row in Run.objects.filter(key__in=keys)}
        case "provisioning.batch":
            return {
                row.key: Link(words.title(row), reverse("batch", args=[row.key]))
                for row in Batch.objects.filter(key__in=keys)
            }
        case "provisioning.deletion":
            gone = Deletion.objects.filter(key__in=keys)
            return {row.key: Link(row.name, reverse("deletion", args=[row.key])) for row in gone}
        case "accounts.person":
            return {row.key: Link(row.name, "") for row in Person.objects.filter(key__in=keys)}
    return {}


def _run(row: Run) -> Link:
    return Link(str(Text(id=row.title_id, en=row.title_en)), reverse("run", args=[row.key]))
