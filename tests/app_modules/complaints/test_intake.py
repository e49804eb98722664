import pytest
from django.utils import timezone

from app_modules.complaints import actions
from app_modules.complaints.actions import intake
from app_modules.complaints.errors import TooManyPhotos, TooManySubmissions
from app_modules.complaints.models import Case, Entry, Photo
from kernel.audit.models import Entry as AuditEntry
from kernel.ids import new_id
from tenants.files.actions import path_of
from tenants.files.errors import NotAPicture
from tenants.files.models import StoredFile
from tests.app_modules.complaints.conftest import WORDS
from tests.tenants.quotas.conftest import MEGABYTE, set_quota


def test_receive_makes_a_case_with_a_ticket_and_a_term(case):
    assert case.ticket[:4] == "MKS-"
    assert (case.state, case.term_days, case.clock_from) == ("received", 3, timezone.localdate())
    assert case.title == "Sejak Jumat malam lampu di depan sekolah padam"


def test_receive_writes_timeline_and_audit(case):
    assert [entry.kind for entry in case.entries.all()] == [Entry.Kind.RECEIVED]
    assert AuditEntry.objects.filter(action="complaints.receive", subject_key=case.key).count() == 1


def test_receive_twice_makes_one_case(report):
    submission = new_id()

    first, second = report(submission=submission), report(submission=submission)

    assert first.pk == second.pk
    assert Case.objects.filter(submission=submission).count() == 1


def test_receive_says_nothing_personal_in_the_audit_log(report):
    case = report(email="citra@example.org", name="Citra", phone="08123456789")

    entry = AuditEntry.objects.get(subject_key=case.key)

    assert "itra" not in f"{entry.summary}{entry.before}{entry.after}{entry.actor_name}"


def test_kept_photo_is_private_and_without_exif(in_makassar, jpeg):
    stored = actions.keep(jpeg(), submission=new_id(), beside=0)

    content = path_of(stored).read_bytes()
    assert stored.is_private
    assert b"Telepon Contoh" not in content
    assert b"Exif" not in content


def test_keep_refuses_what_is_no_picture(in_makassar):
    from django.core.files.uploadedfile import SimpleUploadedFile

    with pytest.raises(NotAPicture):
        actions.keep(SimpleUploadedFile("a.jpg", b"no picture"), submission=new_id(), beside=0)


def test_keep_refuses_a_fourth_photo(in_makassar, jpeg):
    with pytest.raises(TooManyPhotos):
        actions.keep(jpeg(), submission=new_id(), beside=3)


def test_receive_makes_kept_photos_the_case_s_own(report, in_makassar, jpeg):
    case = report()
    stored = actions.keep(jpeg(), submission="x" * 12, beside=0)

    intake.attach(case, [stored], stage=Photo.Stage.BEFORE)

    assert StoredFile.objects.get(pk=stored.pk).owner == f"complaints.case:{case.key}"


def test_forget_pending_removes_only_what_was_never_sent(in_makassar, jpeg):
    old, new = (actions.keep(jpeg(), submission=new_id(), beside=0) for _ in range(2))
    StoredFile.objects.filter(pk=old.pk).update(created_at=timezone.now() - intake.PENDING_TIME * 2)

    assert actions.forget_pending() == 1
    assert list(StoredFile.objects.filter(pk__in=[old.pk, new.pk])) == [new]


def test_count_submission_refuses_the_forty_first(in_makassar, clean_cache):
    for _ in range(40):
        actions.count_submission("198.51.100.7")

    with pytest.raises(TooManySubmissions):
        actions.count_submission("198.51.100.7")
    actions.count_submission("198.51.100.8")


def test_reporter_without_address_gets_no_mail(report, in_makassar):
    case = report()

    assert case.reporter_email == ""


@pytest.mark.parametrize(
    ("description", "title"),
    [
        ("Lampu padam. Sudah tiga hari.", "Lampu padam"),
        ("Lampu padam", "Lampu padam"),
        ("Kapan sampah diangkut? Sudah penuh", "Kapan sampah diangkut"),
    ],
)
def test_title_is_the_first_sentence(description, title):
    assert intake.title_of(description) == title


def test_a_report_is_received_however_full_the_region_is(report, makassar):
    for kind in ("rows", "storage"):
        set_quota(makassar, kind, used=900, allowed=10)

    assert report().ticket[:4] == "MKS-"


@pytest.mark.parametrize("percent", [100, 115])
def test_a_citizen_s_photo_is_taken_where_the_region_s_are_refused(in_makassar, makassar, jpeg, percent):
    set_quota(makassar, "storage", used=MEGABYTE * percent // 100, allowed=MEGABYTE)

    assert actions.keep(jpeg(), submission=new_id(), beside=0).is_private


def test_a_report_goes_on_without_the_photo_when_there_is_no_room_at_all(in_makassar, makassar, citizen, posted, jpeg):
    set_quota(makassar, "storage", used=MEGABYTE * 2, allowed=MEGABYTE)
    sent = posted(photos=jpeg())

    refused = citizen.post("/laporan/buat/", sent)
    taken = citizen.post("/laporan/buat/", {name: value for name, value in sent.items() if name != "photos"})

    page = refused.content.decode()
    assert ("IMG_1.jpg: Saat ini belum ada ruang untuk foto." in page, WORDS in page) == (True, True)
    assert (taken.status_code, Case.objects.filter(description=WORDS).count()) == (302, 1)
