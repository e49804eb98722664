"""What must be given is marked, unless it is chosen already."""

import pytest
from django import forms

from kernel.ui.templatetags.ui import is_to_fill

ONE, NONE = ("satu", "Satu"), ("", "Pilih")


class Form(forms.Form):
    text = forms.CharField()
    maybe = forms.CharField(required=False)
    without_empty = forms.ChoiceField(choices=[ONE])
    with_empty = forms.ChoiceField(choices=[NONE, ONE])
    radio = forms.ChoiceField(choices=[ONE], widget=forms.RadioSelect)
    boxes = forms.MultipleChoiceField(choices=[ONE], widget=forms.CheckboxSelectMultiple)


@pytest.mark.parametrize(
    ("name", "first", "marked"),
    [
        ("text", None, True), ("text", "ada", True), ("maybe", None, False), ("without_empty", None, False),
        ("with_empty", None, True), ("with_empty", "satu", False), ("radio", None, True), ("radio", "satu", False),
        ("boxes", None, True), ("boxes", ["satu"], False),
    ],
)  # fmt: skip
def test_field_is_marked_only_where_something_is_still_to_be_given(name, first, marked):
    form = Form(initial={name: first} if first else {})

    assert is_to_fill(form[name]) is marked
