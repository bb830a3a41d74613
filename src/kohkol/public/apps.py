"""Names this app for Django."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "kohkol.public"
    label = "public"
