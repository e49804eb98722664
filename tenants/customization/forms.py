"""What a region may change: its modules' settings and words, and its own face."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from kernel.modules.manifest import Module, Word
from kernel.ui.motifs import MOTIFS
from tenants.customization import queries, theme
from tenants.customization.typed import form_field

LANGUAGES = ("id", "en")
LONG = 60


class SettingsForm(forms.Form):
    """A module's settings, made from their types."""

    def __init__(self, module: Module, data: Any = None) -> None:
        self.module = module
        self.defaults = module.settings().model_dump(mode="json")
        super().__init__(data, initial=queries.settings(module.name).model_dump(mode="json"), prefix="setting")
        for name, info in module.settings.model_fields.items():
            self.fields[name] = form_field(info)

    def clean(self) -> dict[str, Any]:
        """Let the module's own types have the last word."""
        given = {name: value for name, value in self.cleaned_data.items() if value is not None}
        try:
            self.cleaned_data = self.module.settings(**given).model_dump(mode="json")
        except ValidationError as error:
            for fault in error.errors():
                self.add_error(str(fault["loc"][0]), _("This value is not accepted here. Check the help above."))
        return self.cleaned_data

    def changes(self) -> dict[str, Any]:
        """Return what to store: nothing where the value is the default."""
        return {
            f"{self.module.name}.{name}": None if value == self.defaults[name] else value
            for name, value in self.cleaned_data.items()
        }


class WordsForm(forms.Form):
    """A module's words, in both languages; an empty field means the default."""

    def __init__(self, module: Module, data: Any = None) -> None:
        self.module = module
        super().__init__(data, initial=self._stored(), prefix="word")
        for word in module.words:
            for language in LANGUAGES:
                self.fields[f"{word.key}:{language}"] = self._field(word, language)

    def _stored(self) -> dict[str, str]:
        return {
            f"{word.key}:{language}": queries.own_word(f"{self.module.name}.{word.key}", language)
            for word in self.module.words
            for language in LANGUAGES
        }

    def _field(self, word: Word, language: str) -> forms.Field:
        default = getattr(word.default, language)
        is_long = max(len(word.default.id), len(word.default.en)) > LONG
        widget = forms.Textarea({"rows": 3}) if is_long else forms.TextInput()
        widget.attrs["lang"] = language
        names = {"id": _("Indonesian"), "en": _("English")}
        return forms.CharField(
            label=names[language],
            required=False,
            max_length=400,
            widget=widget,
            help_text=_("Default: %(default)s") % {"default": default},
        )

    def groups(self) -> list[tuple[Word, list[Any]]]:
        """Return each word with its fields."""
        return [(word, [self[f"{word.key}:{language}"] for language in LANGUAGES]) for word in self.module.words]

    def changes(self) -> dict[str, Any]:
        """Return what to store: nothing for an empty field or the default itself."""
        changes: dict[str, Any] = {}
        for word in self.module.words:
            for language in LANGUAGES:
                text = self.cleaned_data[f"{word.key}:{language}"].strip()
                is_own = text and text != getattr(word.default, language)
                changes[f"{self.module.name}.{word.key}:{language}"] = text if is_own else None
        return changes


COLOUR = RegexValidator(theme.COLOUR, _("Write the colour as # and six digits, for example #1f4e8c."))


class BrandForm(forms.Form):
    """The region's name, emblem, colour and motif, and where it is found."""

    name = forms.CharField(
        label=_("Name of the portal"), required=False, max_length=80, help_text=_("Empty: the region's own name.")
    )
    tagline = forms.CharField(
        label=_("Question on the home page"),
        required=False,
        max_length=80,
        help_text=_("Empty: “What do you need today?”"),
    )
    emblem = forms.FileField(
        label=_("New emblem"),
        required=False,
        help_text=_("SVG, PNG, JPEG or WebP, at most 200 kB. It keeps its own colours."),
        widget=forms.FileInput({"accept": ".svg,.png,.jpg,.jpeg,.webp", "class": "w-full"}),
    )
    remove_emblem = forms.BooleanField(label=_("Remove the emblem"), required=False)
    colour = forms.CharField(
        label=_("Colour of the region"),
        max_length=7,
        validators=[COLOUR],
        help_text=_("One colour is enough. The rest is computed from it, for light and dark."),
        widget=forms.TextInput({"spellcheck": "false", "autocomplete": "off"}),
    )
    motif = forms.ChoiceField(label=_("Motif"), widget=forms.RadioSelect)
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    hours = forms.CharField(
        label=_("Office hours"), required=False, max_length=120, help_text=_("For example: Monday–Friday, 08.00–16.00")
    )
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        motif = self.fields["motif"]
        assert isinstance(motif, forms.ChoiceField)
        language = get_language() or "id"
        motif.choices = [(key, tile.label.get(language, key)) for key, tile in MOTIFS.items()]

    def changes(self) -> dict[str, Any]:
        """Return what to store: nothing where the field is empty or has the default."""
        given = {name: self.cleaned_data[name] or None for name in ("name", "tagline", "address", "hours", "phone")}
        colour, motif = self.cleaned_data["colour"].lower(), self.cleaned_data["motif"]
        given["colour"] = None if colour == queries.DEFAULT_COLOUR else colour
        given["motif"] = None if motif == queries.DEFAULT_MOTIF else motif
        if self.cleaned_data["remove_emblem"]:
            given["emblem"] = None
        if any(name in self.changed_data for name in ("address", "hours", "phone")):
            given["is_sample"] = None
        return given
