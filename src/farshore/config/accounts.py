"""Staff accounts."""

from allauth.account.adapter import DefaultAccountAdapter


class StaffAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves."""

    def is_open_for_signup(self, request: object) -> bool:  # noqa: ARG002 - allauth names it
        return False
