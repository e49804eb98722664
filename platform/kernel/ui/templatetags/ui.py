"""Tags that the design system's templates cannot do without."""

from collections.abc import Iterator

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField, BoundWidget
from django.template import Context
from django.utils.safestring import SafeString

from kernel.ui import icons

register = template.Library()

# The first that fits decides: a class of daisyUI, corrected in styles/daisy.css.
_CLASSES = (
    (forms.HiddenInput, ""),
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.RadioSelect, "choices"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.Widget, "input"),
)


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """Draw an icon: `{% icon "inbox" %}`, `{% icon "inbox" "size-6" %}`."""
    return icons.svg(name, classes)


@register.simple_tag
def control(field: BoundField, classes: str = "", **attributes: str) -> SafeString:
    """Draw a form field's control with our class; Django adds `aria-describedby` and `aria-invalid`."""
    names = [kind_of(field), classes, field.field.widget.attrs.get("class", ""), "is-bad" if field.errors else ""]
    own = {name.replace("_", "-"): value for name, value in attributes.items()}
    return field.as_widget(attrs={"class": " ".join(filter(None, names)), **own})


@register.filter
def kind_of(field: BoundField) -> str:
    """Return the class of a field's control: input, select, textarea, checkbox, choices, file or nothing."""
    widget = field.field.widget
    return next(name for kind, name in _CLASSES if isinstance(widget, kind))


@register.filter
def is_to_fill(field: BoundField) -> bool:
    """Say whether something must be given; where something is chosen already, nobody need be asked."""
    widget = field.field.widget
    if not field.field.required or not isinstance(widget, forms.widgets.ChoiceWidget):
        return field.field.required
    return field.value() in (None, "", []) and not _chooses_itself(widget)


def _chooses_itself(widget: forms.widgets.ChoiceWidget) -> bool:
    """Say whether a browser chooses the first line of the list: there is no empty one."""
    is_list = isinstance(widget, forms.Select) and not widget.allow_multiple_selected
    return is_list and next(iter(widget.choices), ("",))[0] not in (None, "")


@register.simple_tag
def choice_control(choice: BoundWidget) -> SafeString:
    """Draw one radio button or check box of a field with several choices."""
    names = "radio" if choice.data["type"] == "radio" else "checkbox"
    choice.data["attrs"] = {**choice.data["attrs"], "class": names}
    return choice.tag()


@register.filter
def initials(name: str) -> str:
    """Return up to two letters: "Kota Makassar" is KM, "Sari" is S."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0] for word in words[:2]).upper()


@register.filter
def initial(name: str) -> str:
    """Return the first letter of a name, "?" without one."""
    return initials(name)[:1] or "?"


@register.filter
def page_numbers(page: Page[object]) -> Iterator[int | str]:
    """Return the page numbers to link, with an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def page_url(context: Context, number: int) -> str:
    """Return this page's address with another page number; what else is asked for stays.

    Django's own tag needs a RequestContext, which components do not get.
    """
    query = context["request"].GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def middle(name: str, length: int = 28) -> str:
    """Shorten a file name in its middle, so that its ending stays readable."""
    if len(name) <= length:
        return name
    tail = length // 3
    return f"{name[: length - tail - 1]}…{name[-tail:]}"
