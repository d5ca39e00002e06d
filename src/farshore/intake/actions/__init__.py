"""Writes of the near shore: drafts, sending, and what the code's holder does afterwards."""

from farshore.intake.actions.contact import forget_contact, leave_contact
from farshore.intake.actions.drafts import begin, change, destroy, sweep
from farshore.intake.actions.interviews import answer_interview, ask_interview
from farshore.intake.actions.pictures import (
    add_picture,
    add_recording,
    cover_picture,
    remove_picture,
    remove_recording,
)
from farshore.intake.actions.returning import (
    answer,
    ask_change,
    decide,
    hide,
    narrow,
    reopen,
    show_again,
    widen,
    withdraw,
)
from farshore.intake.actions.sending import missing_from, send
from farshore.intake.actions.signing import sign_release, take_release_back

__all__ = [
    "add_picture",
    "add_recording",
    "answer",
    "answer_interview",
    "ask_change",
    "ask_interview",
    "begin",
    "change",
    "cover_picture",
    "decide",
    "destroy",
    "forget_contact",
    "hide",
    "leave_contact",
    "missing_from",
    "narrow",
    "remove_picture",
    "remove_recording",
    "reopen",
    "send",
    "show_again",
    "sign_release",
    "sweep",
    "take_release_back",
    "widen",
    "withdraw",
]
