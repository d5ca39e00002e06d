from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "farshore.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from farshore.kernel.registry import registry
        from farshore.vault import actions, rotation

        registry.every(3600, "vault", lambda _now: actions.sweep())
        registry.every(3600, "epochs", lambda _now: rotation.turn(), worker="media")
        registry.every(20, "flush", lambda _now: actions.flush())
