"""The living style guide, mounted in development only."""

from typing import NamedTuple

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


class Tick(NamedTuple):
    """One working day of a ruler; `gap` says that days off come before it."""

    kind: str
    gap: bool


class SampleForm(forms.Form):
    """Every kind of field."""

    name = forms.CharField(label="Keadaannya", widget=forms.Textarea(attrs={"rows": 4}))
    district = forms.ChoiceField(label="Kecamatan", choices=[("", "Pilih kecamatan"), ("1", "Kepulauan Sangkarrang")])
    landmark = forms.CharField(label="Patokan", help_text="Tempat yang mudah dikenali di dekatnya.", required=False)
    email = forms.EmailField(
        label="Alamat email pejabat pengelola informasi dan dokumentasi pembantu",
        help_text="Kami menulis saat keadaannya berubah. Tanpa email pun Anda mendapat tautan.",
    )
    way = forms.ChoiceField(
        label="Cara menerima jawaban",
        choices=[("a", "Surat elektronik"), ("b", "Diambil di loket pelayanan")],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="Pokok",
        choices=[("a", "Lampu jalan"), ("b", "Pengangkutan sampah")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(label="Saya menyetujui cara data saya dijaga", help_text="Anda dapat menariknya.")
    photo = forms.FileField(label="Tambah foto", help_text="Wajah tidak perlu terlihat.", required=False)


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    bad = {"name": "Sejak Jumat malam lampu di depan sekolah padam.", "email": "citra@"}
    words = ("Semua", "Diterima", "Diproses", "Selesai")
    context = {
        "bad_form": SampleForm(bad),
        "page": Paginator(range(120), 10).page(5),
        "rulers": {"running": ruler(8, 14), "late": ruler(15, 14), "short": ruler(2, 3), "long": ruler(1, 12)},
        "items": [{"label": word, "url": "#", "current": word == "Semua"} for word in words],
        "steps": _steps(),
    }
    return TemplateResponse(request, "ui/gallery.html", context)


def ruler(done: int, term: int) -> list[Tick]:
    """Return the ticks of a term of `term` working days of which `done` have passed."""
    today = "now" if done < term else "over"
    kinds = ["on"] * min(done, term) + [today] + ["rest"] * (term - done - 2) + ["end"] * (done < term - 1)
    return [Tick(kind, gap=at % 5 == 3) for at, kind in enumerate(kinds)]


def _steps() -> list[dict[str, str]]:
    steps = {
        "Buat peran": "ok",
        "Buat skema": "ok",
        "Terapkan struktur modul": "ok",
        "Undang administrator pertama": "here",
        "Pasang domain": "bad",
        "Tandai siap": "wait",
    }
    return [{"label": label, "kind": kind, "time": "0,4 dtk" * (kind == "ok")} for label, kind in steps.items()]
