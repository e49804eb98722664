"""Filters of the news templates."""

import json

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from app_modules.news.models import Article, Text
from kernel.whatsapp import share
from tenants.files.queries import url

register = template.Library()

# By the names of the editor's buttons, and by the English words in its dialogs.
EDITOR_WORDS = {
    "toolbar": _("Formatting"),
    "paragraph": _("Paragraph"),
    "heading2": _("Heading"),
    "heading3": _("Smaller heading"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "underline": _("Underlined"),
    "bulletList": _("List"),
    "orderedList": _("Numbered list"),
    "blockquote": _("Quotation"),
    "horizontalRule": _("Line between parts"),
    "link": _("Link"),
    "unlink": _("Remove link"),
    "history:undo": _("Undo"),
    "history:redo": _("Redo"),
    "Update": _("Update"),
    "Cancel": _("Cancel"),
    "URL": _("Address (URL)"),
    "Title": _("Title"),
    "Edit Link": _("Change the link"),
}


@register.filter
def cover_url(article: Text) -> str:
    """Return the address of the cover picture, or nothing."""
    return url(article.cover) if article.cover else ""


@register.filter
def safe_body(article: Article) -> SafeString:
    """Return the text as HTML. Actions clean it before it is stored."""
    return mark_safe(article.body)


@register.filter
def whatsapp(article: Article, address: str) -> str:
    """Return the address with which WhatsApp shares the article."""
    return share(f"{article.title} {address}")


@register.simple_tag
def editor_words() -> str:
    """Return the words of the rich-text editor as JSON, for an attribute."""
    return json.dumps({name: str(word) for name, word in EDITOR_WORDS.items()})
