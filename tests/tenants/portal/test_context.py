from tenants.isolation import hosts
from tests.conftest import queries


def test_plain_page_asks_for_the_regions_own_values_only(citizen, makassar):
    citizen.get("/aksesibilitas/")

    with queries(1):
        citizen.get("/aksesibilitas/")


def test_page_that_does_not_exist_costs_no_more(citizen, makassar):
    citizen.get("/tidak-ada/")

    with queries(1):
        citizen.get("/tidak-ada/")


def test_unknown_host_gets_the_platforms_page(client, django_db_setup, db):
    hosts.forget()

    response = client.get("/", headers={"host": "tidak-ada.localhost"})

    assert response.status_code == 404
    assert "Kota Makassar" not in response.content.decode()
