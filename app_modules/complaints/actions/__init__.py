"""What may be done to a report, each a permission, a change and a line in the log."""

from app_modules.complaints.actions.closing import answer, close, close_expired, reopen
from app_modules.complaints.actions.handling import add_note, forward, plan, send_message, take
from app_modules.complaints.actions.intake import Report, forget_pending, keep, receive
from app_modules.complaints.actions.limits import count_submission
from app_modules.complaints.actions.overdue import change_zone, escalate, recount, remind
from app_modules.complaints.actions.release import Public, release, take_back, withdraw
from app_modules.complaints.actions.reporter import (
    add_information,
    confirm,
    keep_in_account,
    object_to_answer,
    send_link,
)

__all__ = [
    "Public",
    "Report",
    "add_information",
    "add_note",
    "answer",
    "change_zone",
    "close",
    "close_expired",
    "confirm",
    "count_submission",
    "escalate",
    "forget_pending",
    "forward",
    "keep",
    "keep_in_account",
    "object_to_answer",
    "plan",
    "receive",
    "recount",
    "release",
    "remind",
    "reopen",
    "send_link",
    "send_message",
    "take",
    "take_back",
    "withdraw",
]
