from django.apps import AppConfig


class ScreeningsConfig(AppConfig):
    name = "farshore.screenings"
    label = "screenings"
    default_auto_field = "django.db.models.BigAutoField"
