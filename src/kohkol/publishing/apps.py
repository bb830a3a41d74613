"""Names this app for Django."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "kohkol.publishing"
    label = "publishing"
