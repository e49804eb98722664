"""How somebody hears of things, what a region writes in its mails, and who writes them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.accounts.actor import Actor
from tenants.customization import queries as customization
from tenants.customization.models import Value
from tenants.letters import NAME, REPLY_TO
from tenants.notices import queries, texts
from tenants.notices.kinds import LINK, PLACEHOLDER, Channel, Kind


class ChoicesForm(forms.Form):
    """For each kind that somebody can hear of, how."""

    def __init__(self, actor: Actor, data: Any = None) -> None:
        kinds, self.chosen = queries.choosable(actor), queries.chosen(actor)
        self.fixed = [kind for kind in kinds if kind.why_always]
        free = [kind for kind in kinds if not kind.why_always]
        super().__init__(data, initial={kind.key: self.chosen.get(kind.key, kind.channel) for kind in free})
        for kind in free:
            self.fields[kind.key] = self.field(kind)

    def field(self, kind: Kind) -> forms.ChoiceField:
        """Return how one kind is chosen."""
        return forms.ChoiceField(label=str(kind.title), help_text=str(kind.who), choices=Channel.choices)

    def channels(self) -> dict[str, Channel]:
        """Return what is chosen now and was not before."""
        return {name: Channel(self.cleaned_data[name]) for name in self.changed_data}


class CitizenChoicesForm(ChoicesForm):
    """The same for a citizen: all of it stands in her account, so that she chooses what comes by mail, too."""

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(actor, data)
        self.order_fields(list(reversed(self.fields)))  # what modules tell comes before what the portal does

    def field(self, kind: Kind) -> forms.ChoiceField:
        """Return one choice of two; the kind's own words are for officers."""
        choices = [(Channel.NOW, Channel.NOW.label), (Channel.CONSOLE, _("Only here, in my account"))]
        return forms.ChoiceField(label=str(kind.title), choices=choices, widget=forms.RadioSelect)

    def channels(self) -> dict[str, Channel]:
        """Return what is not kept so yet, the first choices too: they count more than what she ended before."""
        return {name: Channel(kept) for name, kept in self.cleaned_data.items() if self.chosen.get(name) != kept}


class LetterForm(forms.Form):
    """The region's own texts of one kind in one language."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=150)
    text = forms.CharField(label=gettext_lazy("Text of the mail"), max_length=4000, widget=forms.Textarea({"rows": 12}))

    def __init__(self, kind: Kind, language: str, data: Any = None) -> None:
        self.kind, self.language = kind, language
        super().__init__(data, initial=texts.of(kind, language)._asdict())
        for field in self.fields.values():
            field.widget.attrs["lang"] = language

    def clean_subject(self) -> str:
        """Refuse what is no placeholder of this kind."""
        return self._checked(str(self.cleaned_data["subject"]))

    def clean_text(self) -> str:
        """Refuse what is no placeholder of this kind, and a text that leads nowhere."""
        text = self._checked(str(self.cleaned_data["text"]).replace("\r\n", "\n"))
        if LINK in self.kind.sample and f"{{{LINK}}}" not in text:
            raise forms.ValidationError(
                _("{link} is missing: without it nobody finds the page. Write it on a line of its own.")
            )
        return text

    def _checked(self, text: str) -> str:
        names, possible = PLACEHOLDER.findall(text), ", ".join(f"{{{name}}}" for name in self.kind.sample)
        for name in names:
            if name not in self.kind.sample:
                raise forms.ValidationError(
                    _("Nothing stands here for %(name)s. Possible are: %(possible)s.")
                    % {"name": f"{{{name}}}", "possible": possible}
                )
        if set("{}") & set(PLACEHOLDER.sub("", text)):
            raise forms.ValidationError(
                _("A brace stands alone. Braces are only for placeholders: %(possible)s.") % {"possible": possible}
            )
        return text

    def changes(self) -> dict[str, Any]:
        """Return what to store: nothing where the text is the default."""
        default = texts.default(self.kind, self.language)._asdict()
        return {
            texts.key(self.kind, part, self.language): None if text == default[part] else text
            for part, text in self.cleaned_data.items()
        }


class SenderForm(forms.Form):
    """Under which name the region's mails go out, and who gets the answers."""

    name = forms.CharField(
        label=gettext_lazy("Name of the sender"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Empty: the name of the portal."),
    )
    reply_to = forms.EmailField(
        label=gettext_lazy("Address for answers"),
        required=False,
        help_text=gettext_lazy(
            "Who answers a mail writes to this address. Empty: answers go to the installation, where nobody reads them."
        ),
    )

    def __init__(self, data: Any = None) -> None:
        own = customization.values()
        initial = {"name": own.get((Value.Kind.SETTING, NAME)), "reply_to": own.get((Value.Kind.SETTING, REPLY_TO))}
        super().__init__(data, initial=initial)

    def changes(self) -> dict[str, Any]:
        """Return what to store: nothing where a field is empty."""
        return {NAME: self.cleaned_data["name"] or None, REPLY_TO: self.cleaned_data["reply_to"] or None}
