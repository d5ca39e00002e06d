"""What `farshore run` says about logging in to the demonstration."""

from django.contrib.auth import get_user_model

from farshore.config.demo.staff import NAMES, demo_password


def demo_logins() -> list[str]:
    """Lines for the terminal: name and password of each demonstration account.

    Nobody needs an authenticator app here: the login's second page shows the code.
    """
    users = {user.username: user for user in get_user_model().objects.filter(username__in=NAMES)}
    lines = ["  Logins of the demonstration. The second page shows the code that it asks for."]
    for name in NAMES:
        if name in users:
            password = demo_password(name)
            same = users[name].check_password(password)
            lines.append(
                f"    {name:<8}{f'password {password}' if same else 'has another password'}"
            )
    return [*lines, ""]
