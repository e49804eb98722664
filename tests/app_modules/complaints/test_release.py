from app_modules.complaints import actions
from app_modules.complaints.actions.intake import attach
from app_modules.complaints.models import Photo
from app_modules.complaints.queries import cases
from tenants.customization import queries as customization
from tenants.customization.models import Value
from tenants.isolation import hosts
from tenants.isolation.current import Place, enter
from tenants.registry.models import InstalledModule


def _public(**more):
    return actions.Public(**{"title": "Lampu jalan padam", "text": "Tiga lampu padam.", **more})


def test_only_released_cases_are_found(report, as_budi):
    hidden, shown = report(), report()

    actions.release(shown, _public(), by=as_budi)

    assert list(cases.released()) == [shown]
    assert list(cases.search("lampu", 10)) == [shown]
    assert list(cases.search(hidden.ticket, 10)) == []


def test_search_stems_indonesian(report, as_budi):
    actions.release(report(), _public(text="Jalan diperbaiki."), by=as_budi)

    assert cases.search("perbaikan", 10).count() == 1


def test_release_shows_exactly_the_chosen_photos(case, as_budi, jpeg):
    attach(case, [actions.keep(jpeg(), submission="x" * 12, beside=0) for _ in range(2)], stage=Photo.Stage.BEFORE)
    first, second = case.photos.all()

    actions.release(case, _public(photos=[second.key]), by=as_budi)

    assert [photo.file.is_private for photo in case.photos.select_related("file")] == [True, False]
    assert first.key != second.key


def test_withdraw_hides_text_and_photos(case, as_budi, jpeg):
    attach(case, [actions.keep(jpeg(), submission="x" * 12, beside=0)], stage=Photo.Stage.BEFORE)
    actions.release(case, _public(photos=[case.photos.get().key]), by=as_budi)

    actions.withdraw(case, by=as_budi)

    assert case.photos.select_related("file").get().file.is_private
    assert not cases.released().exists()


def test_a_region_may_keep_no_public_list(case, as_budi):
    actions.release(case, _public(), by=as_budi)
    Value.objects.create(kind="setting", key="complaints.public_list", value=False)
    customization.forget()

    assert not cases.released().exists()


def test_released_photo_is_gone_while_the_module_is_off(case, as_budi, jpeg, citizen, in_makassar):
    attach(case, [actions.keep(jpeg(), submission="x" * 12, beside=0)], stage=Photo.Stage.BEFORE)
    actions.release(case, _public(photos=[case.photos.get().key]), by=as_budi)
    address = f"/berkas/{case.photos.get().file.key}/"
    response = citizen.get(address)
    assert response.status_code == 200
    assert response.getvalue()[:4] == b"RIFF"

    with enter(Place.PLATFORM):
        InstalledModule.objects.filter(tenant_id=in_makassar.id, module="complaints").update(is_enabled=False)
    hosts.forget()

    assert citizen.get(address).status_code == 404
    assert citizen.get("/laporan/").status_code == 404
