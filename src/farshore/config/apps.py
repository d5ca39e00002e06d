"""The wiring of the house: who tells whom, without the rooms knowing each other."""

from django.apps import AppConfig


class FarshoreConfig(AppConfig):
    name = "farshore.config"
    label = "config"
    verbose_name = "Farshore"

    def ready(self) -> None:
        from farshore.config import checks  # noqa: F401 - registers itself
        from farshore.config.wiring import wire

        wire()
