"""What readers say, and who lets it be seen."""

from dataclasses import replace

import pytest
import time_machine
from altcha import v2
from django.utils import timezone

from app_modules.news import captcha
from app_modules.news.actions import comments
from app_modules.news.errors import CommentsClosed, TooManyComments
from app_modules.news.models import Comment
from kernel.accounts.actor import CITIZEN, NO_ONE, PLATFORM
from kernel.audit.queries import of
from kernel.errors import NotPermitted
from tests.conftest import kept


def solved() -> str:
    challenge = v2.Challenge.from_dict(captcha.challenge())
    solution = v2.solve_challenge(challenge)
    assert solution is not None
    return v2.Payload(challenge, solution).to_base64()


def write(article, **more) -> Comment:
    return comments.write(article, **{"name": "Citra", "text": "Bagus.", "is_verified": True} | more)


def test_a_comment_waits(article):
    assert write(article).state == "waiting"


def test_a_region_may_trust_the_captcha(article, configure):
    configure(comments_moderated=False)

    assert [write(article).state, write(article, is_verified=False).state] == ["shown", "waiting"]


def test_closed_comments_are_refused(article, configure):
    configure(comments_open=False)

    with pytest.raises(CommentsClosed):
        write(article)


def test_an_officer_shows_and_hides(article, as_budi):
    comment = write(article)

    comments.decide(comment, Comment.State.SHOWN, by=as_budi)
    hidden = comments.decide(comment, Comment.State.HIDDEN, by=as_budi)

    assert (hidden.state, hidden.decided_by) == ("hidden", kept(as_budi))
    assert [entry.after for entry in of("news.comment", comment.key)] == [
        {"state": "waiting"},
        {"state": "shown"},
        {"state": "hidden"},
    ]


def test_deciding_the_same_again_changes_nothing(article, as_budi):
    comment = comments.decide(write(article), Comment.State.SHOWN, by=as_budi)

    comments.decide(comment, Comment.State.SHOWN, by=PLATFORM)

    assert Comment.objects.get().decided_by == kept(as_budi)


def test_a_citizen_moderates_nothing(article):
    with pytest.raises(NotPermitted):
        comments.decide(write(article), Comment.State.SHOWN, by=CITIZEN)


def test_an_answer_carries_the_officers_name(article, as_budi):
    answered = comments.answer(write(article), "Terima kasih.", by=as_budi)

    assert (answered.reply, answered.replied_by.name) == ("Terima kasih.", "Budi")


def test_an_answer_in_the_offices_name_keeps_who_wrote_it(article, as_budi):
    answered = comments.answer(write(article), "Terima kasih.", by=as_budi, name="Humas")

    assert answered.replied_by == replace(kept(as_budi), name="Humas")


def test_a_comment_keeps_its_officer_after_she_is_gone(article, budi, as_budi):
    comment = comments.decide(write(article), Comment.State.SHOWN, by=as_budi)
    comments.answer(comment, "Terima kasih.", by=as_budi)
    budi.delete()

    comment.refresh_from_db()
    assert (comment.decided_by, comment.replied_by) == (kept(as_budi), kept(as_budi))


def test_an_empty_answer_takes_it_back(article, as_budi):
    answered = comments.answer(write(article), "Terima kasih.", by=as_budi)

    taken = comments.answer(answered, "", by=as_budi)

    assert (taken.reply, taken.replied_by) == ("", NO_ONE)


def test_a_solved_captcha_is_good_once(in_makassar):
    payload = solved()

    assert [captcha.is_solved(payload), captcha.is_solved(payload)] == [True, False]


def test_a_solution_of_another_region_is_worth_nothing(in_makassar, in_jayapura_only):
    with in_jayapura_only():
        foreign = solved()
        assert captcha.is_solved(foreign)
        foreign = solved()

    assert not captcha.is_solved(foreign)


def test_a_solution_expires(in_makassar):
    payload = solved()

    with time_machine.travel(timezone.now() + captcha.GOOD_FOR * 2):
        assert not captcha.is_solved(payload)


@pytest.mark.parametrize("payload", ["", "x", "e30=", "bnVsbA==", "W10=", "eyJjaGFsbGVuZ2UiOjF9", "[" * 4000])
def test_nonsense_solves_nothing(payload, in_makassar):
    assert not captcha.is_solved(payload)


def test_a_flood_without_captcha_is_refused(in_makassar):
    for _number in range(comments.WITHOUT_CAPTCHA):
        comments.limit("203.0.113.7", is_verified=False)

    with pytest.raises(TooManyComments):
        comments.limit("203.0.113.7", is_verified=False)
    comments.limit("203.0.113.7", is_verified=True)
    comments.limit("203.0.113.8", is_verified=False)


def test_a_flood_in_one_region_closes_no_other(in_makassar, in_jayapura_only):
    for _number in range(comments.WITHOUT_CAPTCHA):
        comments.limit("203.0.113.7", is_verified=False)

    with in_jayapura_only():
        comments.limit("203.0.113.7", is_verified=False)
