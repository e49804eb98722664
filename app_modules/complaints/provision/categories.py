"""The categories that every region starts with; it may rename them."""

from django.db import transaction

from app_modules.complaints.models import Category, Kind
from kernel.accounts.actor import Actor

CATEGORIES = (
    ("jalan", "Jalan dan trotoar", "Roads and pavements", Kind.NON_SUPERVISION),
    ("lampu", "Lampu jalan", "Street lights", Kind.NON_SUPERVISION),
    ("sampah", "Sampah dan kebersihan", "Waste and cleanliness", Kind.NON_SUPERVISION),
    ("air", "Saluran air dan banjir", "Drains and floods", Kind.NON_SUPERVISION),
    ("pohon", "Pohon dan taman", "Trees and parks", Kind.NON_SUPERVISION),
    ("ketertiban", "Ketertiban dan kebisingan", "Public order and noise", Kind.NON_SUPERVISION),
    ("layanan", "Pelayanan pemerintah", "Public services", Kind.NON_SUPERVISION),
    ("informasi", "Permintaan informasi", "Request for information", Kind.INFORMATIONAL),
    ("pengawasan", "Penyalahgunaan wewenang", "Abuse of office", Kind.SUPERVISION),
    ("lainnya", "Lainnya", "Something else", Kind.NON_SUPERVISION),
)


@transaction.atomic
def baseline(by: Actor) -> None:
    """Make the categories that are not there yet; what the region changed stays."""
    for position, (key, name, english, kind) in enumerate(CATEGORIES, start=1):
        Category.objects.get_or_create(
            key=key, defaults={"name": name, "name_en": english, "kind": kind, "position": position * 10}
        )
