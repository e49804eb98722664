from django.core import mail as outbox

from kernel.text import Text
from tenants import mail
from tenants.customization.models import Value
from tests.tenants.notices.conftest import queued


def test_name_with_comma_and_line_break_makes_one_sender(in_makassar):
    Value.objects.create(kind="brand", key="name", value="Kota Makassar, Sulawesi\nBcc: x@example.org")

    mail.deliver("citra@example.org", "Laporan\nBcc: x@example.org", "Isi")

    sent = outbox.outbox[-1]
    assert sent.message()["From"] == '"Kota Makassar, Sulawesi Bcc: x@example.org" <portal@localhost>'
    assert sent.message()["Subject"] == "Laporan Bcc: x@example.org"


def test_each_of_many_is_told_in_her_language(in_makassar, sari, budi):
    budi.language = "en"

    mail.tell([sari, budi], template="quotas/warning.txt", say=lambda: {"subject": str(Text(id="Ruang", en="Room"))})

    told = [(one["to"], one["subject"], one["language"], one["context"]["name"]) for one in queued("mail.send")]
    assert told == [(sari.email, "Ruang", "id", "Sari"), (budi.email, "Room", "en", "Budi")]
