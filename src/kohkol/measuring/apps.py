"""Names this app for Django."""

from django.apps import AppConfig


class MeasuringConfig(AppConfig):
    name = "kohkol.measuring"
    label = "measuring"
