"""What a person sees of the log-ins to her account, and her way out when one was not hers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from kernel.accounts.factors.views import own
from kernel.accounts.log_ins import actions, queries
from kernel.accounts.models import Person
from kernel.accounts.queries import as_actor
from kernel.accounts.tokens import PasswordResetTokens


@own
def log_ins(request: HttpRequest, person: Person) -> HttpResponse:
    """Show who logged in, or tried to, as the person."""
    return render(request, "accounts/log_ins.html", {"attempts": queries.of(person)})


@never_cache
def disown(request: HttpRequest, token: str) -> HttpResponse:
    """Say what "it was not me" does, then do it and let her choose a new password."""
    attempt = queries.disowned_by(token)
    if request.method != "POST":
        return render(request, "accounts/disown.html", {"attempt": attempt})
    person = actions.disown(attempt.row, by=as_actor(attempt.row.person))
    request.session.flush()
    key = PasswordResetTokens().make_token(person)
    return redirect("account_reset_password_from_key", uidb36=person.key, key=key)
