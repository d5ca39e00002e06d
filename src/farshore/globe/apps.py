from django.apps import AppConfig


class GlobeConfig(AppConfig):
    name = "farshore.globe"
    label = "globe"
    default_auto_field = "django.db.models.BigAutoField"
