"""What a provider is asked, and what never is."""

import socket
import threading
from contextlib import contextmanager

import pytest

from kernel.accounts.providers import fetching, protocol
from kernel.accounts.providers.errors import ProviderFault
from tests.kernel.accounts.providers.idp import liar

PRIVATE = [
    "127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "ff02::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_address_of_a_network_of_ones_own_is_not_public(address):
    assert not fetching.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34"])
def test_address_of_the_internet_is_public(address):
    assert fetching.is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://example.org",
        "http://example.org",
        "http://localhost:9",
        "https://",
        "https:///x",
        None,
        "https://x:99999",
    ],
)
def test_address_that_is_not_https_is_refused(address, settings):
    settings.PRIVATE_PROVIDERS = False

    with pytest.raises(ProviderFault):
        fetching.get(address)


def test_own_network_is_not_reached(settings):
    settings.PRIVATE_PROVIDERS = False

    with liar() as idp, pytest.raises(ProviderFault) as refusal:
        fetching.get(f"https://localhost:{idp.port}/")

    assert "tidak bisa dihubungi" in refusal.value.message
    assert isinstance(refusal.value.__cause__, OSError)
    assert str(refusal.value.__cause__) == "Nowhere but in our own network."


def test_production_speaks_no_plain_http(settings):
    settings.PRODUCTION = True

    with pytest.raises(ProviderFault):
        fetching.check("http://localhost:9/")


def test_endless_answer_is_cut():
    with liar() as idp:
        idp.raw["/besar"] = b" " * (fetching.MOST + 1)
        with pytest.raises(ProviderFault):
            fetching.get(f"{idp.issuer}/besar")


def test_certificate_is_looked_at():
    with liar() as idp, pytest.raises(ProviderFault):
        fetching.get(f"https://localhost:{idp.port}/")


@contextmanager
def slow():
    """Serve a byte now and then, for ever."""
    server, is_over = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def serve():
        connection, _address = server.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            while not is_over.wait(0.05):
                try:
                    connection.sendall(b" ")
                except OSError:
                    return

    thread = threading.Thread(target=serve)
    thread.start()
    yield server.getsockname()[1]
    is_over.set()
    thread.join()
    server.close()


def test_slow_answer_is_given_up(monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 0.3)

    with slow() as port, pytest.raises(ProviderFault):
        fetching.get(f"http://127.0.0.1:{port}/")


FAULTS = {
    "no document": ({"issuer": None}, "Tidak ada keterangan penyedia"),
    "another issuer": ({"issuer": "https://lain.example"}, "menyebut dirinya https://lain.example"),
    "no keys": ({"jwks_uri": None}, "diawali https://"),
    "a token's address in our network": ({"token_endpoint": "http://10.0.0.1/"}, "diawali https://"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_description_says_what_is_wrong(fault):
    description, said = FAULTS[fault]
    with liar() as idp:
        idp.description = description
        with pytest.raises(ProviderFault, match=said):
            protocol.discover(idp.issuer)
