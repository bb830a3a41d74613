"""Names this app for Django."""

from django.apps import AppConfig


class ListeningConfig(AppConfig):
    name = "kohkol.listening"
    label = "listening"
