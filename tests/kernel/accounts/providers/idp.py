"""Two providers over real sockets: one of a library, and one that lies as it is told to."""

import json
import subprocess
import sys
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import URLError
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from config.local.processes import free_port

CLIENT, SECRET = "portal-makassar", "rahasia: klien/ini"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Liar:
    """A provider that answers what a test wants: `claims` and `headers` go over what is right."""

    port: int
    claims: dict[str, Any] = field(default_factory=dict)
    description: dict[str, Any] = field(default_factory=dict)
    profile: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, bytes] = field(default_factory=dict)
    key: Any = KEY
    algorithm: str = "RS256"
    query: dict[str, str] = field(default_factory=dict)
    sent: list[dict[str, str]] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        return f"http://localhost:{self.port}"

    def authorize(self, address: str, **claims: Any) -> str:
        """Take a browser that was led here, as somebody with these claims; return what it brings back."""
        self.query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.claims = {"sub": "pegawai-1", "email": "sari@example.org", "email_verified": True, **claims}
        return f"?code=kode&state={self.query['state']}"

    def document(self) -> dict[str, Any]:
        ends = {"authorization_endpoint": "/masuk", "token_endpoint": "/token", "jwks_uri": "/kunci"}
        ends["userinfo_endpoint"] = "/profil"
        found = {"issuer": self.issuer, **{name: f"{self.issuer}{path}" for name, path in ends.items()}}
        return {name: value for name, value in {**found, **self.description}.items() if value is not None}

    def keys(self) -> dict[str, Any]:
        return {"keys": [{**json.loads(RSAAlgorithm.to_jwk(KEY.public_key())), "kid": "satu", "use": "sig"}]}

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        """Check what the portal sent as a strict provider does, and sign what the test wants."""
        self.sent.append(form)
        digest = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        assert (digest, self.query["code_challenge_method"]) == (self.query["code_challenge"], "S256")
        now = int(time.time())
        right = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": self.query["nonce"]}
        said = {name: value for name, value in {**right, **self.claims}.items() if value is not None}
        token = jwt.encode(said, self.key, algorithm=self.algorithm, headers={"kid": "satu"})
        return {"token_type": "Bearer", "access_token": "akses", "id_token": token}


@contextmanager
def liar() -> Iterator[Liar]:
    """Run the provider that lies."""
    server = ThreadingHTTPServer(("localhost", 0), BaseHTTPRequestHandler)
    provider = Liar(server.server_port)
    server.RequestHandlerClass = _handler(provider)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(provider: Liar) -> type[BaseHTTPRequestHandler]:
    pages: dict[str, Callable[[], dict[str, Any]]] = {
        "/.well-known/openid-configuration": provider.document,
        "/kunci": provider.keys,
        "/profil": lambda: provider.profile,
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path in provider.raw:
                self.answer(provider.raw[self.path])
            elif self.path in pages:
                self.answer(json.dumps(pages[self.path]()).encode())
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            told = {"authorization": self.headers.get("Authorization", "")}
            self.answer(json.dumps(provider.token(form | told)).encode())

        def answer(self, body: bytes) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *parts: Any) -> None:
            pass

    return Handler


@contextmanager
def library() -> Iterator[str]:
    """Run the provider of a library in a process of its own; return its issuer."""
    port = free_port()
    issuer = f"http://localhost:{port}"
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"{issuer}/.well-known/openid-configuration")
        yield issuer
    finally:
        process.terminate()
        process.wait(10)


def _wait(address: str) -> None:
    patience = time.monotonic() + 20
    while True:
        try:
            with urlopen(address):
                return
        except URLError:
            assert time.monotonic() < patience, "The library's provider does not start."
            time.sleep(0.1)


def know(issuer: str, subject: str, **claims: Any) -> None:
    """Let the library's provider know somebody."""
    body = json.dumps(claims).encode()
    request = Request(f"{issuer}/users/{subject}", body, {"Content-Type": "application/json"}, method="PUT")
    with urlopen(request):
        pass
