"""From the types of a module's settings to the fields of a form."""

from types import UnionType
from typing import Any, Union, get_args, get_origin

from django import forms
from pydantic.fields import FieldInfo

from kernel.modules.manifest import choices_of

LONG = 160


def form_field(info: FieldInfo) -> forms.Field:
    """Return the form field for a setting: its type, its limits, its label and help."""
    words: Any = info.json_schema_extra
    field = _of_type(info, _plain(info.annotation))
    field.label, field.help_text = str(words["label"]), str(words.get("help") or "")
    return field


def choice_label(info: FieldInfo, value: Any) -> str:
    """Return what a choice of a setting is called in the active language; any other value as it is."""
    words: Any = info.json_schema_extra
    return str((words.get("choices") or {}).get(str(value), value))


def _plain(annotation: Any) -> Any:
    """Return the type without `| None`."""
    if get_origin(annotation) in (Union, UnionType):
        return next(kind for kind in get_args(annotation) if kind is not type(None))
    return annotation


def _of_type(info: FieldInfo, kind: Any) -> forms.Field:
    if kind is bool:
        return forms.BooleanField(required=False)
    if kind is int:
        return forms.IntegerField(min_value=_limit(info, "ge"), max_value=_limit(info, "le"))
    values = choices_of(kind)
    if values is not None:
        return forms.ChoiceField(choices=[(value, choice_label(info, value)) for value in values])
    if get_origin(kind) is list:
        return LinesField(required=False)
    longest = _limit(info, "max_length")
    widget = forms.Textarea if longest and longest > LONG else forms.TextInput
    return forms.CharField(required=False, max_length=longest, widget=widget)


def _limit(info: FieldInfo, name: str) -> int | None:
    return next((getattr(limit, name) for limit in info.metadata if hasattr(limit, name)), None)


class LinesField(forms.CharField):
    """A list, one entry a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(str(line) for line in value) if isinstance(value, (list, tuple)) else value

    def to_python(self, value: Any) -> Any:
        """Read lines as a list without empty ones."""
        text = super().to_python(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]

    def run_validators(self, value: Any) -> None:
        """Do nothing: pydantic checks the list."""
