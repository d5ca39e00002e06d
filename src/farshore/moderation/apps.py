from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ModerationConfig(AppConfig):
    name = "farshore.moderation"
    label = "moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from farshore.moderation.groups import ensure_groups
        from farshore.moderation.wiring import wire

        post_migrate.connect(ensure_groups, sender=self, dispatch_uid="moderation groups")
        wire()
