"""What people type about the news."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from app_modules.news import rich_text
from app_modules.news.actions.articles import Content
from app_modules.news.errors import AltTextMissing, CategoryExists
from app_modules.news.models import FIELDS, Category, Comment, Version
from kernel.errors import DomainError, NotPermitted
from tenants.files.errors import FileRefused

# Postgres indexes at most a megabyte of words.
BODY_AT_MOST = 200_000


@contextmanager
def refusals(form: forms.Form) -> Iterator[None]:
    """Show a rule's no beside the form, so that nothing typed is lost."""
    try:
        yield
    except NotPermitted:
        raise
    except DomainError as error:
        fields: dict[type[DomainError], str] = {AltTextMissing: "cover_alt", CategoryExists: "name"}
        field = "picture" if isinstance(error, FileRefused) else fields.get(type(error))
        form.add_error(field, forms.ValidationError(error.message, code=error.code))


class ArticleForm(forms.Form):
    """An article's text and picture."""

    title = forms.CharField(label=_("Title"), max_length=160, help_text=_("Say what happened, in one sentence."))
    category = forms.ModelChoiceField(
        Category.objects.all(), to_field_name="key", label=_("Category"), empty_label=_("Choose a category")
    )
    summary = forms.CharField(
        label=_("Summary"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences. They are shown in lists, in search and when the article is shared."),
    )
    body = forms.CharField(
        label=_("Body text"),
        max_length=BODY_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 16}),
        error_messages={
            "max_length": _("Shorten the text to at most %(limit_value)d characters. It has %(show_value)d now.")
        },
    )
    author_name = forms.CharField(label=_("Author"), max_length=120, help_text=_("A person or an office."))
    picture = forms.FileField(
        label=_("Cover picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "class": "w-full min-w-0"}),
        help_text=_("JPEG, PNG or WebP of at most 15 MB. Where and when it was taken is removed."),
    )
    cover_alt = forms.CharField(
        label=_("Description of the picture"),
        max_length=200,
        required=False,
        help_text=_("For people who cannot see it. Needed when there is a picture."),
    )
    cover_caption = forms.CharField(label=_("Caption"), max_length=200, required=False)
    no_cover = forms.BooleanField(label=_("Remove the picture"), required=False)
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, text: Version | None = None, author: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cover = text.cover if text else None
        self.initial = {"author_name": author}
        if text:
            self.initial = {field: getattr(text, field) for field in FIELDS if field != "cover"}
            self.initial |= {"category": text.category.key, "base": text.number}
        if self.cover is None:
            del self.fields["no_cover"]
        self.fields["body"].widget.attrs["data-editor"] = json.dumps(rich_text.EXTENSIONS)

    def clean_body(self) -> str:
        """Refuse a text that is empty once it is cleaned."""
        body = rich_text.clean(self.cleaned_data["body"])
        if not body:
            raise forms.ValidationError(_("Write the article's text."))
        return body

    def content(self) -> Content:
        """Return what was typed, for the action."""
        values = {field: self.cleaned_data[field] for field in FIELDS if field != "cover"}
        return Content(
            **values,
            cover=self.cover,
            picture=self.cleaned_data["picture"],
            no_cover=bool(self.cleaned_data.get("no_cover")),
        )


class CommentForm(forms.Form):
    """A reader's comment; `altcha` is what the captcha found, empty without JavaScript."""

    name = forms.CharField(label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    text = forms.CharField(label=_("Comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    altcha = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)


class DecisionForm(forms.Form):
    """Show or hide a comment."""

    state = forms.ChoiceField(choices=[(Comment.State.SHOWN, ""), (Comment.State.HIDDEN, "")])


class ReplyForm(forms.Form):
    """An answer below a comment."""

    text = forms.CharField(label=_("Answer"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class CategoryForm(forms.Form):
    """A category's name."""

    name = forms.CharField(label=_("Name"), max_length=60)

    def __init__(self, *args: Any, category: Category | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"name": category.name} if category else {}
        self._category = category

    def clean_name(self) -> str:
        """Refuse a name that another category has."""
        name = str(self.cleaned_data["name"])
        others = Category.objects.filter(name__iexact=name)
        if self._category:
            others = others.exclude(pk=self._category.pk)
        if others.exists():
            raise forms.ValidationError(_("There is a category of this name."))
        return name
