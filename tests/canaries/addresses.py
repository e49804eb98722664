"""Every address of a URLconf, its gaps filled with the keys and tokens of a region."""

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kernel.accounts.tokens import PasswordResetTokens
from kernel.modules import registry
from kernel.signing import KINDS
from tenants.files.queries import PRIVATE_FILE
from tenants.portal.guides import guides
from tests.canaries.filling import Rows

Texts = dict[str, dict[str, list[Any]]]

KEYS = ("key", "slug", "ticket")
# Rows that a signed value may lead to.
SIGNED = ("complaints.Case", "accounts.Invitation")
RESET = "account_reset_password_from_key"


def patterns(urlconf: str) -> dict[str, URLPattern]:
    """Return every page by its full name."""
    return dict(_named(get_resolver(urlconf), ""))


def _named(resolver: URLResolver, space: str) -> Iterator[tuple[str, URLPattern]]:
    inside = f"{space}{resolver.namespace}:" if resolver.namespace else space
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _named(pattern, inside)
        else:
            yield f"{inside}{pattern.name}", pattern


def texts_of(rows: Rows) -> Texts:
    """Return what can fill a gap, by app (empty: any app), in the region that the code is in."""
    texts: Texts = {"": _shared(rows)}
    for label, made in rows.items():
        own = texts.setdefault(label.split(".")[0], {})
        for name in KEYS:
            own.setdefault(name, []).extend(getattr(row, name) for row in made if hasattr(row, name))
    return texts


def _shared(rows: Rows) -> dict[str, list[Any]]:
    """Return tokens of every kind for rows of every sort, and what stands in addresses of all regions."""
    signed: list[Any] = [rows[label][0] for label in SIGNED]
    modules = [module.name for module in registry.modules()]
    person: Any = rows["accounts.Person"][0]
    files: list[Any] = rows["files.StoredFile"]
    accesses: list[Any] = rows["support.Access"]
    return {
        "token": [kind.sign(row.key) for kind in KINDS.values() for row in signed],
        "permitted": [f"{stored.key}/?izin={PRIVATE_FILE.sign(stored.key)}" for stored in files],
        "number": [1, 2],
        "name": modules,
        "module": modules,
        "purpose": ["complaints.public"],
        "topic": list(guides()),
        "path": ["e-city", "liveable"],
        "digest": ["0" * 12],
        "part": ["surat.json"],
        "kind": ["portal.invitation"],
        "right": ["access", "correction", "deletion"],
        "language": ["id", "en"],
        "access": [access.key for access in accesses],
        "uidb36": [person.key],
        "reset": [PasswordResetTokens().make_token(person)],
    }


def addresses(name: str, urlconf: str, texts: Texts, at_most: int) -> list[str]:
    """Return so many addresses of a page at most, filled with one region's texts.

    Raises: LookupError where nobody has thought of a gap.
    """
    gaps = sorted(patterns(urlconf)[name].pattern.regex.groupindex)
    choices = [_choices(name, gap, texts) for gap in gaps]
    filled = [dict(zip(gaps, chosen, strict=True)) for chosen in islice(product(*choices), at_most)]
    permitted = [f"/berkas/{text}" for text in texts[""]["permitted"]] if name == "file" else []
    return [reverse(name, urlconf=urlconf, kwargs=kwargs) for kwargs in filled] + permitted


def _choices(name: str, gap: str, texts: Texts) -> list[Any]:
    if name == RESET and gap == "key":
        return texts[""]["reset"]
    if gap in texts[""]:
        return texts[""][gap]
    app = name.split(":", maxsplit=1)[0].removesuffix("_console")
    apps = [app] if registry.get(app) else [other for other in texts if other and registry.get(other) is None]
    found = [value for other in apps for value in texts[other].get(gap, [])]
    if not found:
        raise LookupError(f"Nothing fills {gap!r} in the address of {name!r}: say what does in {__name__}.")
    return found
