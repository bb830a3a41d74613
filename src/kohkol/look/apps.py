"""Names this app for Django."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "kohkol.look"
    label = "look"
