from django.core import mail as outbox

from tenants import mail
from tenants.customization.models import Value


def test_name_with_comma_and_line_break_makes_one_sender(in_makassar):
    Value.objects.create(kind="brand", key="name", value="Kota Makassar, Sulawesi\nBcc: x@example.org")

    mail.deliver("citra@example.org", "Laporan\nBcc: x@example.org", "Isi")

    sent = outbox.outbox[-1]
    assert sent.message()["From"] == '"Kota Makassar, Sulawesi Bcc: x@example.org" <portal@localhost>'
    assert sent.message()["Subject"] == "Laporan Bcc: x@example.org"
