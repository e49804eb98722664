"""Who may open which of the operators' pages, and what is answered."""

from tests.every_page import mirror, portal

PAGES = """
#                                     GET               POST
#                                     outside  operator outside  operator
alive                                 200      200      200      200
ready                                 200      200      200      200
metrics                               404      404      404      404
home                                  login    200      login    200
console                               302      302      302      302
runs_now                              login    200      login    200
order                                 login    200      login    422
region                                login    200      login    200
go_live                               405      405      login    302
suspend                               login    200      login    422
open_again                            login    200      login    302
rename                                login    200      login    422
time_zone                             login    200      login    422
change_limits                         login    200      login    422
ask_for_copy                          405      405      login    302
copy_progress                         login    200      login    200
delete                                login    302      login    302
deletion                              login    200      login    200
certificate                           200      200      200      200
certificate_part                      200      200      200      200
call_off                              405      405      login    302
access                                login    200      login    422
enter_console                         405      405      login    200
end_access                            405      405      login    302
backups                               login    200      login    200
back_up                               405      405      login    302
try_backup                            405      405      login    302
restore_backup                        login    302      login    302
backup_rule                           login    200      login    422
restore_beside                        login    302      login    302
switch                                login    200      login    302
install                               405      405      login    302
uninstall                             login    302      login    302
undo                                  405      405      login    302
run                                   login    200      login    200
resume_run                            405      405      login    302
set_aside_run                         405      405      login    302
bulk                                  login    200      login    422
batches                               login    200      login    200
batch                                 login    200      login    200
start_batch                           405      405      login    302
retry_batch                           405      405      login    302
undo_batch                            405      405      login    302
history                               login    200      login    200
history_entry                         login    200      405      405
mfa_authenticate                      302      302      302      302
security                              login    200      login    200
mail_language                         login    200      login    200
set_up_app                            login    200      login    200
sessions                              login    200      login    200
end_other_sessions                    405      405      login    302
end_session                           405      405      login    404
log_ins                               login    200      login    200
disown_log_in                         200      200      302      302
provider_log_in                       405      405      302      302
provider_callback                     302      302      405      405
unlink_provider                       405      405      login    302
passkey_login                         302      302      302      302
passkeys                              login    200      login    200
passkey                               login    404      login    404
remove_passkey                        405      405      login    404
turn_off_app                          405      405      login    302
recovery_codes                        login    302      login    302
history_export                        405      405      login    200
history_proof                         login    200      login    200
verify_history                        405      405      login    302
verify_region_history                 405      405      login    302
history_head                          login    200      login    200
history_checker                       login    200      login    200
account_login                         200      302      200      302
account_logout                        302      200      302      302
account_inactive                      200      200      405      405
account_change_password               login    200      login    200
account_reauthenticate                login    200      login    200
account_reset_password                200      200      200      200
account_reset_password_done           200      200      405      405
account_reset_password_from_key       302      302      302      302
account_reset_password_from_key_done  200      200      405      405
account_continue                      302      302      302      302
accept_invitation                     200      200      200      200
"""
FIXED = {
    "certificate_part": {"part": "surat.json"},
    **{name: {"access": mirror.ACCESS} for name in ("enter_console", "end_access")},
    "passkey": portal.FIXED["passkey"],
    "remove_passkey": portal.FIXED["remove_passkey"],
    "end_session": portal.FIXED["end_session"],
    "account_continue": portal.FIXED["account_continue"],
    **{name: {"module": portal.MODULE} for name in ("switch", "install", "uninstall", "undo")},
}
SIGNED = portal.SIGNED
