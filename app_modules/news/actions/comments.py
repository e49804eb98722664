"""What readers and officers say under an article."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from app_modules.news import captcha
from app_modules.news.errors import CommentsClosed, TooManyComments
from app_modules.news.models import Article, Comment
from kernel.accounts.actor import CITIZEN, NO_ONE, PLATFORM, Actor
from kernel.accounts.permissions import require
from kernel.audit import actions as audit
from kernel.rates import Limit, subscriber
from tenants.customization.queries import setting

# Many people share one address of a mobile network, so a solved captcha allows more.
WITHOUT_CAPTCHA = 5
SENT = Limit("news.comments", 30)
CHALLENGED = Limit("news.captcha", 300)


def limit(address: str, *, is_verified: bool) -> None:
    """Count a comment from this network, and refuse it when there were many within the hour.

    Raises: TooManyComments.
    """
    if SENT.count(subscriber(address)) > (SENT.at_most if is_verified else WITHOUT_CAPTCHA):
        raise TooManyComments


def take(article: Article, typed: Mapping[str, str], *, address: str) -> Comment:
    """Take a reader's comment from the form: check its captcha, and that its network sends no flood.

    Raises: CommentsClosed, TooManyComments.
    """
    is_verified = captcha.is_solved(typed["altcha"])
    limit(address, is_verified=is_verified)
    return write(article, name=typed["name"], text=typed["text"], is_verified=is_verified)


@transaction.atomic
def write(article: Article, *, name: str, text: str, is_verified: bool, is_sample: bool = False) -> Comment:
    """Take a reader's comment: shown after it was checked, unless the region trusts the captcha.

    Raises: CommentsClosed.
    """
    if not setting("news.comments_open"):
        raise CommentsClosed
    is_trusted = is_verified and not setting("news.comments_moderated")
    state = Comment.State.SHOWN if is_trusted else Comment.State.WAITING
    comment = Comment.objects.create(
        article=article, name=name.strip(), text=text.strip(), is_verified=is_verified, state=state, is_sample=is_sample
    )
    by = PLATFORM if is_sample else CITIZEN
    audit.record("news.comment", comment, by=by, summary="Wrote a comment", after={"state": state})
    return comment


@transaction.atomic
def decide(comment: Comment, state: Comment.State, *, by: Actor) -> Comment:
    """Show or hide a comment; either can be undone by the other. Locks the row."""
    by = require(by, "news.moderate", comment.article)
    locked = Comment.objects.select_for_update().get(pk=comment.pk)
    before = locked.state
    if before == state:
        return locked
    locked.state, locked.decided_by, locked.decided_at = state, by, timezone.now()
    locked.save()
    audit.record(
        "news.moderate", locked, by=by, summary=f"Comment {state}", before={"state": before}, after={"state": state}
    )
    return locked


@transaction.atomic
def answer(comment: Comment, text: str, *, by: Actor, name: str = "") -> Comment:
    """Answer below the comment, in the officer's or the office's name; an empty text takes the answer back."""
    by = require(by, "news.moderate", comment.article)
    locked = Comment.objects.select_for_update().get(pk=comment.pk)
    locked.reply = text.strip()
    locked.replied_by = replace(by, name=name or by.name) if locked.reply else NO_ONE
    locked.save()
    audit.record("news.answer", locked, by=by, summary="Answered a comment" if locked.reply else "Took an answer back")
    return locked
