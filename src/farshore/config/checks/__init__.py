"""System checks: each has an id, a sentence, a hint, and a page under docs/running/checks/."""

from farshore.config.checks import internet, keys, machine, settings_read

__all__ = ["internet", "keys", "machine", "settings_read"]
