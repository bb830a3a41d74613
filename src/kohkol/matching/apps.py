"""Names this app for Django."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "kohkol.matching"
    label = "matching"
