from django.apps import AppConfig


class UploadsConfig(AppConfig):
    name = "farshore.uploads"
    label = "uploads"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from farshore.kernel.registry import registry
        from farshore.uploads import actions

        registry.every(3600, "uploads", lambda now: actions.sweep(today=now.date()))
