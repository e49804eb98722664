"""What citizens see and send."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from app_modules.complaints import actions
from app_modules.complaints.actions.limits import FOLLOWED
from app_modules.complaints.models import Case, Entry
from app_modules.complaints.queries import links
from app_modules.complaints.views import pages
from kernel.audit.models import Entry as AuditEntry
from kernel.ids import new_id
from kernel.rates import subscriber
from tenants.customization import queries as customization
from tenants.customization.models import Value
from tenants.files.models import StoredFile
from tenants.isolation.current import enter
from tests.conftest import queries

FORM = "/laporan/buat/"


@pytest.fixture
def released(report, as_budi):
    """Make cases that everybody may see."""

    def make(count: int) -> list[Case]:
        public = actions.Public(title="Lampu jalan padam", text="Tiga lampu padam.")
        return [actions.release(report(email="citra@example.org"), public, by=as_budi) for _ in range(count)]

    return make


def _body(response) -> str:
    return response.content.decode()


def test_form_shows_112_above_itself(citizen):
    page = _body(citizen.get(FORM))

    assert page.index("tel:112") < page.index("<form")


def test_report_is_taken_without_account_or_script(citizen, posted, in_makassar, jpeg, clean_cache):
    response = citizen.post(FORM, posted(photos=[jpeg(), jpeg()], email="citra@example.org"))

    case = Case.objects.get(is_sample=False)
    assert response.status_code == 302
    assert response["Location"].startswith("/laporan/terkirim/")
    assert case.photos.filter(file__is_private=True).count() == 2
    assert case.ticket in _body(citizen.get(response["Location"]))


def typed_in(citizen, posted, **more: object) -> dict[str, object]:
    """Load the form anew, as a browser does after Back, and type the same."""
    page = _body(citizen.get(FORM))
    return posted(submission=re.search(r'name="submission" value="([^"]+)"', page)[1], **more)


def test_back_and_sent_again_leads_to_the_first_ticket(citizen, posted, in_makassar, clean_cache):
    first = citizen.post(FORM, typed_in(citizen, posted))
    again = citizen.post(FORM, typed_in(citizen, posted))

    case = Case.objects.get(is_sample=False)
    page = _body(citizen.get(again["Location"]))
    assert first["Location"] != again["Location"]
    assert f"Laporan ini sudah terkirim. Tiket Anda: {case.ticket}" in page
    assert links.case_of(re.search(r'id="tautan" value="[^"]*/([^/"]+)/"', page)[1]) == case


@pytest.mark.parametrize("changed", [{"description": "Lampu di depan pasar padam."}, {"email": "citra@example.org"}])
def test_back_and_changed_is_another_report(citizen, posted, in_makassar, clean_cache, changed):
    citizen.post(FORM, typed_in(citizen, posted))
    citizen.post(FORM, typed_in(citizen, posted, **changed))

    assert Case.objects.filter(is_sample=False).count() == 2


def test_same_words_on_another_day_are_another_report(citizen, posted, in_makassar, clean_cache):
    citizen.post(FORM, typed_in(citizen, posted))
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        citizen.post(FORM, typed_in(citizen, posted))

    assert Case.objects.filter(is_sample=False).count() == 2


def test_same_words_of_another_browser_are_another_report(citizen, makassar, portal, posted, in_makassar, clean_cache):
    other = portal(makassar)
    values = typed_in(citizen, posted)

    tickets = [_body(browser.get(browser.post(FORM, values)["Location"])) for browser in (citizen, other)]

    cases = Case.objects.filter(is_sample=False)
    assert [[case.ticket in page for case in cases.order_by("id")] for page in tickets] == [
        [True, False],
        [False, True],
    ]


def test_form_without_its_cookie_is_the_same_only_for_itself(citizen, posted, in_makassar, clean_cache):
    values = posted()

    for sent in (values, values, posted()):
        citizen.post(FORM, sent)

    assert Case.objects.filter(is_sample=False).count() == 2


def test_faulty_form_loses_neither_text_nor_photo(citizen, posted, in_makassar, jpeg, clean_cache):
    values = posted(village="", photos=[jpeg("gelap.jpg")])

    page = _body(citizen.post(FORM, values))
    reference = re.search(r'name="photo" value="([^"]+)"', page)
    assert "Anak-anak pulang lewat jalan gelap." in page
    assert "gelap.jpg" in page

    values |= {"village": posted()["village"], "photo": reference[1]}
    del values["photos"]
    citizen.post(FORM, values)
    assert Case.objects.get(is_sample=False).photos.count() == 1


def test_a_kept_photo_of_another_submission_is_not_taken(citizen, posted, in_makassar, jpeg, clean_cache):
    stored = actions.keep(jpeg(), submission=new_id(), beside=0)

    values = posted(photo=links.PENDING.sign(stored.key))
    citizen.post(FORM, values)

    assert Case.objects.get(is_sample=False).photos.count() == 0


def test_no_picture_is_refused_beside_the_field(citizen, posted, in_makassar, clean_cache):
    response = citizen.post(FORM, posted(photos=[SimpleUploadedFile("surat.jpg", b"%PDF-1.4")]))

    assert response.status_code == 400
    assert "surat.jpg: " in re.search(r'id="id_photos_error".*?</p>', _body(response), re.DOTALL)[0]
    assert not StoredFile.objects.filter(owner__startswith=links.OWNER).exists()


@pytest.mark.parametrize(
    ("photos", "sentence"),
    [(1, "Tulisan dan foto Anda tetap tersimpan."), (0, "Tulisan Anda tetap tersimpan.")],
)
def test_faulty_form_speaks_of_photos_that_were_kept(citizen, posted, jpeg, clean_cache, photos, sentence):
    refused = SimpleUploadedFile("surat.jpg", b"%PDF-1.4")

    page = _body(citizen.post(FORM, posted(photos=[jpeg()] * photos + [refused])))

    assert re.findall(r"Tulisan [^<]*tersimpan[.]", page) == [sentence]


def test_honeypot_refuses(citizen, posted, in_makassar, clean_cache):
    assert citizen.post(FORM, posted(website="https://spam.example")).status_code == 400
    assert not Case.objects.filter(is_sample=False).exists()


def test_too_many_reports_keep_the_text(citizen, posted, in_makassar, clean_cache):
    Value.objects.create(kind="setting", key="complaints.reports_per_hour", value=5)
    for _ in range(5):
        citizen.post(FORM, posted())

    response = citizen.post(FORM, posted())

    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert "Anak-anak pulang lewat jalan gelap." in _body(response)


@pytest.mark.parametrize("page", ["keterangan", "belum-beres"])
def test_reporter_who_is_held_back_keeps_the_text(citizen, case, as_budi, jpeg, clean_cache, page):
    actions.answer(case, note="Selesai", by=as_budi)
    for _ in range(FOLLOWED.at_most):
        FOLLOWED.count(subscriber("127.0.0.1"))

    path, values = links.follow_path(case), {"submission": new_id(), "text": "Masih gelap", "photos": [jpeg()]}
    response = citizen.post(f"{path}{page}/", values)

    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert [_body(response).count(words) for words in ("Terlalu banyak percobaan", "Masih gelap</textarea>")] == [1, 1]
    assert not case.entries.filter(text="Masih gelap").exists()
    assert not StoredFile.objects.filter(owner__startswith=links.OWNER).exists()


def test_who_asks_for_the_link_too_often_keeps_the_address(citizen, case, clean_cache):
    Value.objects.create(kind="setting", key="complaints.reports_per_hour", value=5)
    path, values = f"/laporan/tiket/?tiket={case.ticket}", {"tiket": case.ticket, "email": "citra@example.org"}

    sent = [citizen.post(path, values) for _ in range(6)]

    assert [each.status_code for each in sent] == [200] * 5 + [429]
    assert sent[-1]["Retry-After"] == "3600"
    assert 'value="citra@example.org"' in _body(sent[-1])


@pytest.mark.parametrize("setting", ["photos_required", "contact_required"])
def test_a_region_may_ask_for_more(citizen, posted, in_makassar, setting, clean_cache):
    Value.objects.create(kind="setting", key=f"complaints.{setting}", value=True)
    customization.forget()

    assert citizen.post(FORM, posted()).status_code == 400


def test_follow_page_opens_with_the_secret_link_only(citizen, case, portal, jayapura):
    path = links.follow_path(case)

    assert citizen.get(path).status_code == 200
    assert citizen.get(path[:-3] + "xx/").status_code == 404
    assert portal(jayapura).get(path).status_code == 404


def test_follow_page_is_never_kept_by_others(citizen, case):
    response = citizen.get(links.follow_path(case))

    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")


def test_follow_page_hides_internal_notes(citizen, case, as_budi):
    actions.add_note(case, text="Rahasia dapur", by=as_budi)

    assert "Rahasia dapur" not in _body(citizen.get(links.follow_path(case)))


def test_reporter_adds_information_and_objects(citizen, case, as_budi):
    path = links.follow_path(case)

    citizen.post(f"{path}keterangan/", {"submission": new_id(), "text": "Tiang ketiga"})
    actions.answer(case, note="Selesai", by=as_budi)
    citizen.post(f"{path}belum-beres/", {"text": "Masih gelap"})

    assert set(case.entries.values_list("kind", flat=True)) >= {Entry.Kind.INFORMATION, Entry.Kind.OBJECTED}


def test_information_that_is_sent_twice_stands_there_once(citizen, case):
    path, given = links.follow_path(case), {"submission": new_id(), "text": "Tiang ketiga"}

    answers = [citizen.post(f"{path}keterangan/", given) for _click in range(2)]
    citizen.post(f"{path}keterangan/", {**given, "submission": new_id()})

    assert {answer["Location"] for answer in answers} == {f"{path}?keterangan=terkirim"}
    assert case.entries.filter(kind=Entry.Kind.INFORMATION).count() == 2
    assert AuditEntry.objects.filter(action="complaints.add_information").count() == 2


def test_ticket_of_a_private_case_reveals_no_more_than_an_unknown_one(citizen, case):
    known, unknown = (_body(citizen.get(f"/laporan/tiket/?tiket={ticket}")) for ticket in (case.ticket, "MKS-QQQQQ"))

    assert re.sub(r'value="[\w]{30,}"', "", known).replace(case.ticket, "MKS-QQQQQ") == re.sub(
        r'value="[\w]{30,}"', "", unknown
    )


def test_resending_answers_the_same_whoever_asks(citizen, case, clean_cache):
    path = f"/laporan/tiket/?tiket={case.ticket}"

    right, wrong = (
        citizen.post(path, {"tiket": case.ticket, "email": email}) for email in ("citra@example.org", "x@example.org")
    )

    assert right.content == wrong.content


def test_ticket_of_a_released_case_leads_to_its_public_page(citizen, released):
    (case,) = released(1)

    assert citizen.get(f"/laporan/tiket/?tiket={case.ticket}")["Location"] == f"/laporan/{case.ticket}/"


def test_public_page_has_no_personal_data(citizen, report, as_budi):
    case = report(
        email="citra@example.org", name="Citra", phone="081234567890", latitude=-5.147665, longitude=119.432732
    )
    actions.release(case, actions.Public(title="Lampu padam", text="Lampu padam."), by=as_budi)

    page = _body(citizen.get(f"/laporan/{case.ticket}/"))

    for private in ("itra", "081234567890", "5.147", "119.43", "gerbang SD", case.description):
        assert private not in page


def test_unreleased_case_has_no_public_page(citizen, case):
    assert citizen.get(f"/laporan/{case.ticket}/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_public_list_asks_as_much_for_one_row_as_for_many(citizen, makassar, released, count):
    with enter(makassar):
        released(count)

    citizen.get("/laporan/")
    with queries(4):
        assert citizen.get("/laporan/").status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_follow_page_asks_as_much_for_one_line_as_for_many(citizen, case, as_budi, count):
    for _ in range(count):
        actions.send_message(case, text="Pesan", by=as_budi)
    path = links.follow_path(case)

    citizen.get(path)
    with queries(5):
        assert citizen.get(path).status_code == 200


def test_form_and_public_page_ask_little(citizen, released):
    (case,) = released(1)
    citizen.get(FORM)

    with queries(3):
        citizen.get(FORM)
    with queries(5):
        citizen.get(f"/laporan/{case.ticket}/")


@pytest.mark.parametrize("submission", ["", "x" * 200, "bukan dari kita"])
def test_photo_of_a_form_that_is_not_ours_is_not_kept(citizen, posted, in_makassar, jpeg, clean_cache, submission):
    response = citizen.post(FORM, posted(submission=submission, photos=[jpeg()]))

    assert response.status_code == 400
    assert not StoredFile.objects.filter(owner__startswith=links.OWNER).exists()


def test_message_before_a_unit_has_the_case_comes_from_the_government(case):
    entry = Entry(case=case, kind=Entry.Kind.MESSAGE, text="Kami periksa dahulu.")

    assert pages.line(entry, case).title == "Pesan dari Pemerintah Kota Makassar"


def test_public_pages_take_no_post(citizen, released):
    (case,) = released(1)

    assert [citizen.post(path).status_code for path in ("/laporan/", f"/laporan/{case.ticket}/")] == [405, 405]
