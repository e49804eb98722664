from pathlib import Path

import pytest

from config.local import translations
from config.local.errors import Refusal

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
PYTHON = 'from django.utils.translation import gettext as _\n\n_("Good morning")\n_("%(name)s reads")\n'
MORNING = 'msgid "Good morning"\nmsgstr "Selamat pagi"\n\n'
READS = '#, python-format\nmsgid "%(name)s reads"\nmsgstr "%(name)s membaca"\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for source in translations.SOURCES:
        (tmp_path / source).mkdir()
    (tmp_path / "tenants/texts.py").write_text(PYTHON)
    return tmp_path


def catalogue(project: Path, text: str, of: str = "tenants") -> Path:
    file = project / of / "locale/id/LC_MESSAGES/django.po"
    file.parent.mkdir(parents=True)
    file.write_text(HEADER + text)
    return file


def test_complete_catalogue_has_no_faults(project: Path) -> None:
    catalogue(project, MORNING + READS)

    assert translations.faults(project) == []


def test_text_that_no_catalogue_knows_is_a_fault(project: Path) -> None:
    catalogue(project, MORNING)

    assert translations.faults(project) == [
        'tenants/locale/id/LC_MESSAGES/django.po: "%(name)s reads" is not translated.'
    ]


def test_empty_translation_is_a_fault(project: Path) -> None:
    catalogue(project, 'msgid "Good morning"\nmsgstr ""\n\n' + READS)

    assert translations.faults(project) == [
        'tenants/locale/id/LC_MESSAGES/django.po: "Good morning" is not translated.'
    ]


def test_guessed_translation_is_a_fault(project: Path) -> None:
    catalogue(project, "#, fuzzy\n" + MORNING + READS)

    assert translations.faults(project) == [
        'tenants/locale/id/LC_MESSAGES/django.po: "Good morning" is only guessed (fuzzy).'
    ]


def test_two_translations_of_a_text_are_a_fault(project: Path) -> None:
    catalogue(project, MORNING + READS)
    (project / "provisioning/texts.py").write_text(
        'from django.utils.translation import gettext as _\n\n_("Good morning")\n'
    )
    catalogue(project, MORNING.replace("Selamat", "Met"), of="provisioning")

    assert translations.faults(project) == [
        '"Good morning" is translated in two ways: use one, or another English text.'
    ]


def test_sources_stay_as_they_are(project: Path) -> None:
    file = catalogue(project, MORNING)

    translations.faults(project)

    assert file.read_text() == HEADER + MORNING


def test_only_changed_catalogues_are_compiled(project: Path) -> None:
    file = catalogue(project, MORNING + READS)
    assert translations.outdated(project) == [file]

    translations.compile_all(project)

    assert translations.outdated(project) == []


def test_broken_catalogue_is_named(project: Path) -> None:
    catalogue(project, '#, python-format\nmsgid "%(name)s reads"\nmsgstr "%(nama)s membaca"\n')

    with pytest.raises(Refusal, match=r"The texts in tenants/locale/id/LC_MESSAGES/django\.po cannot"):
        translations.compile_all(project)
