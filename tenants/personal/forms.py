"""What a citizen asks, and what an officer answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.personal.models import DataRequest

Kind = DataRequest.Kind
# What each right asks her to write, and what to say when she wrote nothing; a deletion needs no reason.
WORDS: dict[str, tuple[Any, Any, Any]] = {
    Kind.ACCESS: (
        _("What do you want to know?"),
        _("For example: what my data is used for, and who has got it."),
        _("Write what you want to know."),
    ),
    Kind.CORRECTION: (
        _("What is wrong, and what is right?"),
        _("For example: my name is written Rina; it is Rani."),
        _("Write what is wrong and what is right."),
    ),
    Kind.DELETION: (_("Do you want to tell us why?"), _("You need not."), ""),
}


class AskForm(forms.Form):
    """The words that go with a right."""

    text = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, kind: str, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["text"]
        field.label, field.help_text, missing = WORDS[kind]
        field.required = kind != Kind.DELETION
        field.error_messages["required"] = missing


class AnswerForm(forms.Form):
    """What the citizen reads."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=4000,
        help_text=_(
            "She gets it by e-mail and sees it on her page. Say what was done; when you refuse, say by which rule."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what she reads as the answer.")},
    )
