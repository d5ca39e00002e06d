from django.apps import AppConfig


class ContributorsConfig(AppConfig):
    name = "farshore.contributors"
    label = "contributors"

    def ready(self) -> None:
        from farshore.contributors import actions
        from farshore.kernel.registry import registry

        registry.every(3600, "contributors", lambda now: actions.sweep(year=now.year))
