"""What an officer types."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from app_modules.complaints.forms.fields import WithPhotos, lines
from app_modules.complaints.models import Case, Kind, Photo
from app_modules.complaints.queries import clock
from kernel.accounts.models import Unit


class CaseForm(forms.Form):
    """A form about one case."""

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, auto_id: str = "id_%s") -> None:
        super().__init__(data, files, auto_id=auto_id, initial=self.first(case))
        self.offer(case)

    def first(self, case: Case) -> dict[str, Any]:
        """Return what the fields hold at first."""
        return {}

    def offer(self, case: Case) -> None:
        """Set what may be chosen."""


class BareForm(CaseForm):
    """Nothing to type."""


class ForwardForm(CaseForm):
    """Which unit answers, and within which term."""

    title = forms.CharField(
        label=_("Short title"), max_length=120, help_text=_("Names the matter and its place, without personal data.")
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Unit"),
        to_field_name="key",
        empty_label=_("Choose a unit"),
        help_text=_("Is a unit missing? An administrator adds it under “Units”."),
    )
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)

    def first(self, case: Case) -> dict[str, Any]:
        unit = case.unit or case.category.unit
        return {"title": case.title, "unit": unit.key if unit else "", "kind": case.kind or case.category.kind}

    @property
    def has_units(self) -> bool:
        """Say whether there is a unit to choose."""
        return Unit.objects.filter(is_active=True).exists()

    def offer(self, case: Case) -> None:
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Unit.objects.filter(is_active=True)
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ChoiceField)
        kinds.choices = [(kind.value, _kind(kind)) for kind in Kind]


class TextForm(CaseForm):
    """One text."""

    text = lines(_("Text"), rows=3, missing=_("Write something."))


class MessageForm(TextForm):
    """A message to the reporter."""

    text = lines(_("Message"), rows=3, help_text=_("The reporter reads it on her page and by e-mail."))


class NoteForm(TextForm):
    """A note that stays inside."""

    text = lines(_("Internal note"), rows=3, help_text=_("Only officers read it."))


class ReopenForm(TextForm):
    """Why a case is worked on again."""

    text = lines(_("Reason"), rows=3, help_text=_("The reporter reads it. The term begins anew today."))


class PlanForm(CaseForm):
    """What happens next."""

    text = forms.CharField(
        label=_("Next step"),
        max_length=200,
        help_text=_("Say what happens, for example: the cable is replaced on site."),
    )
    day = forms.DateField(
        label=_("Planned day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def first(self, case: Case) -> dict[str, Any]:
        return {"text": case.next_step, "day": case.next_step_on}


class AnswerForm(CaseForm, WithPhotos):
    """The answer, with photos of what was done."""

    note = lines(
        _("Answer"),
        help_text=_("Say who did what, and when. The reporter reads it; everybody does once it is released."),
        missing=_("Write the answer."),
    )

    def offer(self, case: Case) -> None:
        self.fields["photos"].label = _("Photos after the work")


class CloseForm(AnswerForm):
    """The end of a case, without waiting for the reporter."""

    note = lines(
        _("Closing note"),
        rows=3,
        help_text=_("The reporter reads it. She may still object within the days left to her."),
        missing=_("Say why the report is closed."),
    )


class ReleaseForm(CaseForm):
    """What everybody may read and see."""

    title = forms.CharField(label=_("Public title"), max_length=120)
    text = lines(_("Public text"), help_text=_("No names, numbers, plates or house numbers."))
    answer = lines(_("Public answer"), rows=3, required=False)
    shown = forms.MultipleChoiceField(
        label=_("Photos to show"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Look at each photo first: no faces, number plates or documents."),
    )

    def first(self, case: Case) -> dict[str, Any]:
        return {
            "title": case.public_title or case.title,
            "text": case.public_text or case.description,
            "answer": case.public_answer or case.answer,
            "shown": list(case.photos.filter(is_released=True).values_list("key", flat=True)),
        }

    def offer(self, case: Case) -> None:
        field = self.fields["shown"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (photo.key, _caption(photo, number)) for number, photo in enumerate(case.photos.all(), start=1)
        ]


def _kind(kind: Kind) -> str:
    return gettext("%(kind)s: %(days)d working days") % {"kind": kind.label, "days": clock.answer_days(kind)}


def _caption(photo: Photo, number: int) -> str:
    return gettext("Photo %(number)d: %(stage)s") % {"number": number, "stage": photo.get_stage_display()}
