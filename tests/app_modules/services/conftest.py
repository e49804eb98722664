"""A service as an officer writes it."""

from collections.abc import Callable
from typing import Any

import pytest

from app_modules.services import actions
from app_modules.services.models import Service
from kernel import money
from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Unit


@pytest.fixture
def unit(in_makassar) -> Unit:
    return Unit.objects.create(name="Dinas Contoh")


@pytest.fixture
def values(unit: Unit) -> dict[str, Any]:
    return {
        "title": "Akta kelahiran",
        "pillar": "E",
        "unit": unit,
        "position": 10,
        "summary": "Catatkan kelahiran anak Anda.",
        "keywords": "akta lahir, dukcapil",
        "requirements": "Surat keterangan lahir\nKTP kedua orang tua",
        "steps": "Isi permohonan.\nAmbil akta.",
        "cost": money.of(0),
        "cost_note": "",
        "time_amount": 3,
        "time_unit": "working_days",
        "legal_basis": "Contoh: standar pelayanan",
        "place": "Mal Pelayanan Publik",
        "hours": "Senin-Jumat, 08.00-15.00",
        "phone": "112",
        "link": "",
    }


@pytest.fixture
def draft(values: dict[str, Any]) -> Service:
    return actions.create(values, by=PLATFORM)


@pytest.fixture
def make_public(values: dict[str, Any]) -> Callable[..., Service]:
    def make(**own: Any) -> Service:
        return actions.publish(actions.create(values | own, by=PLATFORM), by=PLATFORM)

    return make


@pytest.fixture
def public(make_public: Callable[..., Service]) -> Service:
    return make_public()
