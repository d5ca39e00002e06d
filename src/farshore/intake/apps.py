from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "farshore.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from farshore.intake.actions import drafts
        from farshore.kernel.registry import registry

        registry.every(3600, "drafts", lambda now: drafts.sweep(today=now.date()))
