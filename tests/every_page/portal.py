"""Who may open which of the portal's own pages, and what is answered."""

from typing import Any

from django.db.models import Model

from kernel.accounts.models import Invitation, LinkedAccount, LogIn, Person
from kernel.accounts.tokens import DISOWN, INVITATION, PasswordResetTokens
from kernel.modules import registry
from tenants.citizens import stopping
from tenants.citizens.models import Recovery
from tenants.citizens.tokens import STOP
from tenants.elsewhere.tokens import AGREED
from tenants.notices.tokens import LEAVE
from tenants.support.models import Access
from tenants.support.tokens import DOOR

PAGES = """
#                                     GET                        POST
#                                     outside  officer  admin.   outside  officer  admin.
file                                  200      200      200      200      200      200
theme                                 200      200      200      200      200      200
robots                                200      200      200      200      200      200
home                                  200      200      200      200      200      200
search                                200      200      200      200      200      200
accessibility                         200      200      200      200      200      200
privacy                               200      200      200      200      200      200
contact                               200      200      200      200      200      200
console                               login    200      200      login    200      200
first_steps_away                      405      405      405      login    403      302
first_steps_back                      405      405      405      login    403      302
people                                login    403      200      login    403      200
invite                                login    403      200      login    403      200
invitation                            login    403      200      login    403      200
withdraw_invitation                   405      405      405      login    403      302
person                                login    403      200      login    403      200
unassign                              405      405      405      login    403      302
review                                login    403      200      login    403      200
review_file                           login    403      200      login    403      200
mark_reviewed                         405      405      405      login    403      302
person_state                          405      405      405      login    403      409
correct_address                       405      405      405      login    403      200
notices                               login    200      200      405      405      405
read_notices                          405      405      405      login    302      302
notice_choices                        login    200      200      login    200      200
open_notice                           login    404      404      405      405      405
leave_notices                         200      200      200      200      200      200
letters                               login    403      200      login    403      302
letter                                login    403      200      login    403      200
letter_preview                        login    403      200      login    403      200
letter_default                        405      405      405      login    403      302
delegations                           login    200      200      login    200      200
end_delegation                        405      405      405      login    404      302
roles                                 login    403      200      login    403      200
add_role                              login    403      200      login    403      200
role                                  login    403      200      login    403      200
role_default                          405      405      405      login    403      302
remove_role                           405      405      405      login    403      302
end_sessions                          405      405      405      login    403      302
second_step_rule                      405      405      405      login    403      302
reset_second_step                     405      405      405      login    403      409
units                                 login    403      200      login    403      200
usual_units                           405      405      405      login    403      200
unit                                  login    403      200      login    403      200
unit_state                            405      405      405      login    403      302
modules                               login    403      200      login    403      200
quota                                 login    403      200      login    403      200
words                                 login    403      200      login    403      200
exports                               login    403      200      login    403      200
ask_for_export                        405      405      405      login    403      302
export                                login    403      404      login    403      404
backups                               login    403      200      login    403      200
ask_for_backup                        405      405      405      login    403      302
support                               login    403      200      login    403      200
access                                login    403      200      login    403      200
answer_access                         405      405      405      login    403      302
end_access                            405      405      405      login    403      302
enter_by_access                       200      200      200      302      302      302
leave_access                          405      405      405      302      302      302
history                               login    403      200      login    403      200
history_entry                         login    403      200      405      405      405
guides                                login    200      200      login    200      200
guide                                 login    200      200      login    200      200
history_export                        405      405      405      login    403      200
history_proof                         login    403      200      login    403      200
verify_history                        405      405      405      login    403      302
history_head                          login    403      404      login    403      404
history_checker                       login    403      200      login    403      200
module_settings                       login    403      200      login    403      200
module_reset                          405      405      405      login    403      404
module_words                          login    403      200      login    403      302
brand                                 login    403      200      login    403      200
brand_reset                           405      405      405      login    403      302
brand_preview                         login    403      200      login    403      404
citizen                               login|200 login   login      login|200 login  login
citizen_log_in                        200|302  200      200      200|302  200      200
citizen_code                          302      302      302      302      302      302
citizen_another_code                  405      405      405      302      302      302
citizen_register                      login|302 login   login      login|302 login  login
citizen_details                       login|200 login   login      login|200 login  login
citizen_email                         login|200 login   login      login|200 login  login
citizen_phone                         login|200 login   login      login|200 login  login
citizen_nik                           login|200 login   login      login|200 login  login
forget_citizen_nik                    405      405      405      login|302 login  login
console_citizens                      login    403      200      login    403      200
console_citizen                       login    403      200      login    403      200
recover_citizen                       405      405      405      login    403      200
verify_citizen                        405      405      405      login    403      200
stop_recovery                         200      200      200      302      302      302
citizen_log_out                       405      405      405      302      302      302
citizen_passkey_log_in                302      302      302      302      302      302
citizen_passkeys                      login|200 login   login      login|200 login  login
remove_citizen_passkey                405      405      405      login|404 login  login
end_other_citizen_sessions            405      405      405      login|302 login  login
end_citizen_session                   405      405      405      login|404 login  login
citizen_notices                       login|200 login   login      405      405      405
read_citizen_notices                  405      405      405      login|302 login  login
citizen_notice_choices                login|200 login   login      login|200 login  login
open_citizen_notice                   login|404 login   login      405      405      405
my_data                               login|200 login   login      login|200 login  login
download_my_data                      405      405      405      login|200 login  login
ask_about_my_data                     login|200 login   login      login|200 login  login
take_data_request_back                405      405      405      login|404 login  login
choose_consent                        405      405      405      login|302 login  login
data_requests                         login    403      200      login    403      200
data_request                          login    403      200      login    403      200
mfa_authenticate                      302      302      302      302      302      302
security                              login    200      200      login    200      200
mail_language                         login    200      200      login    200      200
set_up_app                            login    200      200      login    200      200
sessions                              login    200      200      login    200      200
end_other_sessions                    405      405      405      login    302      302
end_session                           405      405      405      login    404      404
log_ins                               login    200      200      login    200      200
disown_log_in                         200      200      200      302      302      302
provider                              login    403      200      login    403      200
remove_provider                       405      405      405      login    403      302
provider_log_in                       405      405      405      302      302      302
provider_callback                     302      302      302      405      405      405
unlink_provider                       405      405      405      login    302      302
regions                               login    200      200      login    200      200
agree_region                          login    404      404      login    404      404
finish_region                         login    404      200      login    404      302
go_to_region                          login    404      302      405      405      405
remove_region                         405      405      405      login    404      302
passkey_login                         302      302      302      302      302      302
passkeys                              login    200      200      login    200      200
passkey                               login    404      404      login    404      404
remove_passkey                        405      405      405      login    404      404
turn_off_app                          405      405      405      login    302      302
recovery_codes                        login    302      302      login    302      302
account_login                         200      302      302      200      302      302
account_logout                        302      200      200      302      302      302
account_inactive                      200      200      200      405      405      405
account_change_password               login    200      200      login    200      200
account_reauthenticate                login    200      200      login    200      200
account_reset_password                200      200      200      200      200      200
account_reset_password_done           200      200      200      405      405      405
account_reset_password_from_key       302      302      302      302      302      302
account_reset_password_from_key_done  200      200      200      405      405      405
account_continue                      302      302      302      302      302      302
accept_invitation                     200      200      200      200      200      200
"""


def joining() -> tuple[Model, dict[str, Any]]:
    """Return an invitation and its link's token."""
    row = Invitation.open().order_by("pk")[0]
    return row, {"token": INVITATION.sign(row.key)}


def came() -> tuple[Model, dict[str, Any]]:
    """Return a log-in, and the link with which its person says that it was not hers."""
    row = LogIn.objects.order_by("pk")[0]
    return row, {"token": DISOWN.sign(row.key)}


def agreed() -> tuple[Model, dict[str, Any]]:
    """Return what the administrator began, and the link with which the other region agreed."""
    row = LinkedAccount.objects.get(linked_at=None)
    return row, {"token": AGREED.sign(row.key)}


def forgotten() -> tuple[Model, dict[str, Any]]:
    """Return a person and the link to her new password."""
    row = Person.objects.order_by("pk")[0]
    return row, {"uidb36": row.key, "key": PasswordResetTokens().make_token(row)}


def let_in() -> tuple[Model, dict[str, Any]]:
    """Return an access that is open, and the link through which its operator enters."""
    row = Access.objects.get()
    Access.objects.filter(pk=row.pk).update(door=row.key)
    return row, {"token": DOOR.sign(f"{row.key}.{row.key}")}


def recovered() -> tuple[Model, dict[str, Any]]:
    """Return a recovery that can be stopped, and the link that stops it."""
    row = Recovery.objects.get()
    Recovery.objects.filter(pk=row.pk).update(before_sealed=stopping.seal(row.citizen))  # of the scope it is in
    return row, {"token": STOP.sign(row.key)}


def told() -> tuple[Model, dict[str, Any]]:
    """Return a person, and the link by which she ends mails of a kind."""
    row = Person.objects.order_by("pk")[0]
    return row, {"token": LEAVE.sign(f"notices.digest:person:{row.key}")}


MODULE = registry.modules()[0].name
FIXED = {
    "theme": {"digest": "tidakada"},  # an older address gets today's theme
    "export": {"key": "tidakada"},  # each wants a link that was signed within the hour
    "role_default": {"key": "officer"},
    "ask_about_my_data": {"right": "access"},
    "guide": {"topic": "riwayat"},
    "choose_consent": {"purpose": "complaints.public"},
    **{name: {"key": "tidakada"} for name in ("open_notice", "open_citizen_notice")},  # each is its own person's only
    **{
        name: {"kind": "portal.invitation", "language": "id"} for name in ("letter", "letter_preview", "letter_default")
    },
    **{name: {"key": "tidakada"} for name in ("passkey", "remove_passkey")},  # kept within a column
    "agree_region": {"token": "tidakada"},  # it comes from a third region
    **{
        name: {"key": "tidakada"}
        for name in ("end_session", "end_citizen_session", "take_data_request_back", "remove_citizen_passkey")
    },  # each is its own person's only
    "account_continue": {"key": "tidakada"},  # what was typed is in the session, and in no table
    **{name: {"name": MODULE} for name in ("module_settings", "module_reset", "module_words")},
}
SIGNED = {
    "disown_log_in": came,
    "finish_region": agreed,
    "enter_by_access": let_in,
    "accept_invitation": joining,
    "account_reset_password_from_key": forgotten,
    "leave_notices": told,
    "stop_recovery": recovered,
}
WITHOUT_CSRF = frozenset({"leave_notices"})
QUERIES = {
    "brand_preview": ("?colour=%231f4e8c&motif=ombak",),
    "search": ("", "?q=contoh", "?q=jalan"),
    "console_citizens": ("", "?q=citra"),
    "review": ("", "?q=sari&perhatian=1"),
    "history": ("", "?q=contoh", "?who=citizen&since=2020-01-01&until=besok"),
}
